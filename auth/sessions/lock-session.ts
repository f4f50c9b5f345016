import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { hashToken } from '../tokens/opaque-token.ts';

/** Why a session was locked; also what the audit log gives as the reason. */
export type LockReason = 'locked' | 'idle' | 'key_removed' | 'watcher_gone';

/**
 * Locks the session of a cookie at its holder's wish: it opens nothing until its own key resumes it. A cookie without a
 * session that goes on changes nothing.
 */
export async function lockSession(
  { db, audit, now }: AuthServices,
  { token, trace }: { token: string | null; trace: RequestTrace },
): Promise<void> {
  if (token === null) return;
  const which = { tokenHash: hashToken(token) };
  await db.$transaction((tx) => lockOne(tx, audit, { which, reason: 'locked', trace, at: now() }));
}

export type LockOne = {
  /** Names one session, with whatever must still be true of it. */
  which: { id?: string; tokenHash?: string; watchId?: string; watchedBy?: string; lastSeenAt?: Date };
  reason: LockReason;
  /** Default: the session's holder. */
  actorId?: string;
  trace?: RequestTrace;
  at: Date;
};

/** Locks a session that is neither over nor locked, and says so in the log. @returns whether there was one */
export async function lockOne(
  tx: Tx,
  audit: Audit,
  { which, reason, actorId, trace, at }: LockOne,
): Promise<boolean> {
  const where = { ...which, endedAt: null, lockedAt: null };
  const row = await tx.session.findFirst({
    where,
    select: { id: true, keyId: true, holderId: true, accountId: true, tier: true },
  });
  if (row === null) return false;
  const { id: sessionId, ...about } = row;
  const { count } = await tx.session.updateMany({
    where: { ...where, id: sessionId },
    data: { lockedAt: at, lockedReason: reason },
  });
  if (count === 0) return false;
  await audit.record(tx, {
    type: 'session_locked',
    result: 'ok',
    reason,
    actorId: actorId ?? about.holderId,
    sessionId,
    ...about,
    trace,
    at,
  });
  return true;
}
