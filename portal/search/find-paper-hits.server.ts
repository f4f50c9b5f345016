import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import type { HitQuestion } from './find-hits.server.ts';
import { ROWS_READ, containing, isOneOf } from './find-order-hits.server.ts';
import type { SearchHit } from './search-hit.ts';

/** An invoice shows prices, so its number is found only by who may see those. */
export async function findInvoiceHits(db: Db, { actor, words, whole }: HitQuestion): Promise<SearchHit[]> {
  if (!actor.classes.includes('own-price')) return [];
  const rows = await db.invoice.findMany({
    where: { ...ownRows(actor), AND: containing(words) },
    orderBy: [{ issuedOn: 'desc' }, { id: 'desc' }],
    take: ROWS_READ,
    select: { id: true, number: true, issuedOn: true, orderId: true },
  });
  return rows.map((row) => ({
    kind: 'invoice',
    dataClass: 'own-price',
    isExact: isOneOf(whole, row.number),
    ...row,
  }));
}

export async function findDocumentHits(db: Db, { actor, words, whole }: HitQuestion): Promise<SearchHit[]> {
  const rows = await db.document.findMany({
    where: { ...ownRows(actor), dataClass: { in: [...actor.classes] }, AND: containing(words) },
    orderBy: [{ issuedOn: 'desc' }, { id: 'desc' }],
    take: ROWS_READ,
    select: { id: true, title: true, number: true, issuedOn: true, orderId: true, dataClass: true },
  });
  return rows.flatMap(({ dataClass, number, ...row }): SearchHit[] => {
    const known = DATA_CLASSES.find((one) => one === dataClass);
    if (known === undefined) return [];
    return [{ kind: 'document', dataClass: known, isExact: isOneOf(whole, number, row.title), ...row }];
  });
}

/** The catalogue for who sees list prices; for others only what they have ordered themselves. */
export async function findGoodsHits(db: Db, question: HitQuestion): Promise<SearchHit[]> {
  const { classes } = question.actor;
  if (classes.includes('list-price')) return findProductHits(db, question);
  return classes.includes('goods') ? findOrderedHits(db, question) : [];
}

async function findProductHits(db: Db, { words, whole }: HitQuestion): Promise<SearchHit[]> {
  const rows = await db.product.findMany({
    where: { deletedAt: null, AND: containing(words) },
    orderBy: { sku: 'asc' },
    take: ROWS_READ,
    select: { id: true, sku: true, name: true },
  });
  return rows.map((row) => ({
    kind: 'product',
    dataClass: 'list-price',
    isExact: isOneOf(whole, row.sku),
    ...row,
  }));
}

async function findOrderedHits(db: Db, { actor, words, whole }: HitQuestion): Promise<SearchHit[]> {
  const rows = await db.orderLine.findMany({
    where: { ...ownRows(actor), kind: 'item', AND: containing(words) },
    orderBy: [{ orderId: 'asc' }, { lineNo: 'asc' }],
    take: ROWS_READ,
    select: { id: true, sku: true, name: true },
  });
  const bySku = new Map(
    rows.flatMap(({ id, sku, name }) => (sku === null ? [] : [[sku, { id, sku, name }]])),
  );
  return [...bySku.values()].map((row) => ({
    kind: 'ordered',
    dataClass: 'goods',
    isExact: isOneOf(whole, row.sku),
    ...row,
  }));
}
