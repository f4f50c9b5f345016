/** What a loyalty officer works with: sources, counterparties, goods, orders, discounts. */
import { randomUUID } from 'node:crypto';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { StaffRole } from '#auth/permissions/roles.ts';
import type { DiscountTerms, DiscountTexts } from '#portal/loyalty/discount-draft.ts';
import type { Db } from '#prisma/client.ts';
import { aHolder, aKey, aStaffHolder, anAccount } from './builders.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const SYNCED = { syncedAt: NOW, rowHash: 'demo' };

export function someTerms(differences: Partial<DiscountTerms> = {}): DiscountTerms {
  return {
    name: 'Autumn',
    kind: 'percent',
    basisPoints: 750,
    fixedPrice: null,
    currency: null,
    goodsGroup: null,
    sku: null,
    validFromOn: '2026-11-01',
    validToOn: null,
    maxAmountMinor: null,
    ...differences,
  };
}

export function someTexts(differences: Partial<DiscountTexts> = {}): DiscountTexts {
  return {
    name: 'Autumn',
    percent: '7,5',
    fixedPrice: '',
    currency: '',
    goodsGroup: '',
    sku: '',
    validFromOn: '2026-11-01',
    validToOn: '',
    limit: '',
    ...differences,
  };
}

/** Somebody of the staff as use cases see them; the session is not stored. */
export async function aStaffActor(db: Db, role: StaffRole): Promise<StaffActor> {
  const holder = await aStaffHolder(db, role);
  const key = await aKey(db, { holderId: holder.id, accountId: null });
  return {
    kind: 'staff',
    role,
    holderId: holder.id,
    keyId: key.id,
    sessionId: randomUUID(),
    tier: 4,
    deputyFor: [],
  };
}

export async function aSource(db: Db, kind = 'file-drop', name = `Demo ERP ${randomUUID().slice(0, 8)}`) {
  return db.source.create({ data: { kind, name, createdAt: NOW }, select: { id: true, name: true } });
}

/** An account whose orders come from the source, with a key of one of its people. */
export async function aTiedAccount(db: Db, sourceId: string) {
  const account = await anAccount(db);
  const counterparty = await db.counterparty.create({
    data: {
      id: randomUUID(),
      sourceId,
      externalId: `cp-${account.number}`,
      name: account.name,
      legalName: account.name,
      taxId: '7700000000',
      accountId: account.id,
      ...SYNCED,
    },
    select: { id: true, externalId: true },
  });
  await db.accountTie.create({
    data: {
      accountId: account.id,
      sourceId,
      counterpartyId: counterparty.id,
      taxId: '7700000000',
      legalName: account.name,
      status: 'confirmed',
      confirmedAt: NOW,
    },
    select: { id: true },
  });
  const holder = await aHolder(db);
  const key = await aKey(db, { holderId: holder.id, accountId: account.id });
  return { ...account, keyId: key.id, counterpartyExternalId: counterparty.externalId };
}

export async function aDiscount(
  db: Db,
  { status = 'draft', ...terms }: Partial<DiscountTerms> & { status?: string } = {},
): Promise<{ id: string }> {
  return db.discount.create({
    data: { ...someTerms(terms), status, createdById: 'demo-officer', createdAt: NOW },
    select: { id: true },
  });
}

export async function aProduct(
  db: Db,
  { sku, groupName = null }: { sku: string; groupName?: string | null },
) {
  return db.product.create({
    data: {
      id: randomUUID(),
      sourceId: 'demo',
      externalId: sku,
      sku,
      name: `Product ${sku}`,
      unit: 'шт',
      groupName,
      status: 'active',
      ...SYNCED,
    },
    select: { id: true },
  });
}

/** An order of one line: `quantity` of the product at `unitPrice` roubles. */
export async function anOrderOf(
  db: Db,
  {
    accountId,
    productId,
    unitPrice,
    quantity,
  }: { accountId: string; productId: string; unitPrice: string; quantity: string },
): Promise<{ number: string }> {
  const id = randomUUID();
  const number = id.slice(0, 6);
  const row = { sourceId: 'demo', accountId, ...SYNCED };
  await db.order.create({
    data: {
      ...row,
      id,
      externalId: id,
      number,
      orderedOn: '2026-10-05',
      status: 'completed',
      currency: 'RUB',
      netMinor: 0n,
      taxMinor: 0n,
      grossMinor: 0n,
    },
    select: { id: true },
  });
  await db.orderLine.create({
    data: {
      ...row,
      id: randomUUID(),
      externalId: `${id}-1`,
      orderId: id,
      lineNo: 1,
      kind: 'item',
      productId,
      name: 'Demo line',
      quantity,
      unit: 'шт',
      unitPrice,
    },
    select: { id: true },
  });
  return { number };
}
