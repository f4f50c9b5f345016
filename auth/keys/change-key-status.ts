import type { Tx } from '#prisma/client.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import { isKeyStatus, transitionOf } from './key.ts';
import type { KeyStatus } from './key.ts';

export type ChangeKeyStatus = {
  keyId: string;
  transition: 'suspend' | 'resume' | 'revoke';
  /** Why, in the words of whoever did it; kept in the key's history. */
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type ChangeKeyStatusOutcome =
  | { ok: true; endedSessions: number }
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'not_from_this_status'; status: KeyStatus };

const EVENT = { suspend: 'key_suspended', resume: 'key_resumed', revoke: 'key_revoked' } as const;

/**
 * Suspends, resumes or revokes a key. The key's sessions end in the same transaction: open tabs notice within
 * five seconds, pages without scripts at their next request. Its discounts stay with the account.
 * @returns `not_found` for a key outside the actor's reach as for one that does not exist
 */
export async function changeKeyStatus(
  services: AuthServices,
  request: ChangeKeyStatus,
): Promise<ChangeKeyStatusOutcome> {
  const { db, audit } = services;
  const now = services.now();
  const { keyId, transition, actor } = request;
  const { from, to } = transitionOf(transition);
  return db.$transaction(async (tx) => {
    const reach = { id: keyId, ...reachOf(actor) };
    const { count } = await tx.key.updateMany({
      where: { ...reach, status: { in: [...from] } },
      data: { status: to, statusReason: request.reason, ...stampOf(transition, now) },
    });
    if (count === 0) return explainUnchanged(tx, reach);

    const endedSessions =
      transition === 'resume'
        ? 0
        : await endSessionsOfKey(tx, {
            keyId,
            reason: transition === 'suspend' ? 'key_suspended' : 'key_revoked',
            at: now,
          });
    if (transition === 'revoke') {
      await tx.invitation.updateMany({ where: { keyId, status: 'open' }, data: { status: 'withdrawn' } });
    }
    const key = await tx.key.findUniqueOrThrow({
      where: { id: keyId },
      select: { holderId: true, accountId: true },
    });
    await audit.record(tx, {
      type: EVENT[transition],
      result: 'ok',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      keyId,
      holderId: key.holderId,
      accountId: key.accountId,
      note: request.reason,
      trace: request.trace,
      at: now,
    });
    return { ok: true, endedSessions };
  });
}

/** A manager reaches the keys of their own accounts; an administrator all, staff keys too. Nobody their own. */
function reachOf(actor: StaffActor) {
  const notTheActorsOwn = { id: { not: actor.keyId } };
  if (actor.role === 'administrator') return { AND: [notTheActorsOwn] };
  return { AND: [notTheActorsOwn, { account: { accountManagerId: actor.holderId } }] };
}

function stampOf(transition: ChangeKeyStatus['transition'], now: Date) {
  switch (transition) {
    case 'suspend':
      return { suspendedAt: now };
    case 'resume':
      return { suspendedAt: null };
    case 'revoke':
      return { revokedAt: now };
  }
}

async function explainUnchanged(tx: Tx, reach: object): Promise<ChangeKeyStatusOutcome> {
  const key = await tx.key.findFirst({ where: reach, select: { status: true } });
  if (key === null || !isKeyStatus(key.status)) return { ok: false, reason: 'not_found' };
  return { ok: false, reason: 'not_from_this_status', status: key.status };
}
