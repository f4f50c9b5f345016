/**
 * Brings a database up to date. Migrations are plain SQL in prisma/DATABASE/migrations/NNNN_name/migration.sql;
 * what was applied stands in Prisma's own table `_prisma_migrations`, so Prisma's tools understand it.
 * All pending migrations are applied together or not at all, and two runners at once wait for each other.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDatabaseUrl } from './database-url.ts';
import { openPostgresqlForMigration, openSqliteForMigration } from './migration-connection.ts';
import type { MigrationConnection } from './migration-connection.ts';

export type MigrationErrorCode = 'migration_edited' | 'migration_unknown' | 'migration_failed';

/** The database is as it was before. `migrationName` says which migration is in the way. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly code: MigrationErrorCode;
  readonly migrationName: string;

  constructor(code: MigrationErrorCode, migrationName: string, cause?: unknown) {
    super(`${migrationName}: ${EXPLANATION[code]}`, { cause });
    this.code = code;
    this.migrationName = migrationName;
  }
}

const EXPLANATION: Record<MigrationErrorCode, string> = {
  migration_edited: 'this migration was changed after it had been applied; restore its file',
  migration_unknown: 'the database was migrated by a newer version of the program; install that version',
  migration_failed: 'this migration failed; nothing was changed',
};

type Migration = { name: string; sql: string; checksum: string };

/**
 * Applies what is pending.
 * @param prismaFolder the project's prisma/ folder, found by the caller (bundled code can't know where it lies)
 * @returns names of the migrations applied now, oldest first; empty when the database was up to date
 * @throws MigrationError `migration_edited`, `migration_unknown`, `migration_failed`
 */
export async function migrate({
  url,
  prismaFolder,
}: {
  url: string;
  prismaFolder: string;
}): Promise<{ applied: string[] }> {
  const { provider } = parseDatabaseUrl(url);
  const migrations = await readMigrations(join(prismaFolder, provider, 'migrations'));
  const connection =
    provider === 'sqlite' ? await openSqliteForMigration(url) : await openPostgresqlForMigration(url);
  try {
    return { applied: await applyPending(connection, migrations) };
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    await connection.close();
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readMigration(folder, name)));
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

async function applyPending(connection: MigrationConnection, migrations: Migration[]): Promise<string[]> {
  const checksums = await connection.readApplied();
  requireKnown(checksums, migrations);
  const pending = migrations.filter((migration) => isPending(migration, checksums));
  for (const migration of pending) await apply(connection, migration);
  await connection.commit();
  return pending.map((migration) => migration.name);
}

function requireKnown(checksums: ReadonlyMap<string, string>, migrations: Migration[]): void {
  const known = new Set(migrations.map((migration) => migration.name));
  for (const name of checksums.keys()) {
    if (!known.has(name)) throw new MigrationError('migration_unknown', name);
  }
}

function isPending({ name, checksum }: Migration, checksums: ReadonlyMap<string, string>): boolean {
  const applied = checksums.get(name);
  if (applied === undefined) return true;
  if (applied !== checksum) throw new MigrationError('migration_edited', name);
  return false;
}

async function apply(connection: MigrationConnection, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await connection.runScript(sql);
    await connection.recordApplied({ id: randomUUID(), name, checksum });
  } catch (error) {
    throw new MigrationError('migration_failed', name, error);
  }
}
