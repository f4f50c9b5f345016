import type { Tx } from '#prisma/client.ts';
import { actedBy } from '../audit/acted-by.ts';
import { recordNotFound } from '../audit/record-permission-refused.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { keysWithin } from '../keys/key-reach.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import type { StaffActor } from '../permissions/actor.ts';
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
  | { ok: false; reason: 'not_blocked' };

/**
 * Forgives the wrong PINs of a key: it waits no longer, and works again where they had it suspended. Its PIN stays.
 * Whoever suspended it for another reason must resume it themselves.
 */
export async function unlockPin(services: AuthServices, request: UnlockPin): Promise<UnlockPinOutcome> {
  const { keyId, actor, trace } = request;
  const outcome = await services.db.$transaction((tx) => unlockWithinReach(tx, services, request));
  return recordNotFound(services, outcome, { actor, action: 'key:unlock-pin', target: keyId, trace });
}

async function unlockWithinReach(
  tx: Tx,
  { audit, now }: AuthServices,
  { keyId, reason, actor, trace }: UnlockPin,
): Promise<UnlockPinOutcome> {
  const key = await tx.key.findFirst({
    where: {
      id: keyId,
      status: { in: ['active', 'suspended'] },
      serverPin: { isNot: null },
      ...keysWithin(actor, 'unlock-pin'),
    },
    select: { holderId: true, accountId: true },
  });
  if (key === null) return { ok: false, reason: 'not_found' };
  if (!(await forgiveWrongPins(tx, keyId))) return { ok: false, reason: 'not_blocked' };
  const isResumed = await resumeUnlocked(tx, keyId);
  const at = now();
  await tellOfKey(tx, { keyId, news: { kind: 'pin_changed', change: 'unlocked' }, at });
  await audit.record(tx, {
    type: 'pin_unlocked',
    result: 'ok',
    ...actedBy(actor),
    ...key,
    keyId,
    note: reason,
    details: { isResumed },
    trace,
    at,
  });
  return { ok: true, isResumed };
}

/** Sets the counter of wrong PINs back. @returns whether there was anything to set back */
export async function forgiveWrongPins(tx: Tx, keyId: string): Promise<boolean> {
  const { count } = await tx.serverPin.updateMany({
    where: { keyId, failures: { gt: 0 } },
    data: { failures: 0, blockedUntil: null },
  });
  return count === 1;
}

/** Resumes a key that wrong PINs had suspended; not one that a person did. */
export async function resumeUnlocked(tx: Tx, keyId: string): Promise<boolean> {
  const { count } = await tx.key.updateMany({
    where: { id: keyId, status: 'suspended', statusReason: WRONG_PINS },
    data: { status: 'active', suspendedAt: null, statusReason: null },
  });
  return count === 1;
}
