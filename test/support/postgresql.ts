/** An own PostgreSQL database for a test. Importing this file makes the test run start the server. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDb } from '#prisma/client.ts';
import type { TestDb } from './db.ts';
import { POSTGRESQL_TEMPLATE } from './postgresql-server.ts';

/** A migrated, empty database: a clone of the run's template. */
export async function openPostgresqlTestDb(): Promise<TestDb> {
  const { url, drop } = await createDatabase(POSTGRESQL_TEMPLATE);
  const db = createDb(url);
  const close = async () => {
    await db.$disconnect();
    await drop();
  };
  return { db, url, close };
}

/** A database without a table. */
export function createEmptyPostgresql(): Promise<PostgresqlDatabase> {
  return createDatabase('template0');
}

type PostgresqlDatabase = { url: string; drop: () => Promise<void> };

async function createDatabase(template: string): Promise<PostgresqlDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(inject('postgresqlUrl'));
  await runAsAdministrator(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  url.pathname = name;
  return { url: url.href, drop: () => runAsAdministrator(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function runAsAdministrator(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresqlUrl') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
