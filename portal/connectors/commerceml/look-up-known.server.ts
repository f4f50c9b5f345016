import type { Db } from '#prisma/client.ts';
import { batchesOf } from '../engine/batches.ts';
import { rowIdOf } from '../row-id.ts';
import type { DocumentTraits, LineByProduct } from './dictionaries.ts';
import { lineId } from './document-line.ts';
import { DOCUMENT_OPERATIONS } from './document-operation.ts';
import type { DocumentOperation } from './document-operation.ts';
import { documentKey } from './document-traits.ts';
import type { SetSurvey } from './survey-set.ts';

type LookUp = { db: Db; sourceId: string; survey: SetSurvey };

/**
 * Completes what the records of a set refer to from what earlier sets brought: 1C sends prices without the names of
 * their types, stock without warehouses, shipments without their order. What the set itself says is left as it is.
 */
export async function lookUpKnown(lookUp: LookUp): Promise<void> {
  await lookUpPriceTypes(lookUp);
  await lookUpWarehouses(lookUp);
  await lookUpProducts(lookUp);
  await lookUpBaseDocuments(lookUp);
  await lookUpNewestDocuments(lookUp);
}

async function lookUpPriceTypes({ db, sourceId, survey }: LookUp): Promise<void> {
  const { priceTypes } = survey.dictionaries;
  const lists = await db.priceList.findMany({
    where: { sourceId, deletedAt: null, kind: 'type' },
    select: { externalId: true, name: true, currency: true, isTaxIncluded: true },
  });
  for (const list of lists) if (!priceTypes.has(list.externalId)) priceTypes.set(list.externalId, list);
}

/** Stock has the warehouse's name in the row and its id at the end of the row's own. */
async function lookUpWarehouses({ db, sourceId, survey }: LookUp): Promise<void> {
  const { warehouses } = survey.dictionaries;
  const missing = [...survey.warehousesWanted].filter((id) => id !== '' && !warehouses.has(id));
  for (const id of missing) {
    const stock = await db.stock.findFirst({
      where: { sourceId, externalId: { endsWith: `@${id}` } },
      select: { warehouse: true },
    });
    if (stock) warehouses.set(id, stock.warehouse);
  }
}

async function lookUpProducts({ db, sourceId, survey }: LookUp): Promise<void> {
  const { products } = survey.dictionaries;
  const missing = [...survey.productsWanted].filter((id) => !products.has(id));
  for (const externalIds of batchesOf(missing)) {
    const rows = await db.product.findMany({
      where: { sourceId, externalId: { in: externalIds } },
      select: { externalId: true, groupName: true, vatCode: true },
    });
    for (const { externalId, groupName, vatCode } of rows) {
      products.set(externalId, { group: groupName === null ? null : { name: groupName }, vatCode });
    }
  }
}

/** Orders that shipments of the set are based on, straight or through an invoice. */
async function lookUpBaseDocuments(lookUp: LookUp): Promise<void> {
  const { db, sourceId, survey } = lookUp;
  const { documents } = survey.dictionaries;
  for (const externalIds of batchesOf([...survey.documentsWanted])) {
    await knownOrders(
      lookUp,
      externalIds.map((externalId) => rowIdOf(sourceId, 'order', externalId)),
    );
    const invoices = await db.invoice.findMany({
      where: { sourceId, externalId: { in: externalIds } },
      select: { externalId: true, orderId: true },
    });
    const behind = await knownOrders(
      lookUp,
      invoices.flatMap(({ orderId }) => orderId ?? []),
    );
    for (const { externalId, orderId } of invoices) {
      const key = documentKey('invoice', externalId);
      if (documents.has(key)) continue;
      const baseRef = (orderId !== null && behind.get(orderId)) || null;
      documents.set(key, { baseRef, lines: new Map(), newestAt: null });
    }
  }
}

/** Adds the orders with these row ids to the dictionary. @returns their external ids by row id */
async function knownOrders({ db, survey }: LookUp, rowIds: readonly string[]): Promise<Map<string, string>> {
  const orders = await db.order.findMany({
    where: { id: { in: [...rowIds] } },
    select: { id: true, externalId: true },
  });
  const lines = await db.orderLine.findMany({
    where: { orderId: { in: orders.map(({ id }) => id) }, deletedAt: null },
    select: { orderId: true, externalId: true, productId: true },
  });
  const productNames = await productExternalIds(
    db,
    lines.flatMap(({ productId }) => productId ?? []),
  );
  const linesByOrder = new Map<string, LineByProduct>(orders.map(({ id }) => [id, new Map()]));
  for (const { orderId, productId, externalId } of lines) {
    const product = productId === null ? undefined : productNames.get(productId);
    const known = linesByOrder.get(orderId);
    if (product !== undefined) known?.set(product, known.has(product) ? null : externalId);
  }
  const { documents } = survey.dictionaries;
  for (const { id, externalId } of orders) {
    const known = linesByOrder.get(id) ?? new Map<string, null>();
    const key = documentKey('order', externalId);
    if (!documents.has(key)) documents.set(key, { baseRef: null, lines: known, newestAt: null });
  }
  return new Map(orders.map(({ id, externalId }) => [id, externalId]));
}

async function productExternalIds(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.product.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, externalId: true },
  });
  return new Map(rows.map(({ id, externalId }) => [id, externalId]));
}

/** A file may be older than what an earlier import brought: its documents must not bring back what has changed. */
async function lookUpNewestDocuments({ db, sourceId, survey }: LookUp): Promise<void> {
  const { documents } = survey.dictionaries;
  for (const operation of DOCUMENT_OPERATIONS) {
    const prefix = documentKey(operation, '');
    const ids = [...documents.keys()].flatMap((key) =>
      key.startsWith(prefix) ? key.slice(prefix.length) : [],
    );
    for (const externalIds of batchesOf(ids)) {
      const stored = await STORED_DOCUMENTS[operation](db, sourceId, externalIds);
      for (const { externalId, sourceModifiedAt } of stored) {
        noteNewer(documents.get(documentKey(operation, externalId)), sourceModifiedAt);
      }
    }
  }
}

function noteNewer(traits: DocumentTraits | undefined, storedAt: Date | null): void {
  if (!traits || traits.newestAt === null || storedAt === null) return;
  if (storedAt > traits.newestAt) traits.newestAt = storedAt;
}

type StoredDocument = { externalId: string; sourceModifiedAt: Date | null };
type FindStored = (db: Db, sourceId: string, externalIds: string[]) => Promise<StoredDocument[]>;

const select = { externalId: true, sourceModifiedAt: true } as const;

const findPayments: FindStored = (db, sourceId, externalIds) =>
  db.payment.findMany({ where: { sourceId, externalId: { in: externalIds } }, select });

/** Where the documents of an operation are kept, whether deleted or not. */
const STORED_DOCUMENTS: Readonly<Record<DocumentOperation, FindStored>> = {
  order: (db, sourceId, externalIds) =>
    db.order.findMany({ where: { sourceId, externalId: { in: externalIds } }, select }),
  shipment: (db, sourceId, externalIds) =>
    db.shipment.findMany({ where: { sourceId, externalId: { in: externalIds } }, select }),
  invoice: (db, sourceId, externalIds) =>
    db.invoice.findMany({ where: { sourceId, externalId: { in: externalIds } }, select }),
  payment: findPayments,
  refund: findPayments,
  'goods-return': findReturns,
};

/** A return is kept line by line; the first one stands for it. */
async function findReturns(db: Db, sourceId: string, documentIds: string[]): Promise<StoredDocument[]> {
  const documentByLine = new Map(documentIds.map((documentId) => [lineId(documentId, 1), documentId]));
  const rows = await db.goodsReturn.findMany({
    where: { sourceId, externalId: { in: [...documentByLine.keys()] } },
    select,
  });
  return rows.map((row) => ({ ...row, externalId: documentByLine.get(row.externalId) ?? row.externalId }));
}
