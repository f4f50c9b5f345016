import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';

export type EndSessionByStaff = { sessionId: string; keyId: string; actor: StaffActor; trace: RequestTrace };

export type EndSessionByStaffOutcome = { ok: true } | { ok: false; reason: 'not_found' };

/**
 * Ends one session of a customer's key (SES-06). The key itself goes on working.
 * @returns `not_found` for a session out of the actor's reach as for one that is over or never was
 */
export async function endSessionByStaff(
  services: AuthServices,
  request: EndSessionByStaff,
): Promise<EndSessionByStaffOutcome> {
  const outcome = await services.db.$transaction((tx) => endWithinReach(tx, services, request));
  const { actor, sessionId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'session:end', target, trace });
}

async function endWithinReach(
  tx: Tx,
  { audit, now }: AuthServices,
  { sessionId, keyId, actor, trace }: EndSessionByStaff,
): Promise<EndSessionByStaffOutcome> {
  const at = now();
  const reach = {
    id: sessionId,
    keyId,
    holderId: { not: actor.holderId },
    key: { account: accountsWithin(actor, 'session:end') },
  };
  const session = await tx.session.findFirst({
    where: reach,
    select: { holderId: true, accountId: true },
  });
  const { count } = await tx.session.updateMany({
    where: { ...reach, endedAt: null },
    data: { endedAt: at, endedReason: 'ended_by_staff' },
  });
  if (session === null || count === 0) return { ok: false, reason: 'not_found' };
  await audit.record(tx, {
    type: 'session_ended',
    result: 'ok',
    reason: 'ended_by_staff',
    ...actedBy(actor),
    sessionId,
    keyId,
    ...session,
    details: { endedFrom: actor.sessionId },
    trace,
    at,
  });
  return { ok: true };
}
