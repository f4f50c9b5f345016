/** An own PostgreSQL database for a test. Importing this file makes the test run start the server. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDb } from '#prisma/client.ts';
import { migrate } from '#prisma/migrate.ts';
import { PRISMA_FOLDER } from './db.ts';
import type { TestDb } from './db.ts';

/** A migrated, empty database. */
export async function openPostgresqlTestDb(): Promise<TestDb> {
  const { url, drop } = await createEmptyPostgresql();
  await migrate({ url, prismaFolder: PRISMA_FOLDER });
  const db = createDb(url);
  const close = async () => {
    await db.$disconnect();
    await drop();
  };
  return { db, url, close };
}

/** A database without a table. */
export async function createEmptyPostgresql(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(inject('postgresqlUrl'));
  await runAsAdministrator(`CREATE DATABASE ${name}`);
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
