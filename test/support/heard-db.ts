/** A test's database by a second client that tells which statements it sends, and how SQLite runs them. */
import { createClient } from '@libsql/client';
import { createDb } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';

export type HeardDb = {
  db: Db;
  /** Statements sent since the last call, without BEGIN, COMMIT and the settings of a connection. */
  heard: () => string[];
  close: () => Promise<void>;
};

export function openHeardDb(url: string): HeardDb {
  const statements: string[] = [];
  const db = createDb(url, (sql) => {
    if (!/^(BEGIN|COMMIT|ROLLBACK|PRAGMA)/.test(sql)) statements.push(sql);
  });
  return { db, heard: () => statements.splice(0), close: () => db.$disconnect() };
}

/** The steps by which SQLite would run a statement: SEARCH by an index, SCAN of a table, sorting in a TEMP B-TREE. */
export async function queryPlan(url: string, sql: string): Promise<string[]> {
  const client = createClient({ url });
  const args = Array.from({ length: parametersIn(sql) }, () => null);
  const { rows } = await client.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args });
  client.close();
  return rows.map(({ detail }) => (typeof detail === 'string' ? detail : ''));
}

function parametersIn(sql: string): number {
  return sql.split('?').length - 1;
}
