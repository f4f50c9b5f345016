import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { CustomerActor } from '../permissions/actor.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import { can } from '../permissions/can.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import { transitionOf } from './key.ts';

const STOPPED = { kind: 'key_changed', change: 'suspended', cause: 'stopped_by_customer' } as const;

export type StopKey = { keyId: string; actor: CustomerActor; trace: RequestTrace };

export type StopKeyOutcome =
  | { ok: true; endedSessions: number }
  /** Also for a key of another account, and of somebody else where the actor is no owner. */
  | { ok: false; reason: 'not_found' };

/**
 * A customer stops a key that was lost: their own with the spare one, an owner any of their company. It only takes access
 * away; to resume it is the manager's (REC-02). Sessions end in the same transaction.
 */
export async function stopKey(services: AuthServices, request: StopKey): Promise<StopKeyOutcome> {
  const outcome = await services.db.$transaction((tx) => stop(tx, services, request));
  const { actor, keyId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'key:stop', target, trace });
}

async function stop(
  tx: Tx,
  { audit, now }: AuthServices,
  { keyId, actor, trace }: StopKey,
): Promise<StopKeyOutcome> {
  const at = now();
  const { accountId } = actor;
  const isOwner = can(actor, 'key:stop', { kind: 'account', accountId, accountManagerId: null });
  const { from, to } = transitionOf('suspend');
  const reach = { id: keyId, accountId, ...(isOwner ? {} : { holderId: actor.holderId }) };
  const { count } = await tx.key.updateMany({
    where: { ...reach, status: { in: [...from] } },
    data: { status: to, suspendedAt: at, statusReason: 'stopped_by_customer' },
  });
  if (count === 0) return { ok: false, reason: 'not_found' };
  const endedSessions = await endSessionsOfKey(tx, { keyId, reason: 'key_suspended', at });
  await tellOfKey(tx, { keyId, news: STOPPED, at });
  await audit.record(tx, {
    type: 'key_suspended',
    result: 'ok',
    ...actedBy(actor),
    keyId,
    accountId,
    reason: 'stopped_by_customer',
    details: { endedSessions },
    trace,
    at,
  });
  return { ok: true, endedSessions };
}
