import { isUniqueViolation } from '#prisma/client.ts';
import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { createInvitation } from '../invitations/create-invitation.ts';
import type { CreatedInvitation } from '../invitations/create-invitation.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';

export type IssueKey = {
  accountId: string;
  holderId: string;
  /** What people call this key, such as its colour or number. */
  label: string;
  /** Printed on the key; claimed, not proven. */
  serial: string | null;
  /** Of the form: sent twice, it issues one key. */
  requestId: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type IssueKeyOutcome =
  | { ok: true; keyId: string; invitation: CreatedInvitation }
  /** Also for an account that is not the actor's. */
  | { ok: false; reason: 'holder_not_of_account' }
  /** This form has issued a key before. Its link was shown then, and is stored nowhere. */
  | { ok: false; reason: 'issued_already' };

/**
 * Assigns a key to a person of a customer and makes its one-time link (REG-01 amended). Only the account's own
 * manager can, and only for somebody who belongs to the account now: both stand in the where clause.
 */
export async function issueKey(services: AuthServices, request: IssueKey): Promise<IssueKeyOutcome> {
  const { invitationDays: days } = await services.policy();
  try {
    const outcome = await services.db.$transaction((tx) => assignKey(tx, services, { ...request, days }));
    const { actor, accountId: target, trace } = request;
    return await recordNotFound(services, outcome, { actor, action: 'key:issue', target, trace });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return { ok: false, reason: 'issued_already' };
  }
}

async function assignKey(
  tx: Tx,
  { audit, peppers, now }: AuthServices,
  request: IssueKey & { days: number },
): Promise<IssueKeyOutcome> {
  const { accountId, holderId, label, serial, requestId, actor, trace, days } = request;
  const at = now();
  const membership = await tx.membership.findFirst({
    where: {
      accountId,
      holderId,
      status: 'active',
      holder: { kind: 'customer', status: 'active' },
      account: { status: 'active', ...accountsWithin(actor, 'key:issue') },
    },
    select: { id: true },
  });
  if (membership === null) return { ok: false, reason: 'holder_not_of_account' };
  const issuedById = actor.holderId;
  const { id: keyId } = await tx.key.create({
    data: { status: 'assigned', holderId, accountId, label, serial, issuedById, issuedAt: at },
    select: { id: true },
  });
  const about = { ...actedBy(actor), holderId, accountId, trace };
  const invitation = await createInvitation(tx, {
    keyId,
    createdById: issuedById,
    days,
    requestId,
    peppers,
    audit,
    about,
    now: at,
  });
  await audit.record(tx, { type: 'key_issued', result: 'ok', ...about, keyId, at });
  return { ok: true, keyId, invitation };
}
