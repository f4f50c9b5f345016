import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { Audit } from '../audit/audit.ts';
import type { RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import type { PolicyChange } from '../proposals/staff-proposal.ts';
import { getPolicy } from './find-policy.ts';
import { changedParts, findFloorBreaches } from './policy.ts';

/** Reads "brelokpo" in ASCII: one version after the other. */
const POLICY_LOCK = 0x6272656c6f6b706fn;

export type PutPolicyInForce = {
  payload: PolicyChange;
  reason: string;
  /** Whoever asked for it; the version is theirs. */
  proposedById: string;
  /** Whoever confirmed it, or whose own change it is; null where it happened by itself. */
  decidedBy: StaffActor | null;
  /** Absent: a change that needs nobody else. */
  proposalId?: string;
  mode: 'demo' | 'production';
  trace: RequestTrace | undefined;
  at: Date;
};

/** Holds the rules until the transaction ends, so that nobody changes them in between. */
export async function holdPolicy(tx: Tx): Promise<void> {
  await lockUntilTransactionEnds(tx, POLICY_LOCK);
}

/** Whether the rules are still those that a change was made for. */
export async function isPolicyAsBefore(db: Db | Tx, { basedOn }: PolicyChange): Promise<boolean> {
  return (await getPolicy(db)).version === basedOn;
}

/** Puts rules in force as the next version, with their audit event; `overtaken` where there is a newer one already. */
export async function putPolicyInForce(
  tx: Tx,
  audit: Audit,
  { payload, reason, proposedById, decidedBy, proposalId, mode, trace, at }: PutPolicyInForce,
): Promise<'done' | 'overtaken'> {
  await holdPolicy(tx);
  const { policy, basedOn } = payload;
  const inForce = await getPolicy(tx);
  const isPossible = findFloorBreaches(policy, mode).length === 0;
  if (inForce.version !== basedOn || !isPossible) return 'overtaken';
  const version = basedOn + 1;
  await tx.policyVersion.create({
    data: {
      version,
      policyJson: JSON.stringify(policy),
      reason,
      createdById: proposedById,
      createdAt: at,
    },
    select: { version: true },
  });
  const changed = changedParts(inForce.policy, policy).join(' ');
  await audit.record(tx, {
    type: 'policy_changed',
    result: 'ok',
    ...(decidedBy === null ? { actorId: SYSTEM_ACTOR } : actedBy(decidedBy)),
    note: reason,
    details: proposalId === undefined ? { version, changed } : { version, changed, proposalId },
    trace,
    at,
  });
  return 'done';
}
