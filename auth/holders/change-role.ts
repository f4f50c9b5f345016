import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';
import { isCustomerRole } from '../permissions/roles.ts';
import type { CustomerRole } from '../permissions/roles.ts';
import { isGuardedAccount, lockAccount } from '../proposals/guarded-account.ts';
import { propose, withdrawProposals } from '../proposals/propose.ts';

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
  /** `isProposed`: an owner of the account has to confirm it first. */
  | { ok: true; isProposed: boolean }
  /** Also for an account that is not the actor's. */
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'role_already' };

/**
 * Gives a person another role in one account, or, once the account has a key in use, puts the change before its owners
 * (REC-05 amended). Open sessions see by the new one from their next request.
 */
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
  if (before.role === role || !isCustomerRole(before.role)) return { ok: false, reason: 'role_already' };
  const at = now();
  await lockAccount(tx, accountId);
  if (await isGuardedAccount(tx, accountId)) {
    await withdrawProposals(tx, { subjectId: holderId, accountId, kind: 'role_change', at });
    const payload = { kind: 'role_change', holderId, from: before.role, to: role } as const;
    await propose(tx, audit, { accountId, payload, reason, by: actedBy(actor), trace, at });
    return { ok: true, isProposed: true };
  }
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
    at,
  });
  return { ok: true, isProposed: false };
}
