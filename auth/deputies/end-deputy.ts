import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { tellOfDeputy } from '../letters/tell-of-deputy.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';

export type EndDeputy = { managerId: string; deputyId: string; actor: StaffActor; trace: RequestTrace };

export type EndDeputyOutcome =
  | { ok: true }
  /** Ended before, or not the actor's to end. */
  | { ok: false; reason: 'not_found' };

/** Somebody is back early, or is not to stand in after all: from the deputy's next request on it is over. */
export async function endDeputy(services: AuthServices, request: EndDeputy): Promise<EndDeputyOutcome> {
  const outcome = await services.db.$transaction((tx) => end(tx, services, request));
  const { actor, deputyId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'deputy:name', target, trace });
}

async function end(
  tx: Tx,
  { audit, now }: AuthServices,
  { managerId, deputyId, actor, trace }: EndDeputy,
): Promise<EndDeputyOutcome> {
  const at = now();
  const own = { kind: 'account', accountId: '', accountManagerId: managerId } as const;
  if (!can(actor, 'deputy:name', own)) return { ok: false, reason: 'not_found' };
  const { count } = await tx.deputy.updateMany({
    where: { id: deputyId, managerId, endedAt: null },
    data: { endedAt: at },
  });
  if (count === 0) return { ok: false, reason: 'not_found' };
  const row = await tx.deputy.findUniqueOrThrow({
    where: { id: deputyId },
    select: { deputyId: true, fromOn: true, toOn: true },
  });
  await tellOfDeputy(tx, { kind: 'deputy_ended', managerId, byId: actor.holderId, ...row, at });
  await audit.record(tx, {
    type: 'deputy_ended',
    result: 'ok',
    ...actedBy(actor),
    holderId: managerId,
    details: row,
    trace,
    at,
  });
  return { ok: true };
}
