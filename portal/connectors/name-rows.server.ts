import type { Db, Tx } from '#prisma/client.ts';
import { readTable } from './engine/read-model/table.server.ts';
import type { OwnedKind } from './engine/read-model/ownership.ts';

/** Kinds whose rows people know by a number. */
const NUMBERED = {
  order: 'order',
  invoice: 'invoice',
  shipment: 'shipment',
  'goods-return': 'goodsReturn',
  payment: 'payment',
  'credit-note': 'creditNote',
} as const;

type Numbered = { findMany(query: object): Promise<{ id: string; number: string }[]> };

/** @returns by id what people call the rows: their number or title, else what their source calls them */
export async function nameRows(
  db: Db | Tx,
  kind: OwnedKind,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const where = { id: { in: [...ids] } };
  if (kind === 'document') {
    const rows = await db.document.findMany({ where, select: { id: true, title: true } });
    return new Map(rows.map(({ id, title }) => [id, title]));
  }
  if (kind in NUMBERED) {
    // Prisma gives each table a type of its own; by the models all of these have a number.
    const table = db[NUMBERED[kind as keyof typeof NUMBERED]] as unknown as Numbered;
    const rows = await table.findMany({ where, select: { id: true, number: true } });
    return new Map(rows.map(({ id, number }) => [id, number]));
  }
  const rows = await readTable(db, kind).findMany({ where, select: { id: true, externalId: true } });
  return new Map(rows.map(({ id, externalId }) => [id, externalId]));
}
