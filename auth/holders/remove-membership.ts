import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { Audit } from '../audit/audit.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { withdrawInvitations } from '../invitations/create-invitation.ts';
import { makeTransition } from '../keys/change-key-status.ts';
import { keysWithin } from '../keys/key-reach.ts';
import { transitionOf } from '../keys/key.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';
import { withdrawProposals } from '../proposals/propose.ts';
import { endSessionsInAccount } from '../sessions/end-sessions.ts';

export type RemoveMembership = {
  accountId: string;
  holderId: string;
  /** In the words of whoever removes them. */
  reason: string;
  /** Their keys of this account as well: for somebody who leaves for good. */
  revokesKeys: boolean;
  actor: StaffActor;
  trace: RequestTrace;
};

export type RemoveMembershipOutcome =
  | { ok: true; endedSessions: number; revokedKeys: number }
  /** Also for an account that is not the actor's. */
  | { ok: false; reason: 'not_found' };

/**
 * Takes a person out of one account. Their sessions that work in it end in the same transaction, links of keys that
 * were waiting for them die. Other accounts of theirs are untouched.
 */
export async function removeMembership(
  services: AuthServices,
  request: RemoveMembership,
): Promise<RemoveMembershipOutcome> {
  const outcome = await services.db.$transaction((tx) => endMembership(tx, services, request));
  const { actor, accountId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'people:manage', target, trace });
}

async function endMembership(
  tx: Tx,
  { audit, now }: AuthServices,
  request: RemoveMembership,
): Promise<RemoveMembershipOutcome> {
  const { accountId, holderId, reason, actor, trace } = request;
  const at = now();
  const { count } = await tx.membership.updateMany({
    where: { accountId, holderId, status: 'active', account: accountsWithin(actor, 'people:manage') },
    data: { status: 'removed', removedAt: at },
  });
  if (count === 0) return { ok: false, reason: 'not_found' };
  const inAccount = await endSessionsInAccount(tx, {
    holderId,
    accountId,
    reason: 'membership_removed',
    at,
  });
  await withdrawProposals(tx, { subjectId: holderId, accountId, at });
  const { revokedKeys, endedSessions } = await settleKeys(tx, audit, { ...request, at });
  await audit.record(tx, {
    type: 'membership_removed',
    result: 'ok',
    ...actedBy(actor),
    holderId,
    accountId,
    note: reason,
    details: { endedSessions: inAccount + endedSessions, revokedKeys },
    trace,
    at,
  });
  return { ok: true, endedSessions: inAccount + endedSessions, revokedKeys };
}

/** The person's keys of this account: their open links die, and they are revoked where that was asked for. */
async function settleKeys(
  tx: Tx,
  audit: Audit,
  { accountId, holderId, revokesKeys, reason, actor, trace, at }: RemoveMembership & { at: Date },
): Promise<{ revokedKeys: number; endedSessions: number }> {
  const { from } = transitionOf('revoke');
  const keys = await tx.key.findMany({
    where: { accountId, holderId, status: { in: [...from] }, AND: [keysWithin(actor, 'revoke')] },
    select: { id: true },
  });
  const settled = { revokedKeys: 0, endedSessions: 0 };
  for (const { id: keyId } of keys) {
    await withdrawInvitations(tx, audit, { ...actedBy(actor), keyId, holderId, accountId, trace, at });
    if (!revokesKeys) continue;
    const request = { keyId, transition: 'revoke', reason, actor, trace, at } as const;
    const outcome = await makeTransition(tx, audit, request);
    if (!outcome.ok) continue;
    settled.revokedKeys += 1;
    settled.endedSessions += outcome.endedSessions;
  }
  return settled;
}
