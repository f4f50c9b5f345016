import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { createInvitation } from '../invitations/create-invitation.ts';
import type { PrintedInvitation } from '../invitations/create-invitation.ts';
import type { StaffActor } from '../permissions/actor.ts';

export type IssueKey = {
  accountId: string;
  holderId: string;
  /** What people call this key, such as its colour or number. */
  label: string;
  /** Printed on the key; claimed, not proven. */
  serial: string | null;
  actor: StaffActor;
  trace: RequestTrace;
};

export type IssueKeyOutcome =
  { ok: true; keyId: string; invitation: PrintedInvitation } | { ok: false; reason: 'holder_not_of_account' };

/**
 * Assigns a key to a person of a customer and makes its one-time link. Only the account's own manager can, and
 * only for somebody who belongs to the account now: both stand in the where clause.
 */
export async function issueKey(services: AuthServices, request: IssueKey): Promise<IssueKeyOutcome> {
  const { db, audit, pepper } = services;
  const [policy, now] = [await services.policy(), services.now()];
  return db.$transaction(async (tx) => {
    const membership = await tx.membership.findFirst({
      where: {
        accountId: request.accountId,
        holderId: request.holderId,
        status: 'active',
        holder: { kind: 'customer', status: 'active' },
        account: { status: 'active', accountManagerId: request.actor.holderId },
      },
      select: { id: true },
    });
    if (membership === null) return { ok: false, reason: 'holder_not_of_account' };
    const { id: keyId } = await tx.key.create({
      data: {
        status: 'assigned',
        holderId: request.holderId,
        accountId: request.accountId,
        label: request.label,
        serial: request.serial,
        issuedById: request.actor.holderId,
        issuedAt: now,
      },
      select: { id: true },
    });
    const invitation = await createInvitation(tx, {
      keyId,
      createdById: request.actor.holderId,
      days: policy.invitationDays,
      pepper,
      now,
    });
    await audit.record(tx, {
      type: 'key_issued',
      result: 'ok',
      actorId: request.actor.holderId,
      sessionId: request.actor.sessionId,
      keyId,
      holderId: request.holderId,
      accountId: request.accountId,
      trace: request.trace,
      at: now,
    });
    return { ok: true, keyId, invitation };
  });
}
