import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { keysWithin } from '../keys/key-reach.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import type { StaffActor } from '../permissions/actor.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import { hashPin } from './hash-pin.ts';
import { mintOneTimePin } from './pin.ts';
import { PIN_SUBJECT, pinRulesOf } from './set-pin.ts';
import type { PreparedPin } from './set-pin.ts';
import { resumeUnlocked } from './unlock-pin.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export type ResetPin = {
  keyId: string;
  /** Why, in the words of whoever did it; kept in the key's history. */
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type ResetPinOutcome =
  /** The PIN is in this answer and nowhere else. */
  | { ok: true; oneTimePin: string; expiresAt: Date; endedSessions: number }
  /** Also for a key outside the actor's reach, and for one that checks its PIN itself. */
  | { ok: false; reason: 'not_found' };

/**
 * Gives a key a random PIN in place of the one that was forgotten: shown once, changed at its first use, worthless
 * after some days (PIN-08). All sessions of the key end, and its holder is told by letter (PIN-10). Nobody of the staff ever learns a chosen PIN.
 */
export async function resetPin(services: AuthServices, request: ResetPin): Promise<ResetPinOutcome> {
  const { keyId, actor, trace } = request;
  const outcome = await resetWithinReach(services, request);
  return recordNotFound(services, outcome, { actor, action: 'key:reset-pin', target: keyId, trace });
}

async function resetWithinReach(services: AuthServices, request: ResetPin): Promise<ResetPinOutcome> {
  const { db, peppers, now } = services;
  const key = await db.key.findFirst({ where: resettable(request), select: PIN_SUBJECT });
  if (key === null) return { ok: false, reason: 'not_found' };
  const oneTimePin = mintOneTimePin(pinRulesOf(key));
  const hash = await hashPin(peppers, { keyId: key.id, pin: oneTimePin });
  const { oneTimePinDays } = await services.policy();
  const expiresAt = new Date(now().getTime() + oneTimePinDays * DAY_MS);
  return db.$transaction(async (tx): Promise<ResetPinOutcome> => {
    const prepared = { keyId: key.id, hash, expiresAt };
    const endedSessions = await storeOneTimePin(tx, services, request, prepared);
    if (endedSessions === null) return { ok: false, reason: 'not_found' };
    return { ok: true, oneTimePin, expiresAt, endedSessions };
  });
}

/** @returns how many sessions ended; null when the key went out of reach meanwhile */
async function storeOneTimePin(
  tx: Tx,
  { audit, now }: AuthServices,
  request: ResetPin,
  { keyId, hash, expiresAt }: PreparedPin & { expiresAt: Date },
): Promise<number | null> {
  const at = now();
  const { count } = await tx.serverPin.updateMany({
    where: { keyId, key: resettable(request) },
    data: { hash, mustChange: true, failures: 0, blockedUntil: null, setAt: at, expiresAt },
  });
  if (count === 0) return null;
  const endedSessions = await endSessionsOfKey(tx, { keyId, reason: 'pin_reset', at });
  const isResumed = await resumeUnlocked(tx, keyId);
  await tellOfKey(tx, { keyId, news: { kind: 'pin_changed', change: 'reset' }, at });
  const subject = await tx.key.findUniqueOrThrow({
    where: { id: keyId },
    select: { holderId: true, accountId: true },
  });
  const about = { ...actedBy(request.actor), ...subject, keyId, trace: request.trace, at };
  await audit.record(tx, {
    type: 'pin_reset',
    result: 'ok',
    ...about,
    note: request.reason,
    details: { endedSessions, isResumed },
  });
  return endedSessions;
}

function resettable({ keyId, actor }: ResetPin) {
  return {
    id: keyId,
    kind: 'u2f',
    status: { in: ['active', 'suspended'] },
    serverPin: { isNot: null },
    ...keysWithin(actor, 'reset-pin'),
  };
}
