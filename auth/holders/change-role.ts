import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';
import type { CustomerRole } from '../permissions/roles.ts';

export type ChangeRole = {
  accountId: string;
  holderId: string;
  role: CustomerRole;
  /** In the words of whoever changes it. */
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type ChangeRoleOutcome =
  | { ok: true }
  /** Also for an account that is not the actor's. */
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'role_already' };

/** Gives a person another role in one account. Open sessions see by the new one from their next request. */
export async function changeRole(services: AuthServices, request: ChangeRole): Promise<ChangeRoleOutcome> {
  const outcome = await services.db.$transaction((tx) => giveRole(tx, services, request));
  const { actor, accountId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'people:manage', target, trace });
}

async function giveRole(
  tx: Tx,
  { audit, now }: AuthServices,
  { accountId, holderId, role, reason, actor, trace }: ChangeRole,
): Promise<ChangeRoleOutcome> {
  const reach = { accountId, holderId, status: 'active', account: accountsWithin(actor, 'people:manage') };
  const before = await tx.membership.findFirst({ where: reach, select: { role: true } });
  if (before === null) return { ok: false, reason: 'not_found' };
  const { count } = await tx.membership.updateMany({
    where: { ...reach, role: { not: role } },
    data: { role },
  });
  if (count === 0) return { ok: false, reason: 'role_already' };
  await audit.record(tx, {
    type: 'membership_changed',
    result: 'ok',
    ...actedBy(actor),
    holderId,
    accountId,
    note: reason,
    details: { from: before.role, to: role },
    trace,
    at: now(),
  });
  return { ok: true };
}
