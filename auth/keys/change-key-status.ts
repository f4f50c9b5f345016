import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import type { Audit } from '../audit/audit.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { withdrawInvitations } from '../invitations/create-invitation.ts';
import type { KeyChange } from '../letters/letter.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { forgiveWrongPins } from '../pins/unlock-pin.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import type { Policy } from '../policy/policy.ts';
import { keysWithin } from './key-reach.ts';
import { isKeyStatus, transitionOf } from './key.ts';
import type { KeyStatus, KeyTransition } from './key.ts';
import { findResumeBar } from './resume-bar.ts';
import type { ResumeBar } from './resume-bar.ts';
import type { ShippingWay } from './shipping.ts';

export type StaffTransition = Exclude<KeyTransition, 'assign' | 'activate' | 'write-off'>;

export type ChangeKeyStatus = {
  keyId: string;
  transition: StaffTransition;
  /** Why, in the words of whoever did it; kept in the key's history. Of one that is shipped its tracking number. */
  reason: string | null;
  /** Of one that is shipped. */
  way?: ShippingWay;
  actor: StaffActor;
  trace: RequestTrace;
};

export type ChangeKeyStatusOutcome =
  | { ok: true; endedSessions: number }
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'not_from_this_status'; status: KeyStatus }
  | { ok: false; reason: 'not_resumable'; bar: ResumeBar };

/** How each transition is called where it leaves a trace. */
const TRACES = {
  suspend: { event: 'key_suspended', sessionEnd: 'key_suspended' },
  resume: { event: 'key_resumed', sessionEnd: null },
  revoke: { event: 'key_revoked', sessionEnd: 'key_revoked' },
  ship: { event: 'key_shipped', sessionEnd: null },
  'report-lost': { event: 'key_lost', sessionEnd: 'key_lost' },
  destroy: { event: 'key_destroyed', sessionEnd: null },
} as const;

/** What its holder is told of by letter (REG-25). */
const TOLD_AS: Readonly<Record<StaffTransition, KeyChange | null>> = {
  suspend: 'suspended',
  resume: 'resumed',
  revoke: 'revoked',
  ship: null,
  'report-lost': 'lost',
  destroy: 'destroyed',
};

/** Whoever has the printed link of such a key must not be able to use it any more. */
const LINKS_DIE: ReadonlySet<StaffTransition> = new Set(['report-lost', 'revoke']);

/**
 * Takes a key one step further in its life (REC-01): ships, suspends, resumes, reports lost, revokes or marks it as
 * destroyed. Where it stops the key, the key's sessions end in the same transaction: open tabs notice within
 * five seconds, pages without scripts at their next request. Its discounts stay with the account. What suspended it may
 * keep it from being resumed.
 * @returns `not_found` for a key outside the actor's reach as for one that does not exist
 */
export async function changeKeyStatus(
  services: AuthServices,
  request: ChangeKeyStatus,
): Promise<ChangeKeyStatusOutcome> {
  const { db, audit, now } = services;
  const { actor, transition, keyId, trace } = request;
  const policy = await services.policy();
  const outcome = await db.$transaction(async (tx): Promise<ChangeKeyStatusOutcome> => {
    const at = now();
    if (transition !== 'resume') return makeTransition(tx, audit, { ...request, transition, at });
    return resume(tx, audit, { ...request, policy, at });
  });
  return recordNotFound(services, outcome, { actor, action: `key:${transition}`, target: keyId, trace });
}

/** The same as part of a larger change; nothing is resumed by the way. */
export function makeTransition(
  tx: Tx,
  audit: Audit,
  request: ChangeKeyStatus & { transition: Exclude<StaffTransition, 'resume'>; at: Date },
): Promise<ChangeKeyStatusOutcome> {
  return move(tx, audit, request);
}

async function resume(
  tx: Tx,
  audit: Audit,
  { policy, ...request }: ChangeKeyStatus & { policy: Policy; at: Date },
): Promise<ChangeKeyStatusOutcome> {
  const { keyId, actor, at } = request;
  const reach = {
    id: keyId,
    status: { in: [...transitionOf('resume').from] },
    ...keysWithin(actor, 'resume'),
  };
  const isWithinReach = (await tx.key.count({ where: reach })) === 1;
  const bar = isWithinReach ? await findResumeBar(tx, { keyId, policy, now: at }) : null;
  return bar === null ? move(tx, audit, request) : { ok: false, reason: 'not_resumable', bar };
}

async function move(
  tx: Tx,
  audit: Audit,
  { keyId, transition, reason, way, actor, trace, at }: ChangeKeyStatus & { at: Date },
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
  if (LINKS_DIE.has(transition)) await withdrawInvitations(tx, audit, about);
  if (transition === 'resume') await forgiveWrongPins(tx, keyId);
  const change = TOLD_AS[transition];
  if (change !== null)
    await tellOfKey(tx, { keyId, news: { kind: 'key_changed', change, cause: 'staff' }, at });
  const told = { ...about, reason: way ?? null, note: reason, details: { endedSessions } };
  await audit.record(tx, { type: event, result: 'ok', ...told });
  return { ok: true, endedSessions };
}

function stampOf(transition: StaffTransition, at: Date) {
  switch (transition) {
    case 'suspend':
      return { suspendedAt: at };
    case 'resume':
      return { suspendedAt: null };
    case 'revoke':
      return { revokedAt: at, liveSerial: null };
    case 'ship':
      return { shippedAt: at };
    case 'report-lost':
      return { lostAt: at };
    case 'destroy':
      return { destroyedAt: at };
  }
}

async function explainUnchanged(tx: Tx, reach: object): Promise<ChangeKeyStatusOutcome> {
  const key = await tx.key.findFirst({ where: reach, select: { status: true } });
  if (key === null || !isKeyStatus(key.status)) return { ok: false, reason: 'not_found' };
  return { ok: false, reason: 'not_from_this_status', status: key.status };
}
