/** Where carriers' reports come from: opened, given new secrets and closed by an administrator. */
import { randomUUID } from 'node:crypto';
import { actedBy } from '#auth/audit/acted-by.ts';
import type { RequestTrace } from '#auth/auth-services.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { hashToken, mintToken } from '#auth/tokens/opaque-token.ts';
import { cdekCredentials, lockReadModel, trackingOwner } from '#portal/connectors/carrier-events.server.ts';
import { isUniqueViolation } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import type { PortalServices } from '../portal-services.server.ts';

export type TrackingKind = 'cdek' | 'tracking-inbox';

type Deps = Pick<PortalServices, 'db' | 'audit' | 'asking' | 'now'>;
type By = { actor: StaffActor; trace: RequestTrace };

/** Who writes the new secret into their program needs a day for it. */
export const OVERLAP_HOURS = 24;
const HOUR_MS = 3_600_000;

export type OpenedInbox =
  { ok: true; sourceId: string; secret: string } | { ok: false; reason: 'name_taken' };

/** The secret is in this answer and, sealed, in the database. */
export async function openInbox(
  deps: Deps,
  request: { name: string; carriers: readonly string[]; networks: readonly string[]; isDemo: boolean } & By,
): Promise<OpenedInbox> {
  const secret = mintToken();
  const sourceId = randomUUID();
  const credentialsSealed = sealInbox(deps, sourceId, secret);
  const { name, isDemo, actor, trace } = request;
  const isOpened = await addSource(deps, {
    source: { id: sourceId, kind: 'tracking-inbox', name, isDemo },
    by: { actor, trace },
    tracking: {
      carriers: request.carriers.join('\n'),
      networks: request.networks.join('\n'),
      address: null,
      credentialsSealed,
    },
  });
  return isOpened ? { ok: true, sourceId, secret } : { ok: false, reason: 'name_taken' };
}

export type OpenedCdek = { ok: true; sourceId: string; hint: string } | { ok: false; reason: 'name_taken' };

/** The hint's secret is in this answer; the database has its hash. */
export async function openCdekSource(
  deps: Deps,
  request: { name: string; address: URL; account: string; password: string; isDemo: boolean } & By,
): Promise<OpenedCdek> {
  const hint = mintToken();
  const sourceId = randomUUID();
  const { name, address, account, password, isDemo, actor, trace } = request;
  const credentials = cdekCredentials(address, { account, password });
  const isOpened = await addSource(deps, {
    source: { id: sourceId, kind: 'cdek', name, isDemo },
    by: { actor, trace },
    tracking: {
      carriers: 'CDEK',
      networks: '',
      address: address.href,
      hintHash: hashToken(hint),
      credentialsSealed: deps.asking.box.seal(trackingOwner(sourceId, address.href), credentials),
    },
  });
  return isOpened ? { ok: true, sourceId, hint } : { ok: false, reason: 'name_taken' };
}

type NewSource = {
  source: { id: string; kind: TrackingKind; name: string; isDemo: boolean };
  tracking: {
    carriers: string;
    networks: string;
    address: string | null;
    credentialsSealed: string;
    hintHash?: string;
  };
  by: By;
};

/** @returns whether the name was free; of two who take it at once one gets it */
async function addSource(deps: Deps, added: NewSource): Promise<boolean> {
  try {
    await writeSource(deps, added);
    return true;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return false;
  }
}

async function writeSource({ db, audit, now }: Deps, { source, tracking, by }: NewSource): Promise<void> {
  const at = now();
  await db.$transaction(async (tx) => {
    await tx.source.create({ data: { ...source, createdAt: at }, select: { id: true } });
    const row = { sourceId: source.id, ...tracking, changedAt: at, dueAt: at };
    await tx.trackingSource.create({ data: row, select: { sourceId: true } });
    const details = { sourceId: source.id };
    await audit.record(tx, { type: 'source_added', result: 'ok', ...byOf(by, at), details });
  });
}

function byOf({ actor, trace }: By, at: Date) {
  return { ...actedBy(actor), trace, at };
}

/**
 * A new secret for an inbox. The one of before stays good for a day, unless it is said to be known to others.
 * @returns null when there is no such open inbox
 */
export async function rotateInbox(
  deps: Deps,
  { sourceId, endsFormer, ...by }: { sourceId: string; endsFormer: boolean } & By,
): Promise<string | null> {
  const at = deps.now();
  const secret = mintToken();
  const sealed = sealInbox(deps, sourceId, secret);
  return deps.db.$transaction(async (tx) => {
    const stored = await tx.trackingSource.findFirst({
      where: { sourceId, closedAt: null, address: null },
      select: { credentialsSealed: true },
    });
    if (stored === null) return null;
    const former = endsFormer
      ? { formerSealed: null, formerUntil: null }
      : {
          formerSealed: stored.credentialsSealed,
          formerUntil: new Date(at.getTime() + OVERLAP_HOURS * HOUR_MS),
        };
    const { count } = await tx.trackingSource.updateMany({
      where: { sourceId, closedAt: null, credentialsSealed: stored.credentialsSealed },
      data: { credentialsSealed: sealed, changedAt: at, ...former },
    });
    if (count === 0) return null;
    await recordChange(tx, deps, { sourceId, by, at });
    return secret;
  });
}

/**
 * A new account and password for a carrier that is asked: at the same address, under the same source, so that what it
 * told is not told a second time. A source that was stopped is asked again at once.
 * @returns false when there is no such open source
 */
export async function renewCdekKeys(
  deps: Deps,
  { sourceId, account, password, ...by }: { sourceId: string; account: string; password: string } & By,
): Promise<boolean> {
  const at = deps.now();
  return deps.db.$transaction(async (tx) => {
    const isRenewable = { sourceId, closedAt: null, source: { kind: 'cdek' } };
    const row = await tx.trackingSource.findFirst({ where: isRenewable, select: { address: true } });
    if (row === null || row.address === null) return false;
    const { address } = row;
    const credentials = cdekCredentials(new URL(address), { account, password });
    const credentialsSealed = deps.asking.box.seal(trackingOwner(sourceId, address), credentials);
    const { count } = await tx.trackingSource.updateMany({
      where: { sourceId, closedAt: null, address },
      data: { credentialsSealed, changedAt: at, dueAt: at, stoppedBy: null, ...NO_FAULT },
    });
    if (count === 0) return false;
    await recordChange(tx, deps, { sourceId, by, at });
    return true;
  });
}

const NO_FAULT = { fault: null, faultDetail: null, faultAt: null };

/** Nothing is asked or taken any more; what is shown stays, and what found no shipment yet is forgotten. */
export async function closeTrackingSource(
  deps: Deps,
  { sourceId, ...by }: { sourceId: string } & By,
): Promise<boolean> {
  const at = deps.now();
  return deps.db.$transaction(async (tx) => {
    await lockReadModel(tx);
    const { count } = await tx.trackingSource.updateMany({
      where: { sourceId, closedAt: null },
      data: { closedAt: at, credentialsSealed: null, formerSealed: null, formerUntil: null, hintHash: null },
    });
    if (count === 0) return false;
    await tx.heldTrackingEvent.deleteMany({ where: { sourceId } });
    await recordChange(tx, deps, { sourceId, by, at });
    return true;
  });
}

async function recordChange(
  tx: Tx,
  { audit }: Deps,
  { sourceId, by, at }: { sourceId: string; by: By; at: Date },
): Promise<void> {
  await audit.record(tx, { type: 'source_changed', result: 'ok', ...byOf(by, at), details: { sourceId } });
}

function sealInbox({ asking }: Pick<Deps, 'asking'>, sourceId: string, secret: string): string {
  return asking.box.seal(trackingOwner(sourceId, null), { kind: 'bearer', token: secret });
}

export type Inbox = { sourceId: string; carriers: string[]; networks: string; secrets: string[] };

/** An open inbox with the secrets that are good now; null when there is none. */
export async function findInbox(
  { db, asking, now }: Pick<Deps, 'db' | 'asking' | 'now'>,
  sourceId: string,
): Promise<Inbox | null> {
  const row = await db.trackingSource.findFirst({
    where: { sourceId, closedAt: null, address: null },
    select: {
      carriers: true,
      networks: true,
      credentialsSealed: true,
      formerSealed: true,
      formerUntil: true,
    },
  });
  if (row === null) return null;
  const isFormerGood = row.formerUntil !== null && row.formerUntil > now();
  const secrets = [row.credentialsSealed, isFormerGood ? row.formerSealed : null].flatMap((sealed) => {
    const opened = sealed === null ? null : asking.box.open(trackingOwner(sourceId, null), sealed);
    return opened?.kind === 'bearer' ? [opened.token] : [];
  });
  return { sourceId, carriers: row.carriers.split('\n'), networks: row.networks, secrets };
}
