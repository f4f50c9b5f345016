import { WAITING_STATUSES } from '../keys/key.ts';
import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { createInvitation, requireCode } from '../invitations/create-invitation.ts';
import type { PrintedInvitation } from '../invitations/create-invitation.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { LONE_DELAY_HOURS } from '../proposals/staff-proposal.ts';
import { noticeToStaff } from './notice-to-staff.ts';

const HOUR_MS = 60 * 60 * 1000;

export type InviteStaff = { holderId: string; label: string; actor: StaffActor; trace: RequestTrace };

export type InviteStaffOutcome =
  /** The link opens at `opensAt`, unless another administrator confirms it before. */
  | { ok: true; invitation: PrintedInvitation; opensAt: Date }
  /** Nobody of the staff, or somebody who has left. */
  | { ok: false; reason: 'not_found' }
  /** Nobody issues a key to themselves: an unlocked screen would be enough to make one. */
  | { ok: false; reason: 'own_key' };

/**
 * Makes the one-time link by which somebody of the staff registers a key. A key that waits for this person gets a
 * new link instead of a second key beside it, and its earlier link dies.
 *
 * Whoever makes the link sees its code, and could hold the key: a second administrator's, who confirms what the first
 * one asks for, or a manager's, who is one of the two of the staff that stand in for an owner (REC-05 amended). So it opens
 * after a day, in the sight of all the staff, or when another administrator has confirmed it (ADM-02).
 */
export async function inviteStaff(services: AuthServices, request: InviteStaff): Promise<InviteStaffOutcome> {
  const { holderId, actor, trace } = request;
  if (holderId === actor.holderId) return { ok: false, reason: 'own_key' };
  const { invitationDays: days } = await services.policy();
  const at = services.now();
  return services.db.$transaction(async (tx) => {
    const person = await tx.holder.findFirst({
      where: { id: holderId, kind: 'staff', status: 'active' },
      select: { id: true },
    });
    if (person === null) return { ok: false, reason: 'not_found' };
    const opensAt = new Date(at.getTime() + LONE_DELAY_HOURS * HOUR_MS);
    const key = await waitingKeyOf(tx, { ...request, at });
    const about = { ...actedBy(actor), holderId, accountId: null, trace };
    const invitation = await createInvitation(tx, {
      keyId: key.id,
      createdById: actor.holderId,
      days,
      opensAt,
      peppers: services.peppers,
      audit: services.audit,
      about,
      now: at,
    });
    await services.audit.record(tx, {
      type: key.isNew ? 'key_issued' : 'invitation_issued',
      result: 'ok',
      ...about,
      keyId: key.id,
      at,
    });
    const notice = { about: 'staff_link', keyId: key.id, holderId, opensAt } as const;
    await noticeToStaff(tx, services.audit, { ...notice, by: actedBy(actor), trace, at });
    return { ok: true, invitation: requireCode(invitation), opensAt };
  });
}

async function waitingKeyOf(
  tx: Tx,
  { holderId, label, actor, at }: InviteStaff & { at: Date },
): Promise<{ id: string; isNew: boolean }> {
  const waiting = await tx.key.findFirst({
    where: { holderId, accountId: null, status: { in: [...WAITING_STATUSES] } },
    select: { id: true },
  });
  if (waiting !== null) return { id: waiting.id, isNew: false };
  const { id } = await tx.key.create({
    data: {
      status: 'assigned',
      holderId,
      accountId: null,
      label,
      issuedById: actor.holderId,
      receivedAt: at,
      issuedAt: at,
    },
    select: { id: true },
  });
  return { id, isNew: true };
}
