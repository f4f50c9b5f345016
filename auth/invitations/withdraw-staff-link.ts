import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';

export type WithdrawStaffLink = {
  keyId: string;
  holderId: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type WithdrawStaffLinkOutcome =
  | { ok: true }
  /** No key of the staff, or its link was used, withdrawn or ran out. */
  | { ok: false; reason: 'not_found' };

/**
 * Takes back the link by which somebody of the staff would register a key, above all one that was made on the server
 * (ADM-02 amended). Any administrator may, whosever key it would be: it takes nothing but access.
 */
export async function withdrawStaffLink(
  services: AuthServices,
  { keyId, holderId, actor, trace }: WithdrawStaffLink,
): Promise<WithdrawStaffLinkOutcome> {
  const { db, audit, now } = services;
  const mayDo = can(actor, 'staff:manage', { kind: 'installation' });
  const at = now();
  const outcome = await db.$transaction(async (tx): Promise<WithdrawStaffLinkOutcome> => {
    const { count } = await tx.invitation.updateMany({
      where: {
        keyId: mayDo ? keyId : '',
        status: 'open',
        expiresAt: { gt: at },
        key: { accountId: null, holderId, holder: { kind: 'staff' } },
      },
      data: { status: 'withdrawn' },
    });
    if (count === 0) return { ok: false, reason: 'not_found' };
    const about = { ...actedBy(actor), keyId, holderId, trace, at };
    await audit.record(tx, { type: 'invitation_withdrawn', result: 'ok', ...about });
    return { ok: true };
  });
  return recordNotFound(services, outcome, { actor, action: 'staff:manage', target: keyId, trace });
}
