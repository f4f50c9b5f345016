/** Price lists, prices and key discounts as rows of a test's database; a test sets only what it is about. */
import { randomUUID } from 'node:crypto';
import type { Db } from '#prisma/client.ts';
import { aHolder, aKey } from './builders.ts';
import { IMPORTED_AT, aProduct } from './trade-builders.ts';
import type { Trader } from './trade-builders.ts';

type Row<Model extends 'priceList' | 'priceEntry' | 'sourceDiscount' | 'discount' | 'product'> = Partial<
  Parameters<Db[Model]['create']>[0]['data']
>;

export async function aStoredList(
  db: Db,
  { sourceId, ...values }: { sourceId: string } & Row<'priceList'>,
): Promise<string> {
  const kind = values.kind ?? 'list';
  const { id } = await db.priceList.create({
    data: {
      ...rowOf(sourceId),
      name: `Demo ${kind} prices`,
      kind,
      currency: 'RUB',
      isTaxIncluded: false,
      ...values,
    },
    select: { id: true },
  });
  return id;
}

/** The list that the trader's own counterparty names, as the source would say it. */
export async function aContractList(db: Db, trader: Trader, values: Row<'priceList'> = {}): Promise<string> {
  const priceListId = await aStoredList(db, { sourceId: trader.sourceId, ...values, kind: 'contract' });
  await db.counterparty.updateMany({ where: { accountId: trader.accountId }, data: { priceListId } });
  return priceListId;
}

/** Prices of a product in a list, from a quantity on: `{ 0: '100', 10: '90' }`. */
export async function storedPrices(
  db: Db,
  { priceListId, productId, sourceId }: { priceListId: string; productId: string; sourceId: string },
  pricesByQuantity: Readonly<Record<string, string>>,
): Promise<void> {
  await db.priceEntry.createMany({
    data: Object.entries(pricesByQuantity).map(([minQuantity, price]) => ({
      ...rowOf(sourceId),
      priceListId,
      productId,
      minQuantity,
      price,
    })),
  });
}

/** A product with a price in the list that is open to everybody, and another in the trader's contract. */
export async function aPricedProduct(
  db: Db,
  trader: Trader,
  { list, own, ...values }: { list?: string; own?: string } & Row<'product'> = {},
): Promise<{ id: string; sku: string }> {
  const { sourceId } = trader;
  const product = await aProduct(db, { sourceId, ...values });
  if (list !== undefined) {
    const priceListId = await openListOf(db, sourceId);
    await storedPrices(db, { priceListId, productId: product.id, sourceId }, { 0: list });
  }
  if (own !== undefined) {
    const priceListId = await contractOf(db, trader);
    await storedPrices(db, { priceListId, productId: product.id, sourceId }, { 0: own });
  }
  return product;
}

/** A discount that a key of the account carries: 5 % off everything, switched on, unless said otherwise. */
export async function aCarriedDiscount(
  db: Db,
  {
    accountId,
    keyId,
    tiedAt = IMPORTED_AT,
    ...values
  }: { accountId: string; keyId: string; tiedAt?: Date } & Row<'discount'>,
): Promise<{ id: string; officer: string }> {
  const officer = await aHolder(db, { kind: 'staff', staffRole: 'loyalty' });
  const { id } = await db.discount.create({
    data: {
      name: 'Demo anniversary',
      kind: values.fixedPrice ? 'fixed-price' : 'percent',
      basisPoints: values.fixedPrice ? null : 500,
      validFromOn: '2026-01-01',
      status: 'active',
      createdById: officer.id,
      createdAt: IMPORTED_AT,
      ...values,
    },
    select: { id: true },
  });
  await db.keyDiscount.create({
    data: { discountId: id, accountId, keyId, tiedById: officer.id, tiedAt },
    select: { id: true },
  });
  return { id, officer: officer.name };
}

/** Another key of the account, in somebody else's hand. */
export async function anotherKey(db: Db, accountId: string): Promise<string> {
  const holder = await aHolder(db);
  return (await aKey(db, { holderId: holder.id, accountId, label: 'Spare key' })).id;
}

export async function aSourceDiscount(
  db: Db,
  { accountId, sourceId }: Trader,
  values: Row<'sourceDiscount'> = {},
) {
  const { id } = await db.sourceDiscount.create({
    data: { ...rowOf(sourceId), accountId, name: 'Demo seasonal discount', basisPoints: 300, ...values },
    select: { id: true },
  });
  return id;
}

async function openListOf(db: Db, sourceId: string): Promise<string> {
  const known = await db.priceList.findFirst({ where: { sourceId, kind: 'list' }, select: { id: true } });
  return known?.id ?? aStoredList(db, { sourceId });
}

async function contractOf(db: Db, trader: Trader): Promise<string> {
  const named = await db.counterparty.findFirst({
    where: { accountId: trader.accountId, priceListId: { not: null } },
    select: { priceListId: true },
  });
  return named?.priceListId ?? aContractList(db, trader);
}

function rowOf(sourceId: string) {
  const id = randomUUID();
  return { id, sourceId, externalId: id, syncedAt: IMPORTED_AT, rowHash: 'test' };
}
