/** A real database for each test: a clone of the migrated template, thrown away at the end. */
import { constants } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject, test as base } from 'vitest';
import { createDb } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';

/** Where `migrate` finds the migrations. */
export const PRISMA_FOLDER = fileURLToPath(new URL('../../prisma', import.meta.url));

export type TestDb = { db: Db; url: string; close: () => Promise<void> };

/** `test('…', async ({ db }) => …)`: the test has its own empty database. `databaseUrl` is for other processes. */
export const test = base.extend<{ testDb: TestDb; db: Db; databaseUrl: string }>({
  // Vitest reads from the pattern which fixtures are wanted; an empty one means none.
  // oxlint-disable-next-line no-empty-pattern
  testDb: async ({}, use) => {
    const testDb = await openTestDb();
    await use(testDb);
    await testDb.close();
  },
  db: ({ testDb }, use) => use(testDb.db),
  databaseUrl: ({ testDb }, use) => use(testDb.url),
});

/** An empty, migrated SQLite database, for tests that want one outside the fixture (one for a whole file). */
export async function openTestDb(): Promise<TestDb> {
  const file = await cloneTemplate();
  const url = `file:${file}`;
  const db = createDb(url);
  const close = async () => {
    await db.$disconnect();
    await removeDatabase(file);
  };
  return { db, url, close };
}

async function cloneTemplate(): Promise<string> {
  const file = join(inject('testFolder'), `${randomUUID()}.db`);
  await copyFile(inject('templateDatabase'), file, constants.COPYFILE_FICLONE);
  return file;
}

async function removeDatabase(file: string): Promise<void> {
  await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(file + suffix, { force: true })));
}
