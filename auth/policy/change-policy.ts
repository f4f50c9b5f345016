import type { Tx } from '#prisma/client.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { proposeToStaff } from '../proposals/propose-to-staff.ts';
import { getPolicy } from './find-policy.ts';
import { changedParts, findFloorBreaches, needsSecondPerson } from './policy.ts';
import type { FloorBreach, Policy } from './policy.ts';
import { holdPolicy, putPolicyInForce } from './put-policy-in-force.ts';

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
  /** Nothing in it decides what a key must prove or opens: it is in force. */
  | { ok: true; made: 'version'; version: number }
  /** Another administrator confirms it, or, where there is none, it waits until `effectiveAt`. */
  | { ok: true; made: 'proposal'; proposalId: string; effectiveAt: Date | null }
  /** Keys would prove less than a production installation promises. */
  | { ok: false; reason: 'below_floor'; breaches: readonly FloorBreach[] }
  | { ok: false; reason: 'changed_meanwhile' | 'unchanged' | 'proposed_already' };

/** Asks for new rules; those that guard nothing are put in force at once (ADM-02). */
export async function changePolicy(
  { db, audit, now }: AuthServices,
  request: ChangePolicy,
): Promise<ChangePolicyOutcome> {
  const breaches = findFloorBreaches(request.policy, request.mode);
  if (breaches.length > 0) return { ok: false, reason: 'below_floor', breaches };
  return db.$transaction((tx) => change(tx, audit, { ...request, at: now() }));
}

async function change(
  tx: Tx,
  audit: Audit,
  { policy, basedOn, at, ...request }: ChangePolicy & { at: Date },
): Promise<ChangePolicyOutcome> {
  await holdPolicy(tx);
  const inForce = await getPolicy(tx);
  if (inForce.version !== basedOn) return { ok: false, reason: 'changed_meanwhile' };
  const changed = changedParts(inForce.policy, policy);
  if (changed.length === 0) return { ok: false, reason: 'unchanged' };

  const payload = { kind: 'policy_change', basedOn, policy } as const;
  if (needsSecondPerson(changed)) {
    const proposed = await proposeToStaff(tx, audit, { ...request, payload, at });
    return proposed.ok ? { ...proposed, made: 'proposal' } : proposed;
  }
  const { actor } = request;
  const by = { proposedById: actor.holderId, decidedBy: actor };
  const done = await putPolicyInForce(tx, audit, { ...request, ...by, payload, at });
  if (done === 'overtaken') return { ok: false, reason: 'changed_meanwhile' };
  return { ok: true, made: 'version', version: basedOn + 1 };
}
