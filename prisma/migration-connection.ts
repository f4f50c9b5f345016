/** One open transaction in which migrations run, in either database. */
import { createClient } from '@libsql/client';
import type { Row } from '@libsql/client';
import pg from 'pg';

export interface MigrationConnection {
  /** Checksums by name of the migrations that are in force. */
  readApplied(): Promise<ReadonlyMap<string, string>>;
  runScript(sql: string): Promise<void>;
  recordApplied(migration: { id: string; name: string; checksum: string }): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  close(): Promise<void>;
}

/** Another process's migration or write is waited for this long, without serving anybody meanwhile. */
const SQLITE_PATIENCE_MS = 30_000;
/** Any number, as long as every runner takes the same: it reads "brelokmg" in ASCII. */
const POSTGRESQL_LOCK = 0x6272656c6f6b6d67n;

const SELECT_APPLIED = `SELECT "migration_name", "checksum" FROM "_prisma_migrations"
  WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`;

const CREATE_TABLE_SQLITE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

const CREATE_TABLE_POSTGRESQL = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Foreign keys are not enforced while tables are rebuilt (SQLite can't alter most of a table in place), but all of
 * them are checked after each migration.
 */
export async function openSqliteForMigration(url: string): Promise<MigrationConnection> {
  const client = createClient({ url, timeout: SQLITE_PATIENCE_MS });
  await client.execute('PRAGMA journal_mode = WAL');
  await client.execute('PRAGMA foreign_keys = OFF');
  const tx = await client.transaction('write');
  return {
    async readApplied() {
      await tx.execute(CREATE_TABLE_SQLITE);
      const { rows } = await tx.execute(SELECT_APPLIED);
      return new Map(rows.map((row) => [textIn(row, 'migration_name'), textIn(row, 'checksum')]));
    },
    async runScript(sql) {
      await tx.executeMultiple(sql);
      const { rows } = await tx.execute('PRAGMA foreign_key_check');
      const [fault] = rows;
      if (fault) throw new Error(`a row of ${textIn(fault, 'table')} refers to a missing row`);
    },
    async recordApplied({ id, name, checksum }) {
      await tx.execute({
        sql: `INSERT INTO "_prisma_migrations"
          ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count")
          VALUES (?, ?, unixepoch() * 1000, ?, unixepoch() * 1000, 1)`,
        args: [id, checksum, name],
      });
    },
    commit: () => tx.commit(),
    async rollback() {
      if (!tx.closed) await tx.rollback(); // some faults, a full disk for one, have undone it already
    },
    async close() {
      tx.close();
      client.close();
    },
  };
}

/** The lock is held until the transaction ends, so a second runner finds the work of the first one done. */
export async function openPostgresqlForMigration(url: string): Promise<MigrationConnection> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [POSTGRESQL_LOCK]);
  return {
    async readApplied() {
      await client.query(CREATE_TABLE_POSTGRESQL);
      const { rows } = await client.query<{ migration_name: string; checksum: string }>(SELECT_APPLIED);
      return new Map(rows.map((row) => [row.migration_name, row.checksum]));
    },
    async runScript(sql) {
      await client.query(sql);
    },
    async recordApplied({ id, name, checksum }) {
      await client.query(
        `INSERT INTO "_prisma_migrations"
          ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count")
          VALUES ($1, $2, now(), $3, now(), 1)`,
        [id, checksum, name],
      );
    },
    async commit() {
      await client.query('COMMIT');
    },
    async rollback() {
      await client.query('ROLLBACK');
    },
    close: () => client.end(),
  };
}

function textIn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`${column} is not text`);
  return value;
}
