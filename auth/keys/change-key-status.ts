import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { Audit } from '../audit/audit.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { withdrawInvitations } from '../invitations/create-invitation.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { forgiveWrongPins } from '../pins/unlock-pin.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import { keysWithin } from './key-reach.ts';
import { isKeyStatus, transitionOf } from './key.ts';
import type { KeyStatus } from './key.ts';

export type StaffTransition = 'suspend' | 'resume' | 'revoke';

export type ChangeKeyStatus = {
  keyId: string;
  transition: StaffTransition;
  /** Why, in the words of whoever did it; kept in the key's history. */
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type ChangeKeyStatusOutcome =
  | { ok: true; endedSessions: number }
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'not_from_this_status'; status: KeyStatus };

/** How each transition is called where it leaves a trace. */
const TRACES = {
  suspend: { event: 'key_suspended', sessionEnd: 'key_suspended' },
  resume: { event: 'key_resumed', sessionEnd: null },
  revoke: { event: 'key_revoked', sessionEnd: 'key_revoked' },
} as const;

/**
 * Suspends, resumes or revokes a key. The key's sessions end in the same transaction: open tabs notice within
 * five seconds, pages without scripts at their next request. Its discounts stay with the account.
 * @returns `not_found` for a key outside the actor's reach as for one that does not exist
 */
export async function changeKeyStatus(
  services: AuthServices,
  request: ChangeKeyStatus,
): Promise<ChangeKeyStatusOutcome> {
  const { db, audit, now } = services;
  const { actor, transition, keyId, trace } = request;
  const outcome = await db.$transaction((tx) => makeTransition(tx, audit, { ...request, at: now() }));
  return recordNotFound(services, outcome, { actor, action: `key:${transition}`, target: keyId, trace });
}

/** The same as part of a larger change. */
export async function makeTransition(
  tx: Tx,
  audit: Audit,
  { keyId, transition, reason, actor, trace, at }: ChangeKeyStatus & { at: Date },
): Promise<ChangeKeyStatusOutcome> {
  const reach = { id: keyId, ...keysWithin(actor, transition) };
  const { from, to } = transitionOf(transition);
  const { count } = await tx.key.updateMany({
    where: { ...reach, status: { in: [...from] } },
    data: { status: to, statusReason: reason, ...stampOf(transition, at) },
  });
  if (count === 0) return explainUnchanged(tx, reach);

  const { event, sessionEnd } = TRACES[transition];
  const endedSessions =
    sessionEnd === null ? 0 : await endSessionsOfKey(tx, { keyId, reason: sessionEnd, at });
  const key = await tx.key.findUniqueOrThrow({
    where: { id: keyId },
    select: { holderId: true, accountId: true },
  });
  const about = { ...actedBy(actor), ...key, keyId, trace, at };
  if (transition === 'revoke') await withdrawInvitations(tx, audit, about);
  if (transition === 'resume') await forgiveWrongPins(tx, keyId);
  await audit.record(tx, { type: event, result: 'ok', ...about, note: reason, details: { endedSessions } });
  return { ok: true, endedSessions };
}

function stampOf(transition: StaffTransition, at: Date) {
  switch (transition) {
    case 'suspend':
      return { suspendedAt: at };
    case 'resume':
      return { suspendedAt: null };
    case 'revoke':
      return { revokedAt: at };
  }
}

async function explainUnchanged(tx: Tx, reach: object): Promise<ChangeKeyStatusOutcome> {
  const key = await tx.key.findFirst({ where: reach, select: { status: true } });
  if (key === null || !isKeyStatus(key.status)) return { ok: false, reason: 'not_found' };
  return { ok: false, reason: 'not_from_this_status', status: key.status };
}
