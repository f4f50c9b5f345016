/** How a source is reached: stored, changed, and found again with its credentials. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Audit } from '#auth/audit/audit.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import type { Db, Tx } from '#prisma/client.ts';
import type { SourceCredentials } from '../http/credentials.ts';
import { parseMapping } from '../mapping/check-mapping.ts';
import { kindOfDialect } from '../mapping/mapping.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { NOT_BEGUN } from '../not-begun.server.ts';
import type { CredentialBox } from './sealed-credentials.server.ts';
import type { SourceConfig } from './source-config.ts';

export type StoreConnection = {
  config: SourceConfig;
  /** Null: keep those that are stored, if the address allows it. */
  credentials: SourceCredentials | null;
  isDemo: boolean;
  startedById: string | null;
};

export type StoredConnection =
  | {
      ok: true;
      sourceId: string;
      /** They were for another address and must be entered again. */
      areCredentialsGone: boolean;
    }
  | { ok: false; reason: 'name_taken' };

const SettingsJson = z.record(z.string(), z.string());

type Deps = { db: Db; audit: Audit; box: CredentialBox; now: () => Date };

/**
 * Adds a source, or changes the one of that name. A new one is not asked by itself before somebody begins. Credentials belong to scheme, host and port: when one of these
 * changes, those that are stored are thrown away in the same transaction.
 * @returns `name_taken` when a source of another kind has the name
 */
export async function storeConnection(deps: Deps, request: StoreConnection): Promise<StoredConnection> {
  return deps.db.$transaction(async (tx) => {
    const stored = await findStored(tx, request.config.name);
    if (
      stored !== null &&
      (stored.kind !== kindOfDialect(request.config.mapping.dialect) || stored.isDemo !== request.isDemo)
    ) {
      return { ok: false, reason: 'name_taken' };
    }
    const sourceId = stored?.id ?? (await addSource(tx, deps, request));
    const sealed = sealedFor(deps.box, { sourceId, stored: stored?.connection ?? null, request });
    const isBegun = stored !== null && stored.connection?.stoppedBy !== NOT_BEGUN;
    await writeConnection(tx, { sourceId, sealed, config: request.config, isBegun, at: deps.now() });
    await deps.audit.record(tx, {
      type: stored === null ? 'source_added' : 'source_changed',
      result: 'ok',
      actorId: request.startedById ?? SYSTEM_ACTOR,
      details: { sourceId },
      at: deps.now(),
    });
    const hadCredentials = (stored?.connection?.credentialsSealed ?? null) !== null;
    return { ok: true, sourceId, areCredentialsGone: hadCredentials && sealed === null };
  });
}

type StoredAddress = { address: string; credentialsSealed: string | null };

function findStored(tx: Tx, name: string) {
  return tx.source.findUnique({
    where: { name },
    select: {
      id: true,
      kind: true,
      isDemo: true,
      connection: { select: { address: true, credentialsSealed: true, stoppedBy: true } },
    },
  });
}

async function addSource(tx: Tx, { now }: Deps, { config, isDemo }: StoreConnection): Promise<string> {
  const id = randomUUID();
  await tx.source.create({
    data: { id, kind: kindOfDialect(config.mapping.dialect), name: config.name, isDemo, createdAt: now() },
    select: { id: true },
  });
  return id;
}

function sealedFor(
  box: CredentialBox,
  { sourceId, stored, request }: { sourceId: string; stored: StoredAddress | null; request: StoreConnection },
): string | null {
  const { origin } = request.config.address;
  if (request.credentials !== null) return box.seal({ sourceId, origin }, request.credentials);
  if (stored === null || new URL(stored.address).origin !== origin) return null;
  return stored.credentialsSealed;
}

type Written = { sourceId: string; sealed: string | null; config: SourceConfig; isBegun: boolean; at: Date };

async function writeConnection(tx: Tx, { sourceId, sealed, config, isBegun, at }: Written): Promise<void> {
  const data = {
    address: config.address.href,
    mappingJson: JSON.stringify(config.mapping),
    settingsJson: JSON.stringify(config.settings),
    timeZone: config.timeZone,
    everyMinutes: config.everyMinutes,
    credentialsSealed: sealed,
    changedAt: at,
    dueAt: at,
    // Whatever else stopped it may be mended by what was changed.
    stoppedBy: isBegun ? null : NOT_BEGUN,
  };
  await tx.sourceConnection.upsert({
    where: { sourceId },
    update: data,
    create: { sourceId, ...data },
    select: { sourceId: true },
  });
}

/**
 * Somebody has looked at the rows of a new source: from now on it is asked by itself, for the first time at once.
 * @returns false for one that was begun already, or is not there
 */
export async function beginConnection(
  { db, audit, now }: Pick<Deps, 'db' | 'audit' | 'now'>,
  { name, actorId }: { name: string; actorId: string | null },
): Promise<boolean> {
  const at = now();
  return db.$transaction(async (tx) => {
    const source = await tx.source.findUnique({ where: { name }, select: { id: true } });
    if (source === null) return false;
    const { count } = await tx.sourceConnection.updateMany({
      where: { sourceId: source.id, stoppedBy: NOT_BEGUN },
      data: { stoppedBy: null, dueAt: at },
    });
    if (count === 0) return false;
    const details = { sourceId: source.id, changed: 'begun' };
    await audit.record(tx, {
      type: 'source_changed',
      result: 'ok',
      actorId: actorId ?? SYSTEM_ACTOR,
      details,
      at,
    });
    return true;
  });
}

export type Connection = {
  sourceId: string;
  name: string;
  address: URL;
  mapping: Mapping;
  settings: Readonly<Record<string, string>>;
  timeZone: string;
  everyMinutes: number;
  credentials: SourceCredentials;
  /** A fault that a person must mend before the source is asked again by itself. */
  stoppedBy: string | null;
};

export type FoundConnection =
  { ok: true; connection: Connection } | { ok: false; reason: 'unknown' | 'credentials_missing' };

/** @returns `credentials_missing` when they went with a change of the address, or their key is gone */
export async function findConnection(
  { db, box }: Pick<Deps, 'db' | 'box'>,
  name: string,
): Promise<FoundConnection> {
  const source = await db.source.findUnique({
    where: { name },
    select: {
      id: true,
      connection: {
        select: {
          address: true,
          mappingJson: true,
          settingsJson: true,
          timeZone: true,
          everyMinutes: true,
          credentialsSealed: true,
          stoppedBy: true,
        },
      },
    },
  });
  if (source === null || source.connection === null) return { ok: false, reason: 'unknown' };
  const { address: text, mappingJson, settingsJson, credentialsSealed, ...others } = source.connection;
  const address = new URL(text);
  const owner = { sourceId: source.id, origin: address.origin };
  const credentials = credentialsSealed === null ? null : box.open(owner, credentialsSealed);
  if (credentials === null) return { ok: false, reason: 'credentials_missing' };
  const parsed = parseMapping(JSON.parse(mappingJson));
  if (!parsed.ok) throw new Error(`the stored mapping of ${name} is none: ${JSON.stringify(parsed.faults)}`);
  const settings = SettingsJson.parse(JSON.parse(settingsJson));
  const connection = {
    ...others,
    sourceId: source.id,
    name,
    address,
    mapping: parsed.mapping,
    settings,
    credentials,
  };
  return { ok: true, connection };
}
