/** One run of the exchange: what 1C may do between signing in and the end, and where its files lie meanwhile. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashToken, mintToken } from '#auth/tokens/opaque-token.ts';
import type { Db } from '#prisma/client.ts';
import { isAllowedFrom } from './exchange-access.server.ts';
import type { ExchangeKind } from './exchange-call.ts';

/** 1C asks again within seconds; a pause of an hour is a run that died. */
const IDLE_MS = 60 * 60 * 1_000;
/** A first export of a large base takes a night. */
const LONGEST_MS = 12 * 60 * 60 * 1_000;
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
/** Sessions that one run of the housekeeping ends. */
const ENDED_AT_ONCE = 100;

export type ExchangeSession = { id: string; accessId: string; kind: ExchangeKind };

/** Begins a run; earlier ones of the same kind that take nothing in at the moment are over. @returns the token for 1C */
export async function beginExchangeSession(
  db: Db,
  { accessId, kind, at }: { accessId: string; kind: ExchangeKind; at: Date },
): Promise<string> {
  const token = mintToken();
  await db.$transaction(async (tx) => {
    await tx.exchangeSession.updateMany({
      where: { accessId, kind, endedAt: null, importingAt: null },
      data: { endedAt: at },
    });
    await tx.exchangeSession.create({
      data: { accessId, kind, tokenHash: hashToken(token), createdAt: at, lastSeenAt: at },
      select: { id: true },
    });
    await tx.exchangeAccess.update({
      where: { id: accessId },
      data: { lastUsedAt: at },
      select: { id: true },
    });
  });
  return token;
}

/** The run that the token opens, if its door is still open for this address. It counts as seen now. */
export async function findExchangeSession(
  db: Db,
  { token, address, at }: { token: string; address: string; at: Date },
): Promise<ExchangeSession | null> {
  const session = await db.exchangeSession.findUnique({
    where: {
      tokenHash: hashToken(token),
      endedAt: null,
      lastSeenAt: { gt: new Date(at.getTime() - IDLE_MS) },
      createdAt: { gt: new Date(at.getTime() - LONGEST_MS) },
      access: { closedAt: null },
    },
    select: { id: true, accessId: true, kind: true, access: { select: { networks: true } } },
  });
  if (session === null || !isAllowedFrom(session.access.networks, address)) return null;
  await db.exchangeSession.updateMany({ where: { id: session.id }, data: { lastSeenAt: at } });
  return { id: session.id, accessId: session.accessId, kind: session.kind === 'sale' ? 'sale' : 'catalog' };
}

/** Ends runs that are over, deletes their files, and forgets them after a month. @returns how many ended */
export async function tidyExchangeSessions(
  db: Db,
  { dataDir, at }: { dataDir: string; at: Date },
): Promise<number> {
  const idleSince = new Date(at.getTime() - IDLE_MS);
  await db.exchangeSession.updateMany({
    where: {
      endedAt: null,
      OR: [{ lastSeenAt: { lt: idleSince } }, { access: { closedAt: { not: null } } }],
    },
    data: { endedAt: at },
  });
  const ended = await db.exchangeSession.findMany({
    where: { endedAt: { not: null }, files: { some: {} } },
    orderBy: { endedAt: 'asc' },
    take: ENDED_AT_ONCE,
    select: { id: true },
  });
  for (const { id } of ended) {
    await rm(folderOf(dataDir, id), { recursive: true, force: true });
    await db.exchangeFile.deleteMany({ where: { sessionId: id } });
  }
  await db.exchangeSession.deleteMany({
    where: { endedAt: { lt: new Date(at.getTime() - KEPT_MS) }, files: { none: {} } },
  });
  return ended.length;
}

/** Where the files of a run lie. */
export function folderOf(dataDir: string, sessionId: string): string {
  return join(dataDir, 'exchange', sessionId);
}
