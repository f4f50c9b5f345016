/** The tables of the read model, as far as they are alike. */
import type { Db, Tx } from '#prisma/client.ts';
import type { EntityKind } from '../../port.ts';
import { TABLE_NAME } from './columns.ts';

/** Columns that the engine reads. A table has the first seven, and of the others those that its kind needs. */
export interface EngineColumns {
  id: string;
  sourceId: string;
  externalId: string;
  rowHash: string;
  sourceVersion: string | null;
  sourceModifiedAt: Date | null;
  deletedAt: Date | null;
  counterpartyId: string | null;
  accountId: string | null;
  quarantinedAt: Date | null;
  orderId: string | null;
  shipmentId: string | null;
  invoiceId: string | null;
  productId: string | null;
}
export type EngineColumn = keyof EngineColumns;

type Condition<Value> = Value | { in: readonly Value[] } | { gt: Value } | { not: Value };
export type Where = { [Column in EngineColumn]?: Condition<EngineColumns[Column]> };

/** What the engine asks of any of the tables; a few of Prisma's own functions. */
export interface ReadableTable {
  findMany<Column extends EngineColumn>(query: {
    where: Where;
    select: { [Name in Column]?: true };
    orderBy?: { [Name in EngineColumn]?: 'asc' };
    take?: number;
  }): Promise<Pick<EngineColumns, Column>[]>;
  count(query: { where: Where }): Promise<number>;
}

export interface Table extends ReadableTable {
  updateMany(query: { where: Where; data: object }): Promise<{ count: number }>;
  deleteMany(query: { where: Where }): Promise<unknown>;
}

/** The table of a kind, open for what is the same for all kinds. Only a transaction may write. */
export function tableOf(tx: Tx, kind: EntityKind): Table {
  // Prisma gives each table a type of its own and none that they share; the columns are the same by the models.
  return tx[TABLE_NAME[kind]] as unknown as Table;
}

/** The same for reading, in a transaction or out of it. */
export function readTable(db: Db | Tx, kind: EntityKind): ReadableTable {
  return db[TABLE_NAME[kind]] as unknown as ReadableTable;
}
