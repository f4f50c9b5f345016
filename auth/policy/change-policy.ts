import { lockUntilTransactionEnds } from '#prisma/client.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { getPolicy } from './find-policy.ts';
import { POLICY_PARTS, findFloorBreaches } from './policy.ts';
import type { FloorBreach, Policy } from './policy.ts';

/** Reads "brelokpo" in ASCII: one version after the other. */
const POLICY_LOCK = 0x6272656c6f6b706fn;

export type ChangePolicy = {
  policy: Policy;
  /** The version that was on the screen: a change made meanwhile is never overwritten unseen. */
  basedOn: number;
  /** Why, in the words of whoever changes it; it stands beside the version. */
  reason: string;
  mode: 'demo' | 'production';
  actor: StaffActor;
  trace: RequestTrace;
};

export type ChangePolicyOutcome =
  | { ok: true; version: number }
  /** Keys would prove less than a production installation promises. */
  | { ok: false; reason: 'below_floor'; breaches: readonly FloorBreach[] }
  | { ok: false; reason: 'changed_meanwhile' }
  | { ok: false; reason: 'unchanged' };

/** Puts new rules in force, as the next version; earlier ones stay as they were. */
export async function changePolicy(
  { db, audit, now }: AuthServices,
  { policy, basedOn, reason, mode, actor, trace }: ChangePolicy,
): Promise<ChangePolicyOutcome> {
  const breaches = findFloorBreaches(policy, mode);
  if (breaches.length > 0) return { ok: false, reason: 'below_floor', breaches };
  const at = now();
  return db.$transaction(async (tx) => {
    await lockUntilTransactionEnds(tx, POLICY_LOCK);
    const inForce = await getPolicy(tx);
    if (inForce.version !== basedOn) return { ok: false, reason: 'changed_meanwhile' };
    const changed = changedParts(inForce.policy, policy);
    if (changed.length === 0) return { ok: false, reason: 'unchanged' };
    const version = basedOn + 1;
    await tx.policyVersion.create({
      data: {
        version,
        policyJson: JSON.stringify(policy),
        reason,
        createdById: actor.holderId,
        createdAt: at,
      },
      select: { version: true },
    });
    await audit.record(tx, {
      type: 'policy_changed',
      result: 'ok',
      actorId: actor.holderId,
      sessionId: actor.sessionId,
      tier: actor.tier,
      note: reason,
      details: { version, changed: changed.join(' ') },
      trace,
      at,
    });
    return { ok: true, version };
  });
}

function changedParts(before: Policy, after: Policy): string[] {
  return POLICY_PARTS.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
}
