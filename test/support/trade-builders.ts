/** Rows of the read model with defaults, as an import would leave them; a test sets only what it is about. */
import { randomUUID } from 'node:crypto';
import { SHOWN_KINDS } from '#portal/freshness/freshness.ts';
import type { ShownKind } from '#portal/freshness/freshness.ts';
import { toSearchText } from '#portal/lib/search-text.ts';
import type { Db } from '#prisma/client.ts';
import { anAccount } from './builders.ts';

/** The day on which the tests of trade happen; the import ran an hour before noon. */
export const TODAY_ON = '2026-12-12';
export const IMPORTED_AT = new Date('2026-12-12T08:00:00Z');

type Create<Model extends ModelName> = Partial<Parameters<Db[Model]['create']>[0]['data']>;
type ModelName =
  | 'order'
  | 'orderLine'
  | 'shipment'
  | 'shipmentLine'
  | 'trackingEvent'
  | 'goodsReturn'
  | 'invoice'
  | 'document'
  | 'product'
  | 'stock'
  | 'counterparty';

/** A customer's account that a source is tied to, so that rows of that source are its own. */
export type Trader = { accountId: string; sourceId: string };

/** A source that has imported these kinds. */
export async function aSource(
  db: Db,
  {
    name = `Demo ERP ${randomUUID().slice(0, 8)}`,
    kinds = SHOWN_KINDS,
    asOf = IMPORTED_AT,
  }: SourceValues = {},
): Promise<{ id: string; name: string }> {
  return db.source.create({
    data: {
      kind: 'file-drop',
      name,
      createdAt: asOf,
      states: { create: kinds.map((kind) => ({ kind, asOf, rowCount: 1 })) },
    },
    select: { id: true, name: true },
  });
}

type SourceValues = { name?: string; kinds?: readonly ShownKind[]; asOf?: Date };

/** Says that a counterparty of a source is this account, as a person would. */
export async function aTie(
  db: Db,
  { accountId, sourceId, status = 'confirmed' }: Trader & { status?: string },
): Promise<{ id: string }> {
  const identity = { taxId: '7700000000', legalName: 'Demo company' };
  const at = IMPORTED_AT;
  const { id: counterpartyId } = await db.counterparty.create({
    data: { ...rowOf({ accountId, sourceId }), ...identity, name: 'Demo company' },
    select: { id: true },
  });
  return db.accountTie.create({
    data: { accountId, sourceId, counterpartyId, status, confirmedAt: at, ...identity },
    select: { id: true },
  });
}

/** An account with a source of its own. */
export async function aTrader(db: Db, values: SourceValues = {}): Promise<Trader> {
  const [account, source] = [await anAccount(db), await aSource(db, values)];
  const trader = { accountId: account.id, sourceId: source.id };
  await aTie(db, trader);
  return trader;
}

type Owned<Model extends ModelName> = Trader & Create<Model>;

export async function anOrder(db: Db, values: Owned<'order'>): Promise<{ id: string; number: string }> {
  const number = String(values.number ?? `ORD-${randomUUID().slice(0, 8)}`);
  return db.order.create({
    data: {
      ...rowOf(values),
      orderedOn: '2026-12-01',
      status: 'confirmed',
      currency: 'RUB',
      netMinor: 1_000_00n,
      taxMinor: 220_00n,
      grossMinor: 1_220_00n,
      searchText: toSearchText(`${number} ${values.customerReference ?? ''}`),
      ...values,
      number,
    },
    select: { id: true, number: true },
  });
}

export async function anOrderLine(
  db: Db,
  values: Owned<'orderLine'> & { orderId: string },
): Promise<{ id: string }> {
  const sku = values.sku ?? `SKU-${randomUUID().slice(0, 8)}`;
  const name = values.name ?? 'Demo bearing';
  return db.orderLine.create({
    data: {
      ...rowOf(values),
      lineNo: 1,
      kind: 'item',
      quantity: '10',
      unit: 'pcs',
      unitPrice: '100.00',
      listPrice: '120.00',
      netMinor: 1_000_00n,
      searchText: toSearchText(`${sku} ${name}`),
      ...values,
      sku,
      name,
    },
    select: { id: true },
  });
}

export async function aShipment(db: Db, values: Owned<'shipment'>): Promise<{ id: string; number: string }> {
  const number = String(values.number ?? `SHP-${randomUUID().slice(0, 8)}`);
  return db.shipment.create({
    data: {
      ...rowOf(values),
      status: 'shipped',
      shippedOn: '2026-12-08',
      searchText: toSearchText(`${number} ${values.trackingNumber ?? ''}`),
      ...values,
      number,
    },
    select: { id: true, number: true },
  });
}

/** A shipment whose counterparty is the trader's, as an import leaves it: what hangs on it finds its owner by that. */
export async function aParcel(
  db: Db,
  values: Owned<'shipment'>,
): Promise<{ id: string; counterpartyId: string }> {
  const { accountId, sourceId } = values;
  const { id: counterpartyId } = await db.counterparty.findFirstOrThrow({
    where: { accountId, sourceId },
    select: { id: true },
  });
  return { ...(await aShipment(db, { ...values, counterpartyId })), counterpartyId };
}

export async function aShipmentLine(
  db: Db,
  values: Owned<'shipmentLine'> & { shipmentId: string; orderId: string },
): Promise<{ id: string }> {
  return db.shipmentLine.create({
    data: { ...rowOf(values), name: 'Demo bearing', quantity: '4', unit: 'pcs', ...values },
    select: { id: true },
  });
}

export async function aTrackingEvent(
  db: Db,
  values: Owned<'trackingEvent'> & { shipmentId: string },
): Promise<{ id: string }> {
  const defaults = { carrier: 'Demo carrier', trackingNumber: 'DX1', status: 'in_transit' };
  return db.trackingEvent.create({
    data: { ...rowOf(values), ...defaults, occurredAt: new Date('2026-12-09T09:00:00Z'), ...values },
    select: { id: true },
  });
}

export async function aReturn(db: Db, values: Owned<'goodsReturn'>): Promise<{ id: string }> {
  return db.goodsReturn.create({
    data: {
      ...rowOf(values),
      number: 'RET-1',
      name: 'Demo bearing',
      quantity: '1',
      returnedOn: '2026-12-10',
      status: 'received',
      ...values,
    },
    select: { id: true },
  });
}

export async function anInvoice(db: Db, values: Owned<'invoice'>): Promise<{ id: string; number: string }> {
  const number = String(values.number ?? `INV-${randomUUID().slice(0, 8)}`);
  return db.invoice.create({
    data: {
      ...rowOf(values),
      issuedOn: '2026-12-02',
      dueOn: '2026-12-20',
      currency: 'RUB',
      totalMinor: 1_220_00n,
      taxMinor: 220_00n,
      residualMinor: 1_220_00n,
      status: 'open',
      searchText: toSearchText(number),
      ...values,
      number,
    },
    select: { id: true, number: true },
  });
}

export async function aDocument(db: Db, values: Owned<'document'>): Promise<{ id: string; title: string }> {
  const number = String(values.number ?? `DOC-${randomUUID().slice(0, 8)}`);
  const title = values.title ?? `Demo paper ${number}`;
  return db.document.create({
    data: {
      ...rowOf(values),
      kind: 'delivery-note',
      dataClass: 'goods',
      issuedOn: '2026-12-08',
      mediaType: 'application/pdf',
      sizeBytes: 12_345,
      sha256: '0'.repeat(64),
      fileName: `${number}.pdf`,
      searchText: toSearchText(`${number} ${title}`),
      ...values,
      number,
      title,
    },
    select: { id: true, title: true },
  });
}

export async function aProduct(
  db: Db,
  values: { sourceId: string } & Create<'product'>,
): Promise<{ id: string; sku: string }> {
  const sku = values.sku ?? `SKU-${randomUUID().slice(0, 8)}`;
  const name = values.name ?? 'Demo bearing';
  const { accountId: _nobodys, ...row } = rowOf({ ...values, accountId: null });
  return db.product.create({
    data: {
      ...row,
      unit: 'pcs',
      status: 'active',
      searchText: toSearchText(`${sku} ${name}`),
      ...values,
      sku,
      name,
    },
    select: { id: true, sku: true },
  });
}

export async function aStock(
  db: Db,
  values: { sourceId: string; productId: string } & Create<'stock'>,
): Promise<{ id: string }> {
  const { accountId: _nobodys, ...row } = rowOf({ ...values, accountId: null });
  return db.stock.create({
    data: { ...row, warehouse: 'Demo store', quantity: '25', ...values },
    select: { id: true },
  });
}

/** What every row of the read model has. */
function rowOf({ sourceId, accountId }: { sourceId: string; accountId: string | null }) {
  const id = randomUUID();
  return { id, sourceId, externalId: id, syncedAt: IMPORTED_AT, rowHash: 'test', accountId };
}
