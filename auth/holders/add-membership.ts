import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';
import type { CustomerRole } from '../permissions/roles.ts';
import { peopleWithin } from './find-known-people.ts';
import { withdrawProposals } from '../proposals/propose.ts';
import { placeMember } from './place-member.ts';

export type AddMembership = {
  accountId: string;
  holderId: string;
  role: CustomerRole;
  actor: StaffActor;
  trace: RequestTrace;
};

export type AddMembershipOutcome =
  /** `isProposed`: an owner of the account has to confirm it first. */
  | { ok: true; isProposed: boolean }
  /** The account is not the actor's, or the person belongs to none of the actor's accounts. */
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'member_already' };

/** Lets a person whom the manager knows into one more account. Somebody who was removed comes back by it. */
export async function addMembership(
  services: AuthServices,
  request: AddMembership,
): Promise<AddMembershipOutcome> {
  const outcome = await services.db.$transaction((tx) => letIn(tx, services, request));
  const { actor, accountId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'people:manage', target, trace });
}

async function letIn(
  tx: Tx,
  { audit, now }: AuthServices,
  { accountId, holderId, role, actor, trace }: AddMembership,
): Promise<AddMembershipOutcome> {
  const at = now();
  if (!(await areWithinReach(tx, { accountId, holderId, actor }))) return { ok: false, reason: 'not_found' };
  const before = await tx.membership.findUnique({
    where: { holderId_accountId: { holderId, accountId } },
    select: { status: true },
  });
  if (before?.status === 'active') return { ok: false, reason: 'member_already' };
  // Whom an owner has not answered for is asked about anew: the question before may have run out.
  await withdrawProposals(tx, { subjectId: holderId, accountId, at });
  const isProposed = await placeMember(tx, audit, {
    accountId,
    holderId,
    role,
    by: actedBy(actor),
    trace,
    at,
  });
  return { ok: true, isProposed };
}

async function areWithinReach(
  tx: Tx,
  { accountId, holderId, actor }: Pick<AddMembership, 'accountId' | 'holderId' | 'actor'>,
): Promise<boolean> {
  const account = await tx.customerAccount.findFirst({
    where: { id: accountId, status: 'active', ...accountsWithin(actor, 'people:manage') },
    select: { id: true },
  });
  const person = await tx.holder.findFirst({
    where: { AND: [{ id: holderId }, peopleWithin(actor)] },
    select: { id: true },
  });
  return account !== null && person !== null;
}
