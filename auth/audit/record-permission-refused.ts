import type { AuthServices, RequestTrace } from '../auth-services.ts';
import type { Actor } from '../permissions/actor.ts';
import { actedBy } from './acted-by.ts';

export type PermissionRefused = {
  actor: Actor;
  /** What they wanted: an action of `can`, or a path without ids. */
  action: string;
  reason: 'not_for_staff' | 'not_your_role' | 'class_not_open' | 'not_found' | 'own_proposal';
  /** The id they asked for, where there is one. */
  target?: string;
  /** What is written once a minute; the action unless told otherwise. */
  area?: string;
  trace: RequestTrace;
};

/**
 * Writes down that somebody who is signed in asked for what they may not have (ADM-05), in a transaction of its own;
 * once a minute for each session and action, however often they ask.
 */
export async function recordPermissionRefused(
  { db, audit, now }: Pick<AuthServices, 'db' | 'audit' | 'now'>,
  { actor, action, reason, target, area = action, trace }: PermissionRefused,
): Promise<void> {
  await audit.recordRepeatable(
    db,
    {
      type: 'permission_refused',
      result: 'refused',
      reason,
      ...actedBy(actor),
      holderId: actor.holderId,
      accountId: actor.kind === 'customer' ? actor.accountId : null,
      details: target === undefined ? { action } : { action, target },
      trace,
      at: now(),
    },
    `${actor.sessionId} ${area}`,
  );
}

/** The answer of a use case; where it is that there is nothing such, or not for the actor, that is written down. */
export async function recordNotFound<Outcome extends { ok: true } | { ok: false; reason: string }>(
  services: AuthServices,
  outcome: Outcome,
  refused: Omit<PermissionRefused, 'reason'>,
): Promise<Outcome> {
  const isNotFound = !outcome.ok && NOT_FOUND.has(outcome.reason);
  if (isNotFound) await recordPermissionRefused(services, { ...refused, reason: 'not_found' });
  return outcome;
}

const NOT_FOUND: ReadonlySet<string> = new Set(['not_found', 'account_not_found', 'holder_not_of_account']);
