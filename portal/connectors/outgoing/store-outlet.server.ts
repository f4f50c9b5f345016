/** How orders reach a source: stored, changed, closed, and found again with its credentials. */
import { z } from 'zod';
import type { Audit } from '#auth/audit/audit.ts';
import type { Db, Tx } from '#prisma/client.ts';
import type { CredentialBox, CredentialOwner } from '../connection/sealed-credentials.server.ts';
import type { SourceCredentials } from '../http/credentials.ts';
import { kindOfDialect } from '../mapping/mapping.ts';
import { parseOrderMapping } from './order-mapping.ts';
import type { OrderMapping } from './order-mapping.ts';
import type { OutletConfig } from './outlet-config.ts';

/** Those that the portal writes into; the others come for the orders, or read them as files. */
const WRITTEN_KINDS = ['odata', 'odoo', 'tryton', 'rest'] as const;
export type WrittenKind = (typeof WRITTEN_KINDS)[number];
export type OutletKind = WrittenKind | 'commerceml' | 'file';

/** Which outlet fits a source, by how the source is read. */
const KIND_OF_SOURCE: Readonly<Record<string, OutletKind>> = {
  odata: 'odata',
  odoo: 'odoo',
  tryton: 'tryton',
  rest: 'rest',
  commerceml: 'commerceml',
  'file-drop': 'file',
};

export function outletKindOf(sourceKind: string): OutletKind | null {
  return KIND_OF_SOURCE[sourceKind] ?? null;
}

export function isWrittenKind(kind: OutletKind): kind is WrittenKind {
  return WRITTEN_KINDS.some((written) => written === kind);
}

export type StoreOutlet = {
  sourceId: string;
  /** For an ERP that is asked; null for one that comes for the orders or reads them as files. */
  config: OutletConfig | null;
  /** Null: those that are stored stay, if the address allows it. */
  credentials: SourceCredentials | null;
  by: { actorId: string; sessionId?: string; tier?: number };
};

export type StoredOutlet =
  | { ok: true; areCredentialsGone: boolean }
  /**
   * `other_kind`: the mapping is for sources that speak something else. `same_account`: it is the account that reads;
   * orders are written by one that may write drafts and nothing else.
   */
  | { ok: false; reason: 'unknown_source' | 'config_missing' | 'other_kind' | 'same_account' };

type Deps = { db: Db; audit: Audit; box: CredentialBox; now: () => Date };

/** Opens the way for orders of a source, or changes it. Credentials of another address go in the same transaction. */
export async function storeOutlet(deps: Deps, request: StoreOutlet): Promise<StoredOutlet> {
  const { audit, box, now } = deps;
  return deps.db.$transaction(async (tx): Promise<StoredOutlet> => {
    const source = await findSource(tx, request.sourceId);
    const kind = source === null ? null : outletKindOf(source.kind);
    if (source === null || kind === null) return { ok: false, reason: 'unknown_source' };
    const { config } = request;
    if (isWrittenKind(kind) !== (config !== null)) return { ok: false, reason: 'config_missing' };
    if (config !== null && kindOfDialect(config.mapping.dialect) !== kind)
      return { ok: false, reason: 'other_kind' };
    if (isReadingAccount(box, source, request)) return { ok: false, reason: 'same_account' };
    const sealed = sealedFor(box, { sourceId: source.id, stored: source.outlet, request });
    await write(tx, { sourceId: source.id, kind, sealed, config, at: now() });
    await audit.record(tx, {
      type: 'source_changed',
      result: 'ok',
      ...request.by,
      details: { sourceId: source.id, changed: 'orders' },
      at: now(),
    });
    const hadCredentials = (source.outlet?.credentialsSealed ?? null) !== null;
    return { ok: true, areCredentialsGone: hadCredentials && sealed === null };
  });
}

/** No further order leaves; those that wait go on waiting. @returns whether it was open */
export async function closeOutlet(
  { db, audit, now }: Deps,
  { sourceId, by }: Pick<StoreOutlet, 'sourceId' | 'by'>,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.orderOutlet.updateMany({
      where: { sourceId, closedAt: null },
      data: { closedAt: now(), credentialsSealed: null },
    });
    if (count === 0) return false;
    const details = { sourceId, changed: 'orders-closed' };
    await audit.record(tx, { type: 'source_changed', result: 'ok', ...by, details, at: now() });
    return true;
  });
}

function findSource(tx: Tx, id: string) {
  return tx.source.findUnique({
    where: { id },
    select: {
      id: true,
      kind: true,
      connection: { select: { address: true, credentialsSealed: true } },
      outlet: { select: { address: true, credentialsSealed: true } },
    },
  });
}

type StoredAddress = { address: string | null; credentialsSealed: string | null };
type FoundSource = { id: string; kind: string; connection: StoredAddress | null };

function isReadingAccount(
  box: CredentialBox,
  { id: sourceId, kind, connection }: FoundSource,
  { credentials }: StoreOutlet,
): boolean {
  if (credentials === null || connection === null) return false;
  const { address, credentialsSealed: sealed } = connection;
  if (address === null || sealed === null) return false;
  const reading = box.open({ sourceId, origin: new URL(address).origin }, sealed);
  if (reading === null || reading.kind !== credentials.kind) return false;
  // Odoo 19 goes by the key alone, whatever user is named beside it.
  const isSameKey = kind === 'odoo' && passwordOf(reading) === passwordOf(credentials);
  return isSameKey || accountOf(reading) === accountOf(credentials);
}

function passwordOf(credentials: SourceCredentials): string | null {
  return credentials.kind === 'basic' ? credentials.password : null;
}

/** What names an account; the password does not. */
function accountOf(credentials: SourceCredentials): string {
  switch (credentials.kind) {
    case 'none':
      return '';
    case 'basic':
      return credentials.user;
    case 'bearer':
      return credentials.token;
    case 'header':
      // `token KEY:SECRET`: another secret is no other account.
      return credentials.value.split(':')[0] ?? '';
    case 'path':
      return credentials.path;
    case 'client-credentials':
      return credentials.clientId;
  }
}

/** Credentials that write open for nothing that reads, and the other way round. */
export function outletOwner(sourceId: string, address: URL): CredentialOwner {
  return { sourceId: `${sourceId} orders`, origin: address.origin };
}

function sealedFor(
  box: CredentialBox,
  { sourceId, stored, request }: { sourceId: string; stored: StoredAddress | null; request: StoreOutlet },
): string | null {
  const { config, credentials } = request;
  if (config === null) return null;
  if (credentials !== null) return box.seal(outletOwner(sourceId, config.address), credentials);
  if (!stored || stored.address === null || new URL(stored.address).origin !== config.address.origin)
    return null;
  return stored.credentialsSealed;
}

type Write = {
  sourceId: string;
  kind: OutletKind;
  sealed: string | null;
  config: OutletConfig | null;
  at: Date;
};

async function write(tx: Tx, { sourceId, kind, sealed, config, at }: Write): Promise<void> {
  const data = {
    kind,
    address: config?.address.href ?? null,
    mappingJson: config === null ? null : JSON.stringify(config.mapping),
    settingsJson: JSON.stringify(config?.settings ?? {}),
    credentialsSealed: sealed,
    changedAt: at,
    closedAt: null,
    // Whatever stopped it may be mended by what was changed.
    stoppedBy: null,
  };
  await tx.orderOutlet.upsert({
    where: { sourceId },
    update: data,
    create: { sourceId, ...data },
    select: { sourceId: true },
  });
}

export type OpenOutlet = {
  source: { id: string; name: string };
} & (
  | { kind: 'commerceml' | 'file' }
  | {
      kind: 'written';
      address: URL;
      mapping: OrderMapping;
      settings: Readonly<Record<string, string>>;
      credentials: SourceCredentials;
    }
);

const SettingsJson = z.record(z.string(), z.string());

/** The way for a source's orders; null while there is none, it is closed, or its credentials are missing. */
export async function findOpenOutlet(
  { db, box }: Pick<Deps, 'db' | 'box'>,
  sourceId: string,
): Promise<OpenOutlet | null> {
  const row = await db.orderOutlet.findFirst({
    where: { sourceId, closedAt: null },
    select: {
      kind: true,
      address: true,
      mappingJson: true,
      settingsJson: true,
      credentialsSealed: true,
      source: { select: { id: true, name: true } },
    },
  });
  if (row === null) return null;
  const { source } = row;
  if (row.kind === 'commerceml' || row.kind === 'file') return { source, kind: row.kind };
  if (row.address === null || row.mappingJson === null || row.credentialsSealed === null) return null;
  const address = new URL(row.address);
  const credentials = box.open(outletOwner(sourceId, address), row.credentialsSealed);
  const parsed = parseOrderMapping(JSON.parse(row.mappingJson));
  if (!parsed.ok) throw new Error(`the stored mapping for orders of ${source.name} is none`);
  if (credentials === null) return null;
  const settings = SettingsJson.parse(JSON.parse(row.settingsJson));
  return { source, kind: 'written', address, mapping: parsed.mapping, settings, credentials };
}
