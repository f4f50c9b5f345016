/** Who may send files to a source. The portal makes name and password itself and shows the password once. */
import { randomBytes } from 'node:crypto';
import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import { isWithin, parseAddress, parseNetwork } from '#auth/networks/network.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { hashToken, isSameHash, mintToken } from '#auth/tokens/opaque-token.ts';
import type { Db } from '#prisma/client.ts';

const LOGIN_BYTES = 4;

export type OpenExchangeAccess = {
  sourceName: string;
  /** CIDR; none: from any address. */
  networks: readonly string[];
  actor: StaffActor;
  trace: RequestTrace;
};

export type OpenExchangeAccessOutcome =
  | { ok: true; login: string; password: string }
  /** A source of this name is fed in another way. */
  | { ok: false; reason: 'other_kind' };

/** Opens the door for one 1C base, and closes the one it had before. */
export async function openExchangeAccess(
  { db, audit, now }: AuthServices,
  { sourceName, networks, actor, trace }: OpenExchangeAccess,
): Promise<OpenExchangeAccessOutcome> {
  const at = now();
  const [login, password] = [`1c-${randomBytes(LOGIN_BYTES).toString('hex')}`, mintToken()];
  const by = { actorId: actor.holderId, sessionId: actor.sessionId, tier: actor.tier, trace, at };
  return db.$transaction(async (tx) => {
    const source = await tx.source.upsert({
      where: { name: sourceName },
      update: {},
      create: { kind: 'commerceml', name: sourceName, createdAt: at },
      select: { id: true, kind: true, createdAt: true },
    });
    if (source.kind !== 'commerceml') return { ok: false, reason: 'other_kind' };
    const details = { sourceId: source.id };
    if (source.createdAt.getTime() === at.getTime())
      await audit.record(tx, { type: 'source_added', result: 'ok', ...by, details });
    await tx.exchangeAccess.updateMany({
      where: { sourceId: source.id, closedAt: null },
      data: { closedAt: at },
    });
    await tx.exchangeAccess.create({
      data: {
        sourceId: source.id,
        login,
        passwordHash: hashToken(password),
        networks: networks.join('\n'),
        createdById: actor.holderId,
        createdAt: at,
      },
      select: { id: true },
    });
    await audit.record(tx, { type: 'exchange_opened', result: 'ok', ...by, details });
    return { ok: true, login, password };
  });
}

export type ChangeExchangeAccess = { accessId: string; actor: StaffActor; trace: RequestTrace };

/** Closes the door: what 1C sends from now on is refused, and a run that goes on is cut at its next request. */
export async function closeExchangeAccess(
  { db, audit, now }: AuthServices,
  { accessId, actor, trace }: ChangeExchangeAccess,
): Promise<boolean> {
  const at = now();
  return db.$transaction(async (tx) => {
    const { count } = await tx.exchangeAccess.updateMany({
      where: { id: accessId, closedAt: null },
      data: { closedAt: at },
    });
    if (count === 0) return false;
    const { sourceId } = await tx.exchangeAccess.findUniqueOrThrow({
      where: { id: accessId },
      select: { sourceId: true },
    });
    const by = { actorId: actor.holderId, sessionId: actor.sessionId, tier: actor.tier, trace, at };
    await audit.record(tx, { type: 'exchange_closed', result: 'ok', ...by, details: { sourceId } });
    return true;
  });
}

/** Lets the next import remove more than a tenth of a kind: a person has looked at what the source lost. */
export async function allowRemovalOnce(
  { db, audit, now }: AuthServices,
  { accessId, actor, trace }: ChangeExchangeAccess,
): Promise<boolean> {
  const at = now();
  return db.$transaction(async (tx) => {
    const { count } = await tx.exchangeAccess.updateMany({
      where: { id: accessId, closedAt: null, isRemovalAllowed: false },
      data: { isRemovalAllowed: true },
    });
    if (count === 0) return false;
    const { sourceId } = await tx.exchangeAccess.findUniqueOrThrow({
      where: { id: accessId },
      select: { sourceId: true },
    });
    const by = { actorId: actor.holderId, sessionId: actor.sessionId, tier: actor.tier, trace, at };
    const details = { sourceId, allowed: 'removal' };
    await audit.record(tx, { type: 'source_changed', result: 'ok', ...by, details });
    return true;
  });
}

/** The open access that name, password and address together prove; null whatever of them is wrong. */
export async function findProvenAccess(
  db: Db,
  { login, password, address }: { login: string; password: string; address: string },
): Promise<{ id: string } | null> {
  const access = await db.exchangeAccess.findFirst({
    where: { login, closedAt: null },
    select: { id: true, passwordHash: true, networks: true },
  });
  const isRight = isSameHash(access?.passwordHash ?? hashToken(''), hashToken(password));
  if (access === null || !isRight || !isAllowedFrom(access.networks, address)) return null;
  return { id: access.id };
}

/** @param networks as they are stored: CIDR, one a line */
export function isAllowedFrom(networks: string, address: string): boolean {
  if (networks === '') return true;
  const asking = parseAddress(address);
  if (asking === null) return false;
  return networks.split('\n').some((text) => {
    const network = parseNetwork(text);
    return network !== null && isWithin(asking, network);
  });
}

export type ListedAccess = {
  id: string;
  sourceName: string;
  login: string;
  networks: readonly string[];
  lastUsedAt: Date | null;
  isRemovalAllowed: boolean;
};

/** The doors that are open now. */
export async function findOpenAccesses(db: Db): Promise<ListedAccess[]> {
  const rows = await db.exchangeAccess.findMany({
    where: { closedAt: null },
    orderBy: { source: { name: 'asc' } },
    select: {
      id: true,
      login: true,
      networks: true,
      lastUsedAt: true,
      isRemovalAllowed: true,
      source: { select: { name: true } },
    },
  });
  return rows.map(({ source, networks, ...row }) => ({
    ...row,
    sourceName: source.name,
    networks: networks === '' ? [] : networks.split('\n'),
  }));
}
