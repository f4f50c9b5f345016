import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { migrate } from '#prisma/migrate.ts';
import {
  migrationNames,
  postgresqlDifference,
  postgresqlFromNothing,
  sqliteDifference,
} from '#prisma/schema-diff.mjs';
import { PRISMA_FOLDER } from '#test/support/db.ts';
import { createEmptyPostgresql } from '#test/support/postgresql.ts';

const COLUMNS = `SELECT table_name, column_name, data_type, datetime_precision, is_nullable, column_default
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
  ORDER BY table_name, column_name`;
const INDEXES = `SELECT tablename, indexname, indexdef FROM pg_indexes
  WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY tablename, indexname`;
const CONSTRAINTS = `SELECT conrelid::regclass::text AS table_name, conname, pg_get_constraintdef(oid) AS definition
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  AND conrelid::regclass::text <> '_prisma_migrations' ORDER BY 1, 2`;

const dropAll: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const drop of dropAll.splice(0)) await drop();
});

test('SQLite migrations make exactly the tables that the models describe', async () => {
  expect(await sqliteDifference()).toBe('');
});

test('a model that no SQLite migration makes is noticed', async () => {
  expect(await sqliteDifference([])).toContain('CREATE TABLE "Holder"');
});

test('the models kept beside the newest PostgreSQL migration are the models of today', async () => {
  expect(await postgresqlDifference()).toBe('');
});

test('PostgreSQL migrations make exactly the tables that the models describe', async () => {
  const migrated = await emptyDatabase();
  await migrate({ url: migrated, prismaFolder: PRISMA_FOLDER });
  const described = await emptyDatabase();
  await run(described, await postgresqlFromNothing());

  for (const question of [COLUMNS, INDEXES, CONSTRAINTS]) {
    expect(await rowsOf(migrated, question)).toEqual(await rowsOf(described, question));
  }
});

test('both databases have the same migrations by name', () => {
  expect(migrationNames('postgresql')).toEqual(migrationNames('sqlite'));
});

async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createEmptyPostgresql();
  dropAll.push(drop);
  return url;
}

async function rowsOf(url: string, sql: string): Promise<unknown[]> {
  const { rows } = await run(url, sql);
  expect(rows.length).toBeGreaterThan(0);
  return rows;
}

async function run(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(sql);
  } finally {
    await client.end();
  }
}
