import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';

export type ConfirmStaffLink = { holderId: string; keyId: string; actor: StaffActor; trace: RequestTrace };

export type ConfirmStaffLinkOutcome =
  | { ok: true }
  /** It is used, withdrawn, over or open already, or whoever asks has made it themselves. */
  | { ok: false; reason: 'not_found' };

/**
 * Opens the link for a key of the staff at once, in place of after a day: another administrator than the one who made it
 * says that it is right (ADM-02). A link that was made on the server keeps its day.
 */
export async function confirmStaffLink(
  services: AuthServices,
  { holderId, keyId, actor, trace }: ConfirmStaffLink,
): Promise<ConfirmStaffLinkOutcome> {
  const { db, audit, now } = services;
  const mayDo = can(actor, 'staff:manage', { kind: 'installation' });
  const at = now();
  const outcome = await db.$transaction(async (tx): Promise<ConfirmStaffLinkOutcome> => {
    const { count } = await tx.invitation.updateMany({
      where: {
        keyId: mayDo ? keyId : '',
        status: 'open',
        opensAt: { gt: at },
        expiresAt: { gt: at },
        AND: [{ createdById: { not: null } }, { createdById: { not: actor.holderId } }],
        key: { accountId: null, holderId, holder: { kind: 'staff', status: 'active' } },
      },
      data: { opensAt: null, confirmedAt: at },
    });
    if (count === 0) return { ok: false, reason: 'not_found' };
    const about = { ...actedBy(actor), holderId, keyId, trace, at };
    await audit.record(tx, { type: 'invitation_confirmed', result: 'ok', ...about });
    return { ok: true };
  });
  return recordNotFound(services, outcome, { actor, action: 'staff:manage', target: keyId, trace });
}
