import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import { hasOtherAdministrator } from '../holders/administrators.ts';
import { noticeToStaff } from '../holders/notice-to-staff.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { PROPOSAL_DAYS } from './proposal.ts';
import { LONE_DELAY_HOURS, hashOfStaffProposal, subjectOf } from './staff-proposal.ts';
import type { StaffProposalPayload } from './staff-proposal.ts';

const HOUR_MS = 60 * 60 * 1000;

export type ProposeToStaff = {
  payload: StaffProposalPayload;
  /** Why, in the words of whoever asks; whoever confirms reads it. */
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
  at: Date;
};

export type ProposeToStaffOutcome =
  /** `effectiveAt` where no other administrator could confirm it: it then happens by itself, unless somebody stops it. */
  | { ok: true; proposalId: string; effectiveAt: Date | null }
  /** The same waits already. */
  | { ok: false; reason: 'proposed_already' };

/**
 * Puts a change before another administrator (ADM-02). Where there is none with a key that works, it waits for a day in
 * the sight of all the staff instead (ADM-02 amended). The caller holds the lock of what is to be changed.
 */
export async function proposeToStaff(
  tx: Tx,
  audit: Audit,
  { payload, reason, actor, trace, at }: ProposeToStaff,
): Promise<ProposeToStaffOutcome> {
  const payloadJson = JSON.stringify(payload);
  const { kind } = payload;
  const same = { approver: 'staff', kind, payloadJson, status: 'open', expiresAt: { gt: at } };
  if ((await tx.proposal.count({ where: same })) > 0) return { ok: false, reason: 'proposed_already' };

  const isAlone = !(await hasOtherAdministrator(tx, actor.holderId));
  const effectiveAt = isAlone ? new Date(at.getTime() + LONE_DELAY_HOURS * HOUR_MS) : null;
  const { id: proposalId } = await tx.proposal.create({
    data: {
      kind,
      approver: 'staff',
      subjectId: subjectOf(payload),
      payloadJson,
      payloadHash: hashOfStaffProposal({ payloadJson, reason }),
      reason,
      proposedById: actor.holderId,
      proposedAt: at,
      expiresAt: new Date(at.getTime() + PROPOSAL_DAYS * 24 * HOUR_MS),
      effectiveAt,
    },
    select: { id: true },
  });
  const by = actedBy(actor);
  await audit.record(tx, {
    type: 'staff_proposal_made',
    result: 'ok',
    ...by,
    note: reason === '' ? null : reason,
    details: { proposalId, kind, effectiveAt: effectiveAt?.toISOString() ?? null },
    trace,
    at,
  });
  if (effectiveAt !== null) {
    const notice = { about: 'change_by_itself', proposalId, change: kind, effectiveAt } as const;
    await noticeToStaff(tx, audit, { ...notice, by, trace, at });
  }
  return { ok: true, proposalId, effectiveAt };
}
