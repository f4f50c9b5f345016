import type { Tx } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { AuditEvent } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import { tellOfProposal } from '../letters/tell-of-proposal.ts';
import { PROPOSAL_DAYS, hashOfProposal, holderIdOf, keyIdOf, subjectOf } from './proposal.ts';
import type { ProposalPayload } from './proposal.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export type Propose = {
  accountId: string;
  payload: ProposalPayload;
  reason?: string;
  /** Whoever asks for it; the installation where nobody does. */
  by: { actorId: string | null; sessionId?: string; tier?: number };
  trace?: AuditEvent['trace'];
  at: Date;
};

/** Writes down what waits to be confirmed, as part of the change that would have been made at once otherwise. */
export async function propose(
  tx: Tx,
  audit: Audit,
  { accountId, payload, reason = '', by, trace, at }: Propose,
): Promise<{ proposalId: string }> {
  const { id: proposalId } = await tx.proposal.create({
    data: {
      kind: payload.kind,
      approver: 'owner',
      accountId,
      subjectId: subjectOf(payload),
      payloadJson: JSON.stringify(payload),
      payloadHash: hashOfProposal(accountId, payload),
      reason,
      proposedById: by.actorId ?? SYSTEM_ACTOR,
      proposedAt: at,
      expiresAt: new Date(at.getTime() + PROPOSAL_DAYS * DAY_MS),
    },
    select: { id: true },
  });
  await tellOfProposal(tx, { accountId, payload, proposedById: by.actorId, at });
  await audit.record(tx, {
    type: 'proposal_made',
    result: 'ok',
    ...by,
    accountId,
    holderId: holderIdOf(payload),
    keyId: keyIdOf(payload),
    details: { proposalId, kind: payload.kind },
    trace,
    at,
  });
  return { proposalId };
}

export type WithdrawProposals = {
  subjectId: string;
  accountId: string;
  /** Absent: of every kind. */
  kind?: ProposalPayload['kind'];
  at: Date;
};

/** Takes back what waits about a key or a person; nobody can confirm it any more. */
export async function withdrawProposals(
  tx: Tx,
  { subjectId, accountId, kind, at }: WithdrawProposals,
): Promise<void> {
  await tx.proposal.updateMany({
    where: { subjectId, accountId, status: 'open', ...(kind !== undefined && { kind }) },
    data: { status: 'withdrawn', decidedAt: at },
  });
}
