/** What the database holds of one customer, whichever tables there are: a new one is in it by having the column. */
import type { Db } from '#prisma/client.ts';

export type StoredRow = { table: string; id: string; values: Record<string, unknown> };

/** All rows that name the account, and the account's own. */
export async function rowsOfAccount(db: Db, accountId: string): Promise<StoredRow[]> {
  const tables = await tablesWith(db, 'accountId');
  const rows = await Promise.all([
    ...tables.map((table) => read(db, table, { column: 'accountId', value: accountId })),
    read(db, 'CustomerAccount', { column: 'id', value: accountId }),
  ]);
  return rows.flat();
}

/** Ids by which the customer's things are named in addresses and forms. */
export async function idsOfAccount(db: Db, accountId: string): Promise<string[]> {
  const rows = await rowsOfAccount(db, accountId);
  return [...new Set(rows.map(({ id }) => id).filter((id) => id !== ''))];
}

async function tablesWith(db: Db, column: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT tables."name" FROM sqlite_master tables JOIN pragma_table_info(tables."name") columns
    WHERE tables."type" = 'table' AND columns."name" = ${column} ORDER BY tables."name"`;
  return rows.map(({ name }) => name).filter((name) => name !== 'AuditEvent');
}

async function read(
  db: Db,
  table: string,
  { column, value }: { column: string; value: string },
): Promise<StoredRow[]> {
  const statement = `SELECT * FROM "${table}" WHERE "${column}" = ? ORDER BY 1`;
  const rows = await db.$queryRawUnsafe<Record<string, unknown>[]>(statement, value);
  return rows.map((values) => ({ table, id: typeof values['id'] === 'string' ? values['id'] : '', values }));
}
