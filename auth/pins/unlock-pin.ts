import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { keysWithin } from '../keys/key-reach.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import type { StaffActor } from '../permissions/actor.ts';
import type { Policy } from '../policy/policy.ts';
import { findResumeBar } from '../keys/resume-bar.ts';
import { areTriesSpentForGood } from './count-pin-try.ts';
import { WRONG_PINS } from './verify-pin.ts';

export type UnlockPin = {
  keyId: string;
  /** Why, in the words of whoever did it; kept in the key's history. */
  reason: string;
  actor: StaffActor;
  trace: RequestTrace;
};

export type UnlockPinOutcome =
  | { ok: true; isResumed: boolean }
  | { ok: false; reason: 'not_found' }
  /** Nobody has mistyped since the last sign-in. */
  | { ok: false; reason: 'not_blocked' }
  /** A hundred were forgiven since the last right one: somebody guesses. It takes a new PIN. */
  | { ok: false; reason: 'tries_spent' };

/**
 * Forgives the wrong PINs of a key: it waits no longer, and works again where they had it suspended. Its PIN stays.
 * Whoever suspended it for another reason must resume it themselves. What was forgiven is remembered until the right PIN
 * comes: a manager with the fob in their hand gets no more than a hundred guesses out of it (PIN-06).
 */
export async function unlockPin(services: AuthServices, request: UnlockPin): Promise<UnlockPinOutcome> {
  const { keyId, actor, trace } = request;
  const policy = await services.policy();
  const outcome = await services.db.$transaction((tx) =>
    unlockWithinReach(tx, services, { ...request, policy }),
  );
  return recordNotFound(services, outcome, { actor, action: 'key:unlock-pin', target: keyId, trace });
}

async function unlockWithinReach(
  tx: Tx,
  { audit, now }: AuthServices,
  { keyId, reason, actor, trace, policy }: UnlockPin & { policy: Policy },
): Promise<UnlockPinOutcome> {
  const key = await tx.key.findFirst({
    where: {
      id: keyId,
      status: { in: ['active', 'suspended'] },
      serverPin: { isNot: null },
      ...keysWithin(actor, 'unlock-pin'),
    },
    select: {
      holderId: true,
      accountId: true,
      serverPin: { select: { failures: true, forgiven: true } },
    },
  });
  if (key === null || key.serverPin === null) return { ok: false, reason: 'not_found' };
  const { serverPin, ...whose } = key;
  if (areTriesSpentForGood(serverPin)) return { ok: false, reason: 'tries_spent' };
  if (!(await forgiveWrongPins(tx, keyId))) return { ok: false, reason: 'not_blocked' };
  const at = now();
  const isResumed = await resumeUnlocked(tx, { keyId, policy, now: at });
  await tellOfKey(tx, { keyId, news: { kind: 'pin_changed', change: 'unlocked' }, at });
  await audit.record(tx, {
    type: 'pin_unlocked',
    result: 'ok',
    ...actedBy(actor),
    ...whose,
    keyId,
    note: reason,
    details: { isResumed },
    trace,
    at,
  });
  return { ok: true, isResumed };
}

/**
 * Sets the counter of wrong PINs back, and remembers how many there were.
 * @returns whether there was anything to set back; false also when a guess came in between
 */
export async function forgiveWrongPins(tx: Tx, keyId: string): Promise<boolean> {
  const wrong = await tx.serverPin.findUnique({
    where: { keyId },
    select: { failures: true, forgiven: true },
  });
  if (wrong === null || wrong.failures === 0) return false;
  const { count } = await tx.serverPin.updateMany({
    where: { keyId, ...wrong },
    data: { failures: 0, forgiven: wrong.forgiven + wrong.failures, blockedUntil: null },
  });
  return count === 1;
}

/** Resumes a key that wrong PINs had suspended; not one that a person did, nor one that must stay suspended. */
export async function resumeUnlocked(
  tx: Tx,
  { keyId, policy, now }: { keyId: string; policy: Policy; now: Date },
): Promise<boolean> {
  if ((await findResumeBar(tx, { keyId, policy, now })) !== null) return false;
  const { count } = await tx.key.updateMany({
    where: { id: keyId, status: 'suspended', statusReason: WRONG_PINS },
    data: { status: 'active', suspendedAt: null, statusReason: null },
  });
  return count === 1;
}
