import type { Db, Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { tellOfDecision } from '../letters/tell-of-proposal.ts';
import type { Actor } from '../permissions/actor.ts';
import { can } from '../permissions/can.ts';
import { preparePinReset } from '../pins/reset-pin.ts';
import type { GivenPin, PreparedReset } from '../pins/reset-pin.ts';
import type { Policy } from '../policy/policy.ts';
import { lockTies } from '../ties/lock-ties.ts';
import { canHandOver, carryOut } from './carry-out.ts';
import type { HandOver } from './carry-out.ts';
import { hasOwnerWithKey } from './guarded-account.ts';
import { ProposalPayload, holderIdOf, keyIdOf } from './proposal.ts';

export type DecideProposal = {
  proposalId: string;
  decision: 'approve' | 'decline';
  /** Hash of what was on the screen: nobody confirms what they have not seen. */
  seenHash: string;
  actor: Actor;
  trace: RequestTrace;
};

export type DecideProposalOutcome =
  /** What was confirmed is shown now, to whoever confirmed it, and stored nowhere: a key's code, or its new PIN. */
  | { ok: true; claimCode: string | null; oneTimePin: GivenPin | null }
  /** Also of another account, and for whoever may not decide it. */
  | { ok: false; reason: 'not_found' }
  /** Decided, withdrawn or expired meanwhile, or no longer what was seen. */
  | { ok: false; reason: 'overtaken' }
  /** An owner of the account has a key that works: it is theirs to decide. */
  | { ok: false; reason: 'owner_decides' }
  /** Nobody confirms what they asked for themselves, but where they asked with a key of another company of theirs. */
  | { ok: false; reason: 'own_proposal' };

/**
 * Confirms or declines what somebody else has asked for. Whoever confirms has just touched their key for it (AUT-19).
 * The decision is one conditional write; what was asked for happens in the same transaction, or not at all. A PIN is
 * hashed before that transaction.
 */
export async function decideProposal(
  services: AuthServices,
  request: DecideProposal,
): Promise<DecideProposalOutcome> {
  const policy = await services.policy();
  const newPin = await prepareNewPin(services, request, policy);
  const outcome = await services.db.$transaction((tx) =>
    decide(tx, services, { ...request, policy, newPin }),
  );
  const { actor, proposalId: target, trace } = request;
  return recordNotFound(services, outcome, { actor, action: 'proposal:decide', target, trace });
}

/** Only for whoever may decide it: a hash is work. Null where none is asked for, or the key takes none any more. */
async function prepareNewPin(
  services: AuthServices,
  { proposalId, decision, actor }: DecideProposal,
  policy: Policy,
): Promise<PreparedReset | null> {
  if (decision === 'decline') return null;
  const now = services.now();
  const found = await findDecidable(services.db, { proposalId, actor, policy, now });
  if (!found.ok || found.payload.kind !== 'pin_reset') return null;
  return preparePinReset(services, { keyId: found.payload.keyId, days: policy.oneTimePinDays });
}

async function decide(
  tx: Tx,
  services: AuthServices,
  {
    proposalId,
    decision,
    seenHash,
    actor,
    trace,
    policy,
    newPin,
  }: DecideProposal & { policy: Policy; newPin: PreparedReset | null },
): Promise<DecideProposalOutcome> {
  const at = services.now();
  const found = await findDecidable(tx, { proposalId, actor, policy, now: at });
  if (!found.ok) return found;
  const { accountId, payload, proposedById } = found;
  if (payload.kind === 'tie_move' || payload.kind === 'row_move') {
    const handOver = { proposalId, accountId, payload, decision, actor, trace, at };
    if (await isOvertaken(tx, services, handOver)) return { ok: false, reason: 'overtaken' };
  }
  const { count } = await tx.proposal.updateMany({
    where: { id: proposalId, status: 'open', payloadHash: seenHash, expiresAt: { gt: at } },
    data: {
      status: decision === 'approve' ? 'approved' : 'declined',
      decidedById: actor.holderId,
      decidedWithKeyId: actor.keyId,
      decidedAt: at,
    },
  });
  if (count === 0) return { ok: false, reason: 'overtaken' };
  const decidedBy = actor.kind === 'customer' ? 'owner' : 'staff';
  await tellOfDecision(tx, { accountId, payload, decision, decidedBy, proposedById, at });

  const event = {
    result: 'ok',
    ...actedBy(actor),
    accountId,
    holderId: holderIdOf(payload),
    keyId: keyIdOf(payload),
    details: { proposalId, kind: payload.kind },
    trace,
    at,
  } as const;
  const type = decision === 'approve' ? 'proposal_approved' : 'proposal_declined';
  await services.audit.record(tx, { type, ...event });
  const done = await carryOut(tx, services, {
    decision,
    payload,
    accountId,
    actor,
    policy,
    newPin,
    trace,
    at,
  });
  const isPinMissing = payload.kind === 'pin_reset' && decision === 'approve' && done.oneTimePin === null;
  return isPinMissing ? { ok: false, reason: 'overtaken' } : { ok: true, ...done };
}

/** What can't be done as asked any more is closed, so that nobody is asked for it again. */
async function isOvertaken(
  tx: Tx,
  { audit }: AuthServices,
  {
    proposalId,
    accountId,
    payload,
    decision,
    actor,
    trace,
    at,
  }: Pick<DecideProposal, 'proposalId' | 'decision' | 'actor' | 'trace'> & {
    accountId: string;
    payload: HandOver;
    at: Date;
  },
): Promise<boolean> {
  await lockTies(tx);
  if (decision === 'decline' || (await canHandOver(tx, { accountId, payload }))) return false;
  const { count } = await tx.proposal.updateMany({
    where: { id: proposalId, status: 'open' },
    data: { status: 'overtaken', decidedById: actor.holderId, decidedAt: at },
  });
  if (count === 0) return true;
  const details = { proposalId, kind: payload.kind };
  const event = { result: 'refused', ...actedBy(actor), accountId, details, trace, at } as const;
  await audit.record(tx, { type: 'proposal_overtaken', ...event });
  return true;
}

type Decidable =
  | { ok: true; accountId: string; payload: ProposalPayload; proposedById: string }
  | { ok: false; reason: 'not_found' | 'owner_decides' | 'own_proposal' };

/** The customer stands in the where clause; staff decide only where no owner can. */
async function findDecidable(
  tx: Db | Tx,
  {
    proposalId,
    actor,
    policy,
    now,
  }: Pick<DecideProposal, 'proposalId' | 'actor'> & { policy: Policy; now: Date },
): Promise<Decidable> {
  const row = await tx.proposal.findFirst({
    where: {
      id: proposalId,
      approver: 'owner',
      accountId: actor.kind === 'customer' ? actor.accountId : { not: null },
    },
    select: { accountId: true, payloadJson: true, proposedById: true },
  });
  if (row === null || row.accountId === null) return { ok: false, reason: 'not_found' };
  const { accountId, payloadJson, proposedById } = row;
  const subject =
    actor.kind === 'customer'
      ? ({ kind: 'account', accountId, accountManagerId: null } as const)
      : ({ kind: 'installation' } as const);
  if (!can(actor, 'proposal:decide', subject)) return { ok: false, reason: 'not_found' };
  const payload = ProposalPayload.parse(JSON.parse(payloadJson));
  if (proposedById === actor.holderId && !isWithAnotherKey(payload, actor))
    return { ok: false, reason: 'own_proposal' };
  if (actor.kind === 'staff' && (await hasOwnerWithKey(tx, { accountId, policy, now })))
    return { ok: false, reason: 'owner_decides' };
  return { ok: true, accountId, payload, proposedById };
}

/** Who owns two companies, and has a key of each, speaks for both about their own address. */
function isWithAnotherKey(payload: ProposalPayload, { keyId }: Actor): boolean {
  if (payload.kind !== 'address_change' || payload.askedWithKeyId === undefined) return false;
  return payload.askedWithKeyId !== keyId;
}
