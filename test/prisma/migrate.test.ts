import { appendFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { createDb } from '#prisma/client.ts';
import { migrate } from '#prisma/migrate.ts';
import { migrationNames } from '#prisma/schema-diff.mjs';
import { PRISMA_FOLDER } from '#test/support/db.ts';
import { createEmptyPostgresql } from '#test/support/postgresql.ts';

const ALL = migrationNames('sqlite');
const endings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

describe.each([
  { provider: 'sqlite' as const, emptyDatabase: emptySqlite },
  { provider: 'postgresql' as const, emptyDatabase: emptyPostgresql },
])('migrating $provider', ({ provider, emptyDatabase }) => {
  test('an empty database receives every migration, and a second run has nothing to do', async () => {
    const url = await emptyDatabase();

    expect(await migrate({ url, prismaFolder: PRISMA_FOLDER })).toEqual({ applied: ALL });
    expect(await migrate({ url, prismaFolder: PRISMA_FOLDER })).toEqual({ applied: [] });
  });

  test('what was applied is written down as Prisma itself does it', async () => {
    const url = await emptyDatabase();
    await migrate({ url, prismaFolder: PRISMA_FOLDER });

    const rows = await appliedRows(url);
    expect(rows).toHaveLength(ALL.length);
    expect(rows[0]).toMatchObject({
      migration_name: ALL[0],
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      rolled_back_at: null,
      logs: null,
    });
    expect(Number(rows[0]?.['applied_steps_count'])).toBe(1);
    expect(rows[0]?.['finished_at']).not.toBeNull();
  });

  test('two runners at once: one does the work, the other finds it done', async () => {
    const url = await emptyDatabase();

    const results = await Promise.all([
      migrate({ url, prismaFolder: PRISMA_FOLDER }),
      migrate({ url, prismaFolder: PRISMA_FOLDER }),
    ]);
    expect(results.flatMap(({ applied }) => applied)).toEqual(ALL);
  });

  test('a migration that fails half-way changes nothing, not even those before it', async () => {
    const url = await emptyDatabase();
    const prismaFolder = await copyOfMigrations(provider);
    await addMigration(
      prismaFolder,
      provider,
      'CREATE TABLE "Half" ("id" TEXT); SELECT * FROM "NoSuchTable";',
    );

    await expect(migrate({ url, prismaFolder })).rejects.toMatchObject({
      code: 'migration_failed',
      migrationName: '9000_added',
    });
    expect(await migrate({ url, prismaFolder: PRISMA_FOLDER })).toEqual({ applied: ALL });
  });

  test('a migration edited after it was applied is refused by name', async () => {
    const url = await emptyDatabase();
    const prismaFolder = await copyOfMigrations(provider);
    await migrate({ url, prismaFolder });
    await appendFile(
      join(prismaFolder, provider, 'migrations', ALL[0] ?? '', 'migration.sql'),
      '-- edited\n',
    );

    await expect(migrate({ url, prismaFolder })).rejects.toMatchObject({
      code: 'migration_edited',
      migrationName: ALL[0],
    });
  });

  test('a database that a newer version has migrated is left alone', async () => {
    const url = await emptyDatabase();
    const newer = await copyOfMigrations(provider);
    await addMigration(newer, provider, 'CREATE TABLE "Later" ("id" TEXT);');
    expect((await migrate({ url, prismaFolder: newer })).applied).toContain('9000_added');

    await expect(migrate({ url, prismaFolder: PRISMA_FOLDER })).rejects.toMatchObject({
      code: 'migration_unknown',
      migrationName: '9000_added',
    });
  });
});

test('a SQLite migration that leaves a row referring to nothing is undone', async () => {
  const url = await emptySqlite();
  const prismaFolder = await copyOfMigrations('sqlite');
  await addMigration(
    prismaFolder,
    'sqlite',
    `INSERT INTO "Key" ("id", "status", "holderId", "label", "issuedAt") VALUES ('k', 'active', 'nobody', 'K', 0);`,
  );

  await expect(migrate({ url, prismaFolder })).rejects.toMatchObject({ code: 'migration_failed' });
  expect(await migrate({ url, prismaFolder: PRISMA_FOLDER })).toEqual({ applied: ALL });
});

async function emptySqlite(): Promise<string> {
  return `file:${join(inject('testFolder'), `${randomUUID()}.db`)}`;
}

async function emptyPostgresql(): Promise<string> {
  const { url, drop } = await createEmptyPostgresql();
  endings.push(drop);
  return url;
}

async function copyOfMigrations(provider: 'sqlite' | 'postgresql'): Promise<string> {
  const folder = join(inject('testFolder'), randomUUID());
  await cp(join(PRISMA_FOLDER, provider, 'migrations'), join(folder, provider, 'migrations'), {
    recursive: true,
  });
  return folder;
}

async function addMigration(
  prismaFolder: string,
  provider: 'sqlite' | 'postgresql',
  sql: string,
): Promise<void> {
  const folder = join(prismaFolder, provider, 'migrations', '9000_added');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
}

async function appliedRows(url: string): Promise<Record<string, unknown>[]> {
  const db = createDb(url);
  endings.push(() => db.$disconnect());
  return db.$queryRaw`SELECT * FROM "_prisma_migrations" ORDER BY "migration_name"`;
}
