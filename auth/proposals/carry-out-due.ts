import type { Tx } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { AuthServices } from '../auth-services.ts';
import { carryOutForStaff } from './carry-out-for-staff.ts';
import { closeOvertaken } from './decide-staff-proposal.ts';
import { StaffProposalPayload, hashOfStaffProposal } from './staff-proposal.ts';

type DueServices = Pick<AuthServices, 'db' | 'audit' | 'now'>;

/**
 * Does what a lone administrator asked for a day ago and nobody has stopped since (ADM-02 amended). One conditional write
 * takes each, so of several runs at once one does it.
 * @returns how many were done
 */
export async function carryOutDue(
  services: DueServices,
  { mode }: { mode: 'demo' | 'production' },
): Promise<number> {
  const at = services.now();
  const due = await services.db.proposal.findMany({
    where: { approver: 'staff', status: 'open', effectiveAt: { lte: at }, expiresAt: { gt: at } },
    orderBy: [{ effectiveAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  let done = 0;
  for (const { id: proposalId } of due) {
    const outcome = await services.db.$transaction((tx) => take(tx, services, { proposalId, mode, at }));
    if (outcome === 'done') done += 1;
  }
  return done;
}

async function take(
  tx: Tx,
  { audit }: DueServices,
  { proposalId, mode, at }: { proposalId: string; mode: 'demo' | 'production'; at: Date },
): Promise<'done' | 'overtaken' | 'taken'> {
  const { count } = await tx.proposal.updateMany({
    where: {
      id: proposalId,
      approver: 'staff',
      status: 'open',
      effectiveAt: { lte: at },
      expiresAt: { gt: at },
    },
    data: { status: 'approved', decidedById: SYSTEM_ACTOR, decidedAt: at },
  });
  if (count === 0) return 'taken';
  const row = await tx.proposal.findUniqueOrThrow({
    where: { id: proposalId },
    select: { kind: true, payloadJson: true, payloadHash: true, reason: true, proposedById: true },
  });
  if (hashOfStaffProposal(row) !== row.payloadHash)
    throw new Error(`proposal ${proposalId} is not what its hash says`);
  const { kind, payloadJson, reason, proposedById } = row;
  const payload = StaffProposalPayload.parse(JSON.parse(payloadJson));
  const by = { actorId: SYSTEM_ACTOR };
  await audit.record(tx, {
    type: 'staff_proposal_due',
    result: 'ok',
    ...by,
    details: { proposalId, kind },
    at,
  });
  const step = { proposalId, payload, reason, proposedById, decidedBy: null, mode, trace: undefined, at };
  const outcome = await carryOutForStaff(tx, { audit }, step);
  if (outcome === 'overtaken')
    await closeOvertaken(tx, { audit }, { proposalId, kind, by, trace: undefined, at });
  return outcome;
}
