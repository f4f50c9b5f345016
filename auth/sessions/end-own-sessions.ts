import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { Actor } from '../permissions/actor.ts';

export type EndOwnSession = { sessionId: string; actor: Actor; trace: RequestTrace };

/**
 * Ends another session of the same person (SES-06). The one they sit in ends by signing out, which also clears
 * the browser.
 * @returns `not_found` for somebody else's session as for one that is over or never was
 */
export async function endOwnSession(
  { db, audit, now }: AuthServices,
  { sessionId, actor, trace }: EndOwnSession,
): Promise<{ ok: true } | { ok: false; reason: 'not_found' }> {
  const at = now();
  return db.$transaction(async (tx) => {
    const ended = await tx.session.findFirst({
      where: { id: sessionId, ...othersOf(actor) },
      select: { keyId: true, accountId: true },
    });
    if (ended === null || (await endOthers(tx, { actor, at, id: sessionId })) === 0) {
      return { ok: false, reason: 'not_found' };
    }
    await audit.record(tx, {
      type: 'session_ended',
      result: 'ok',
      reason: 'ended_elsewhere',
      ...actedBy(actor),
      holderId: actor.holderId,
      sessionId,
      ...ended,
      details: { endedFrom: actor.sessionId },
      trace,
      at,
    });
    return { ok: true };
  });
}

/** Ends all sessions of the person but the one they sit in. @returns how many were open */
export async function endOtherSessions(
  { db, audit, now }: AuthServices,
  { actor, trace }: { actor: Actor; trace: RequestTrace },
): Promise<number> {
  const at = now();
  return db.$transaction(async (tx) => {
    const count = await endOthers(tx, { actor, at });
    if (count === 0) return 0;
    await audit.record(tx, {
      type: 'sessions_ended_elsewhere',
      result: 'ok',
      ...actedBy(actor),
      holderId: actor.holderId,
      keyId: actor.keyId,
      accountId: actor.kind === 'customer' ? actor.accountId : null,
      details: { count },
      trace,
      at,
    });
    return count;
  });
}

async function endOthers(
  tx: Tx,
  { actor, at, id }: { actor: Actor; at: Date; id?: string },
): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { AND: [othersOf(actor), id === undefined ? {} : { id }] },
    data: { endedAt: at, endedReason: 'ended_elsewhere' },
  });
  return count;
}

function othersOf(actor: Actor) {
  return { holderId: actor.holderId, endedAt: null, NOT: { id: actor.sessionId } };
}
