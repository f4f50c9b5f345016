import { existsSync } from 'node:fs';
import { getPolicy } from '#auth/policy/find-policy.ts';
import { FIDO2_MODELS } from '#auth/policy/key-model.ts';
import { findPolicyFaults } from '#auth/policy/policy.ts';
import { createDb } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import { parseDatabaseUrl } from '#prisma/database-url.ts';
import type { Env, EnvOutcome } from './env.server.ts';
import { readSecrets } from './secrets.server.ts';
import type { Secrets } from './secrets.server.ts';

export type StartCheck = { ok: true; env: Env; secrets: Secrets } | { ok: false; faults: string[] };

/** Said of a database that holds no installation yet. */
export const NOT_SET_UP = 'the installation is not set up; run: npm start';

/** Without these it is not known which database is meant, or what it should be held against. */
const NEEDED_FOR_DATABASE = ['BRELOK_MODE', 'ORIGIN', 'DATABASE_URL'];

/**
 * Holds settings, keys and database against each other, so that an operator sees every fault after one try.
 * Makes nothing: neither keys nor a database.
 */
export async function checkStart(read: EnvOutcome): Promise<StartCheck> {
  const { env } = read;
  const unread: ReadonlySet<string> = read.ok ? new Set() : read.unread;
  const ofSettings = read.ok ? [] : read.faults;
  if (unread.has('BRELOK_MODE')) return { ok: false, faults: ofSettings };

  const ofDatabase = NEEDED_FOR_DATABASE.some((name) => unread.has(name)) ? [] : await lookIntoDatabase(env);
  const loaded = readSecrets(env);
  if (read.ok && loaded.ok && ofDatabase.length === 0) return { ok: true, env, secrets: loaded.secrets };
  const isNew = ofDatabase.includes(NOT_SET_UP);
  const ofKeys = loaded.ok || (loaded.areMissing && isNew) ? [] : loaded.faults;
  return { ok: false, faults: [...ofSettings, ...ofKeys, ...ofDatabase] };
}

/**
 * What in the database forbids this start: other keys' relying party, demo data in production, a policy that claims
 * more than it checks. Empty when all is well.
 */
export async function findStartFaults(db: Db, env: Env): Promise<string[]> {
  const installation = await db.installation.findUnique({
    where: { id: 1 },
    select: { rpId: true, mode: true, demoLoadedAt: true },
  });
  if (installation === null) return [NOT_SET_UP];
  const faults: string[] = [];
  if (installation.rpId !== env.rpId) {
    faults.push(
      `RP_ID: keys here are bound to ${installation.rpId}, not to ${env.rpId}; they would all stop working`,
    );
  }
  const ofMode = faultOfMode(installation, env);
  if (ofMode !== null) faults.push(ofMode);
  const { policy } = await getPolicy(db);
  return [...faults, ...findPolicyFaults(policy, env.mode, await db.keyModel.count({ where: FIDO2_MODELS }))];
}

/**
 * Why no program in this mode may work on this database: its events would be chained with another mode's key, for
 * good. Null when there is no such reason, or no installation yet.
 */
export async function findModeFault(env: Env): Promise<string | null> {
  const db = createDb(env.databaseUrl);
  try {
    const installation = await db.installation.findUnique({
      where: { id: 1 },
      select: { mode: true, demoLoadedAt: true },
    });
    return installation && faultOfMode(installation, env);
  } finally {
    await db.$disconnect();
  }
}

function faultOfMode(installation: { mode: string; demoLoadedAt: Date | null }, env: Env): string | null {
  if (env.mode === 'production' && (installation.mode === 'demo' || installation.demoLoadedAt !== null)) {
    return 'DATABASE_URL: this database holds demo data; production needs an empty one of its own';
  }
  if (env.mode === 'demo' && installation.mode === 'production') {
    return 'BRELOK_MODE: this database belongs to a production installation; the demo does not touch it';
  }
  return null;
}

/** `isInUse`: something was written to it that the audit log tells of. */
export type DatabaseOutcome =
  { ok: true; hasTables: boolean; isInUse: boolean } | { ok: false; fault: string };

/** Whether the database answers, and what it holds. Makes no database where there is none. */
export async function findDatabase({ databaseUrl }: Env): Promise<DatabaseOutcome> {
  const address = parseDatabaseUrl(databaseUrl);
  if (address.provider === 'sqlite' && !existsSync(address.file)) return NO_DATABASE;
  const db = createDb(databaseUrl);
  try {
    if (!(await hasTables(db))) return NO_DATABASE;
    const event = await db.auditEvent.findFirst({ select: { seq: true } });
    return { ok: true, hasTables: true, isInUse: event !== null };
  } catch (error) {
    return { ok: false, fault: `DATABASE_URL: the database does not answer (${lastLineOf(error)})` };
  } finally {
    await db.$disconnect();
  }
}

const NO_DATABASE: DatabaseOutcome = { ok: true, hasTables: false, isInUse: false };

async function lookIntoDatabase(env: Env): Promise<string[]> {
  const found = await findDatabase(env);
  if (!found.ok) return [found.fault];
  if (!found.hasTables) return [NOT_SET_UP];
  const db = createDb(env.databaseUrl);
  try {
    return await findStartFaults(db, env);
  } finally {
    await db.$disconnect();
  }
}

async function hasTables(db: Db): Promise<boolean> {
  const rows: unknown[] =
    db.provider === 'sqlite'
      ? await db.$queryRaw`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'Installation'`
      : await db.$queryRaw`SELECT 1 FROM information_schema.tables
          WHERE table_schema = current_schema() AND table_name = 'Installation'`;
  return rows.length > 0;
}

/** The driver's own sentence; the lines above it tell where in our code it was met. It never holds the password. */
function lastLineOf(error: unknown): string {
  return (
    String(error instanceof Error ? error.message : error)
      .trim()
      .split('\n')
      .at(-1) ?? ''
  );
}
