import { isUniqueViolation } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { keysWithin } from '../keys/key-reach.ts';
import { WAITING_STATUSES, isWaiting } from '../keys/key.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { createInvitation } from './create-invitation.ts';
import type { CreatedInvitation } from './create-invitation.ts';

export type RenewInvitation = {
  keyId: string;
  /** Of the form: sent twice, it makes one link. */
  requestId: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type RenewInvitationOutcome =
  | { ok: true; invitation: CreatedInvitation }
  /** Also for a key outside the actor's reach, and for one of the staff: its links are made by `inviteStaff`. */
  | { ok: false; reason: 'not_found' }
  /** It is registered already, or revoked, or its holder has left the account. */
  | { ok: false; reason: 'not_waiting' }
  | { ok: false; reason: 'renewed_already' };

/** Makes a new one-time link for a key that waits for its holder. The old link and its code die at once. */
export async function renewInvitation(
  services: AuthServices,
  request: RenewInvitation,
): Promise<RenewInvitationOutcome> {
  const { invitationDays: days } = await services.policy();
  try {
    const outcome = await services.db.$transaction((tx) =>
      replaceInvitation(tx, services, { ...request, days }),
    );
    const { actor, keyId: target, trace } = request;
    return await recordNotFound(services, outcome, { actor, action: 'key:issue', target, trace });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return { ok: false, reason: 'renewed_already' };
  }
}

async function replaceInvitation(
  tx: Tx,
  { audit, peppers, now }: AuthServices,
  { keyId, requestId, actor, trace, days }: RenewInvitation & { days: number },
): Promise<RenewInvitationOutcome> {
  const at = now();
  const key = await tx.key.findFirst({
    where: { AND: [{ id: keyId, accountId: { not: null } }, keysWithin(actor, 'issue')] },
    select: {
      status: true,
      holderId: true,
      accountId: true,
      account: { select: { status: true } },
      holder: { select: { status: true, memberships: { select: { accountId: true, status: true } } } },
    },
  });
  if (key === null) return { ok: false, reason: 'not_found' };
  if (key.holderId === null || !waitsForHolder(key) || !(await holdWaitingKey(tx, keyId)))
    return { ok: false, reason: 'not_waiting' };

  const about = { ...actedBy(actor), holderId: key.holderId, accountId: key.accountId, trace };
  const invitation = await createInvitation(tx, {
    keyId,
    createdById: actor.holderId,
    days,
    requestId,
    peppers,
    audit,
    about,
    now: at,
  });
  await audit.record(tx, { type: 'invitation_issued', result: 'ok', ...about, keyId, at });
  return { ok: true, invitation };
}

/** Writes to the key, so that of two renewals at once one waits for the other and only the last link stays open. */
async function holdWaitingKey(tx: Tx, keyId: string): Promise<boolean> {
  const waiting = { id: keyId, status: { in: [...WAITING_STATUSES] } };
  const { count } = await tx.key.updateMany({ where: waiting, data: { id: keyId } });
  return count === 1;
}

type WaitingRows = {
  status: string;
  accountId: string | null;
  account: { status: string } | null;
  holder: { status: string; memberships: { accountId: string; status: string }[] } | null;
};

/** It waits for somebody who still belongs to its account. */
function waitsForHolder({ status, accountId, account, holder }: WaitingRows): boolean {
  if (!isWaiting(status) || holder?.status !== 'active' || account === null) return false;
  const isMember = holder.memberships.some(
    (membership) => membership.accountId === accountId && membership.status === 'active',
  );
  return account.status === 'active' && isMember;
}
