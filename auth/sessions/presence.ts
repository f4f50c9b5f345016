/**
 * Whether somebody watches that a session's key is plugged in (SES-07). A key-agent that has proven itself begins a watch,
 * sends a signed heartbeat every five seconds, and says at once when the key is pulled out. Who signed is the caller's to
 * verify; here is what it does to the session. Nobody can watch a FIDO2 key from a page: without an agent such a session
 * simply is not watched, and a key that only an agent can read opens nothing without one.
 */
import type { Db, Tx } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { mintToken } from '../tokens/opaque-token.ts';
import { lockOne } from './lock-session.ts';
import { goneBefore } from './watcher.ts';

export type BeginWatch = {
  sessionId: string;
  keyId: string;
  agentId: string;
  /** The name under which that agent will report; minted where it is absent. */
  watchId?: string;
  /** Where that agent keeps its own key; what an old key opens may depend on it. */
  agentProtection?: string;
  now: Date;
};

/**
 * An agent that has just proven that it sees the session's key begins to watch it.
 * @returns the name of this watch, which every heartbeat must carry; null where the session is over or locked, has another
 *   key, or is watched by another agent that is there
 */
export async function beginWatch(
  tx: Tx,
  { sessionId, keyId, agentId, watchId = mintToken(), agentProtection, now }: BeginWatch,
): Promise<{ watchId: string } | null> {
  const { count } = await tx.session.updateMany({
    where: {
      id: sessionId,
      keyId,
      ...OPEN,
      OR: [{ watchId: null }, { watchedBy: agentId }, { presenceSeenAt: { lte: goneBefore(now) } }],
    },
    data: {
      watchId,
      watchedBy: agentId,
      agentProtection: agentProtection ?? null,
      presenceSeenAt: now,
      presenceSequence: 0,
    },
  });
  return count === 1 ? { watchId } : null;
}

export type Heartbeat = {
  watchId: string;
  /** Whose signature the heartbeat bears. */
  agentId: string;
  /** Rises by at least one with each heartbeat of a watch; one that was recorded is worth nothing. */
  sequence: number;
};

/**
 * Notes that the key is still plugged in. It never moves the idle limit: a key is no person.
 * @returns `not_taken` for a heartbeat of another agent or watch, an old one, and one that comes after the watch had
 *   lapsed: that session is locked and stays so
 */
export async function notePresence(
  { db, now }: Pick<AuthServices, 'now'> & { db: Db },
  { watchId, agentId, sequence }: Heartbeat,
): Promise<{ ok: true } | { ok: false; reason: 'not_taken' }> {
  const at = now();
  const { count } = await db.session.updateMany({
    where: {
      watchId,
      watchedBy: agentId,
      ...OPEN,
      presenceSequence: { lt: sequence },
      presenceSeenAt: { gt: goneBefore(at) },
    },
    data: { presenceSeenAt: at, presenceSequence: sequence },
  });
  return count === 1 ? { ok: true } : { ok: false, reason: 'not_taken' };
}

/** Locks the session whose key was pulled out. Telling it twice changes nothing. @returns whether this locked it */
export async function noteRemoval(
  { db, audit, now }: AuthServices,
  { watchId, agentId, trace }: { watchId: string; agentId: string; trace: RequestTrace },
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const which = { watchId, watchedBy: agentId };
    return lockOne(tx, audit, { which, reason: 'key_removed', actorId: SYSTEM_ACTOR, trace, at: now() });
  });
}

const OPEN = { endedAt: null, lockedAt: null } as const;
