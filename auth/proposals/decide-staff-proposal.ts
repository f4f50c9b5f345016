import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordPermissionRefused } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';
import { carryOutForStaff } from './carry-out-for-staff.ts';
import { StaffProposalPayload, hashOfStaffProposal } from './staff-proposal.ts';

export const STAFF_DECISIONS = ['approve', 'decline', 'withdraw'] as const;
/** Whoever asked for it may take it back; everybody else confirms or declines. */
export type StaffDecision = (typeof STAFF_DECISIONS)[number];

export type DecideStaffProposal = {
  proposalId: string;
  decision: StaffDecision;
  /** Hash of what was on the screen: nobody confirms what they have not seen. */
  seenHash: string;
  mode: 'demo' | 'production';
  actor: StaffActor;
  trace: RequestTrace;
};

export type DecideStaffProposalOutcome =
  | { ok: true }
  /** Also for whoever may not decide it. */
  | { ok: false; reason: 'not_found' }
  /** Nobody confirms what they asked for themselves. */
  | { ok: false; reason: 'own_proposal' }
  /** Decided, taken back or expired meanwhile, or no longer what was seen. */
  | { ok: false; reason: 'not_open' }
  /** What it would change has changed meanwhile: it is closed, and nothing was done. */
  | { ok: false; reason: 'overtaken' };

const EVENTS = {
  approve: 'staff_proposal_approved',
  decline: 'staff_proposal_declined',
  withdraw: 'staff_proposal_withdrawn',
} as const;
const STATUSES = { approve: 'approved', decline: 'declined', withdraw: 'withdrawn' } as const;

/**
 * Confirms, declines or takes back what somebody of the staff has asked for (ADM-02). That the two are different people
 * stands in the one conditional write that decides; what was asked for happens in the same transaction, or not at all.
 * Whoever decides has just touched their key for it (AUT-19).
 */
export async function decideStaffProposal(
  services: AuthServices,
  request: DecideStaffProposal,
): Promise<DecideStaffProposalOutcome> {
  const outcome = await services.db.$transaction((tx) => decide(tx, services, request));
  if (!outcome.ok && (outcome.reason === 'not_found' || outcome.reason === 'own_proposal'))
    await recordPermissionRefused(services, {
      actor: request.actor,
      action: 'proposal:decide',
      reason: outcome.reason,
      target: request.proposalId,
      trace: request.trace,
    });
  return outcome;
}

async function decide(
  tx: Tx,
  services: AuthServices,
  { proposalId, decision, seenHash, mode, actor, trace }: DecideStaffProposal,
): Promise<DecideStaffProposalOutcome> {
  if (!can(actor, 'proposal:decide', { kind: 'installation' })) return { ok: false, reason: 'not_found' };
  const at = services.now();
  const { count } = await tx.proposal.updateMany({
    where: {
      id: proposalId,
      approver: 'staff',
      status: 'open',
      payloadHash: seenHash,
      expiresAt: { gt: at },
      proposedById: decision === 'withdraw' ? actor.holderId : { not: actor.holderId },
    },
    data: {
      status: STATUSES[decision],
      decidedById: actor.holderId,
      decidedWithKeyId: actor.keyId,
      decidedAt: at,
    },
  });
  if (count === 0) return explainUndecided(tx, { proposalId, decision, actor });

  const row = await tx.proposal.findUniqueOrThrow({
    where: { id: proposalId },
    select: { kind: true, payloadJson: true, reason: true, proposedById: true },
  });
  const { kind, payloadJson, reason, proposedById } = row;
  if (hashOfStaffProposal(row) !== seenHash)
    throw new Error(`proposal ${proposalId} is not what its hash says`);
  const event = { result: 'ok', ...actedBy(actor), details: { proposalId, kind }, trace, at } as const;
  await services.audit.record(tx, { type: EVENTS[decision], ...event });
  if (decision !== 'approve') return { ok: true };
  const payload = StaffProposalPayload.parse(JSON.parse(payloadJson));
  const done = await carryOutForStaff(tx, services, {
    proposalId,
    payload,
    reason,
    proposedById,
    decidedBy: actor,
    mode,
    trace,
    at,
  });
  if (done === 'done') return { ok: true };
  await closeOvertaken(tx, services, { proposalId, kind, by: actedBy(actor), trace, at });
  return { ok: false, reason: 'overtaken' };
}

/** Ends a proposal that was decided, or due, too late: nothing of it was done. */
export async function closeOvertaken(
  tx: Tx,
  { audit }: Pick<AuthServices, 'audit'>,
  {
    proposalId,
    kind,
    by,
    trace,
    at,
  }: {
    proposalId: string;
    kind: string;
    by: { actorId: string; sessionId?: string; tier?: number };
    trace: RequestTrace | undefined;
    at: Date;
  },
): Promise<void> {
  await tx.proposal.updateMany({ where: { id: proposalId }, data: { status: 'overtaken' } });
  await audit.record(tx, {
    type: 'staff_proposal_overtaken',
    result: 'refused',
    ...by,
    details: { proposalId, kind },
    trace,
    at,
  });
}

async function explainUndecided(
  tx: Tx,
  { proposalId, decision, actor }: Pick<DecideStaffProposal, 'proposalId' | 'decision' | 'actor'>,
): Promise<DecideStaffProposalOutcome> {
  const row = await tx.proposal.findFirst({
    where: { id: proposalId, approver: 'staff' },
    select: { proposedById: true },
  });
  if (row === null) return { ok: false, reason: 'not_found' };
  const isOwn = row.proposedById === actor.holderId;
  if (decision === 'withdraw') return { ok: false, reason: isOwn ? 'not_open' : 'not_found' };
  return { ok: false, reason: isOwn ? 'own_proposal' : 'not_open' };
}
