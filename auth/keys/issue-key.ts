import { isUniqueViolation } from '#prisma/client.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { createInvitation } from '../invitations/create-invitation.ts';
import type { CreatedInvitation } from '../invitations/create-invitation.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { accountsWithin } from '../permissions/reach.ts';
import type { KeyChoice } from './key-choice.ts';
import type { ClaimedEvidence } from './evidence.ts';
import { takeKey } from './take-key.ts';
import type { TakeKeyRefusal } from './take-key.ts';

export type IssueKey = {
  accountId: string;
  holderId: string;
  /** What people call this key, such as its colour or number; empty: the end of its card number. */
  label: string;
  /** From stock, or one in the hand with the serial printed on it; that is claimed, not proven. */
  choice: KeyChoice;
  orderId?: string | null;
  replacesKeyId?: string | null;
  evidence?: ClaimedEvidence | null;
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
  | { ok: false; reason: 'issued_already' }
  | { ok: false; reason: TakeKeyRefusal };

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
    const isSentTwice = await isFormUsed(services.db, request.requestId);
    return { ok: false, reason: isSentTwice ? 'issued_already' : 'serial_of_live_key' };
  }
}

async function assignKey(
  tx: Tx,
  { audit, peppers, now }: AuthServices,
  request: IssueKey & { days: number },
): Promise<IssueKeyOutcome> {
  const { accountId, holderId, requestId, actor, trace, days } = request;
  const { orderId = null, replacesKeyId = null, evidence = null } = request;
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
  const wish = { ...request, orderId, replacesKeyId, evidence, at };
  const taken = await takeKey(tx, { audit }, wish);
  if (!taken.ok) {
    // The form's first sending has taken the very key that its second one asks for.
    return (await isFormUsed(tx, requestId)) ? { ok: false, reason: 'issued_already' } : taken;
  }
  const { keyId, movedDiscounts } = taken;
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
  const details = { orderId, replacesKeyId, movedDiscounts };
  await audit.record(tx, {
    type: 'key_issued',
    result: 'ok',
    reason: evidence,
    ...about,
    keyId,
    details,
    at,
  });
  return { ok: true, keyId, invitation };
}

async function isFormUsed(db: Db | Tx, requestId: string): Promise<boolean> {
  return (await db.invitation.count({ where: { requestId } })) > 0;
}
