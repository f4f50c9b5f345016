import type { Tx } from '#prisma/client.ts';
import { raiseAlarm } from '../alarms/raise-alarm.ts';
import type { AuthServices, RequestTrace } from '../auth-services.ts';
import { tellOfKey } from '../letters/tell-of-key.ts';
import { endSessionsOfKey } from '../sessions/end-sessions.ts';
import { areTriesSpent, countPinTry } from './count-pin-try.ts';
import type { CountedPin, PinTryOutcome } from './count-pin-try.ts';
import { hashPin, isCurrent, isPinOf } from './hash-pin.ts';
import type { PinLimit } from './pin-limits.ts';
import { normalizePin } from './pin.ts';

/** Why a key is suspended that its manager can unlock. */
export const WRONG_PINS = 'wrong_pins';

const BLOCKED = { kind: 'key_changed', change: 'suspended', cause: WRONG_PINS } as const;

export type PinRefusal =
  | 'wrong_pin'
  /** The back-off after wrong ones is not over; the PIN was not looked at. */
  | 'pin_wait'
  | 'pin_tries_spent'
  | 'pin_missing'
  /** It was given out, and not used in time. */
  | 'pin_expired'
  /** Too many wrong ones for the account or from the address. */
  | 'pin_limit';

/** What a step of the caller says: go on, or why not. */
type Step<Done, Reason> = ({ ok: true } & Done) | Refused<Reason>;

type Refused<Reason> = {
  ok: false;
  reason: Reason;
  /** Of `after`: this try counts as none, for its PIN was right and nobody's guess. */
  isTryForgiven?: true;
};

export type VerifyPin<Done, Reason> = {
  key: { id: string; holderId: string | null; accountId: string | null };
  typed: string;
  trace: RequestTrace;
  /** What must hold before a try is counted, in the transaction that counts it. A refusal counts nothing. */
  before?: (tx: Tx) => Promise<Step<object, Reason>>;
  /**
   * What the right PIN opens, in the transaction that clears the counter and that no other of this key runs beside. A
   * refusal clears nothing, or just this try.
   */
  after: (tx: Tx, pin: { mustChange: boolean; hash: string }) => Promise<Step<Done, Reason>>;
};

/**
 * Checks the PIN of a key. The try is counted before the PIN is looked at, so that parallel guesses never exceed the
 * limit and a crash forgives none (PIN-07); the hash is computed between the two transactions, never in one. The tenth
 * wrong PIN in a row suspends the key, ends its sessions and raises an alarm (PIN-06). Every refusal costs the same
 * work as a wrong PIN.
 */
export async function verifyPin<Done, Reason>(
  services: AuthServices,
  request: VerifyPin<Done, Reason>,
): Promise<Step<Done, Reason | PinRefusal>> {
  const { db, peppers, now } = services;
  const { key, before } = request;
  const typed = { keyId: key.id, pin: normalizePin(request.typed) };
  const isCounted = await countUnderLimits(services, request);
  const counted = !isCounted
    ? ({ ok: false, reason: 'pin_limit' } as const)
    : await db.$transaction(async (tx): Promise<PinTryOutcome | Step<never, Reason>> => {
        const fit = await before?.(tx);
        return fit?.ok === false ? fit : countPinTry(tx, { keyId: key.id, now: now() });
      });
  if (!counted.ok) {
    await isPinOf(peppers, null, typed);
    if (isCounted) await giveBack(services, request); // the PIN was not looked at
    if (counted.reason === 'pin_tries_spent') await suspendForWrongPins(services, request);
    return { ok: false, reason: counted.reason };
  }
  const { pin } = counted;
  if (!(await isPinOf(peppers, pin.hash, typed))) {
    if (areTriesSpent(pin)) await suspendForWrongPins(services, request);
    return { ok: false, reason: 'wrong_pin' };
  }
  if (pin.expiresAt !== null && pin.expiresAt <= now()) return { ok: false, reason: 'pin_expired' };
  return accept(services, request, pin);
}

/** Work like that of a check, where the caller has refused before it came to one (PIN-11). */
export async function verifyNoPin({ peppers }: AuthServices, typed: string): Promise<void> {
  await isPinOf(peppers, null, { keyId: '', pin: normalizePin(typed) });
}

/** A PIN that was reset between the two transactions is no longer the right one. */
async function accept<Done, Reason>(
  services: AuthServices,
  { key, typed, trace, after }: VerifyPin<Done, Reason>,
  { hash, mustChange, failures }: CountedPin,
): Promise<Step<Done, Reason | PinRefusal>> {
  const { db, peppers } = services;
  const newHash = isCurrent(peppers, hash)
    ? hash
    : await hashPin(peppers, { keyId: key.id, pin: normalizePin(typed) });
  const outcome = await db.$transaction(async (tx): Promise<Step<Done, Reason | PinRefusal>> => {
    if (!(await holdPin(tx, { keyId: key.id, hash }))) return { ok: false, reason: 'wrong_pin' };
    const done = await after(tx, { mustChange, hash });
    if (!done.ok) {
      if (done.isTryForgiven) await forgiveTry(tx, { keyId: key.id, hash, failures });
      return done;
    }
    await tx.serverPin.updateMany({
      where: { keyId: key.id, hash },
      data: { hash: newHash, failures: 0, forgiven: 0, blockedUntil: null },
    });
    return done;
  });
  if (outcome.ok || outcome.isTryForgiven) await giveBack(services, { key, trace });
  return outcome;
}

type CheckedPin = Pick<CountedPin, 'hash'> & { keyId: string };

/**
 * Writes to the key and then to its PIN, so that until this transaction ends no other sign-in of the key gets further than here:
 * two that have proven themselves at once would not see each other's sessions (PostgreSQL, READ COMMITTED).
 * @returns whether the PIN is still the one that was checked
 */
async function holdPin(tx: Tx, { keyId, hash }: CheckedPin): Promise<boolean> {
  await tx.key.updateMany({ where: { id: keyId }, data: { id: keyId } });
  const { count } = await tx.serverPin.updateMany({ where: { keyId, hash }, data: { hash } });
  return count === 1;
}

/** Unless another try was counted beside it: that one keeps its place and its wait. */
async function forgiveTry(
  tx: Tx,
  { keyId, hash, failures }: CheckedPin & Pick<CountedPin, 'failures'>,
): Promise<void> {
  await tx.serverPin.updateMany({
    where: { keyId, hash, failures },
    data: { failures: failures - 1, blockedUntil: null },
  });
}

type Limited = Pick<VerifyPin<never, never>, 'key' | 'trace'>;

/** @returns false where one of them is used up; then none was taken */
async function countUnderLimits({ pinLimits }: AuthServices, limited: Limited): Promise<boolean> {
  const taken: PinLimit[] = [];
  for (const limit of limitsOf(limited)) {
    if (!(await pinLimits.count(limit))) {
      for (const one of taken) await pinLimits.giveBack(one);
      return false;
    }
    taken.push(limit);
  }
  return true;
}

/** Only wrong PINs count: otherwise one signature, sent again and again, would use up the tries of a whole company. */
async function giveBack({ pinLimits }: AuthServices, limited: Limited): Promise<void> {
  for (const limit of limitsOf(limited)) await pinLimits.giveBack(limit);
}

function limitsOf({ key: { accountId }, trace: { ip } }: Limited): PinLimit[] {
  const ofAddress = { kind: 'pin-address', of: ip } as const;
  return accountId === null ? [ofAddress] : [ofAddress, { kind: 'pin-account', of: accountId }];
}

/** Once, however many guesses find the tries spent; whoever comes after a crash does it in place of the one before. */
async function suspendForWrongPins<Done, Reason>(
  { db, audit, now }: AuthServices,
  { key: { id: keyId, holderId, accountId }, trace }: VerifyPin<Done, Reason>,
): Promise<void> {
  const at = now();
  await db.$transaction(async (tx) => {
    const wrong = await tx.serverPin.findUnique({
      where: { keyId },
      select: { failures: true, forgiven: true },
    });
    if (wrong === null || !areTriesSpent(wrong)) return;
    const { count } = await tx.key.updateMany({
      where: { id: keyId, status: 'active', serverPin: wrong },
      data: { status: 'suspended', suspendedAt: at, statusReason: WRONG_PINS },
    });
    if (count === 0) return;
    await endSessionsOfKey(tx, { keyId, reason: 'key_suspended', at });
    await tellOfKey(tx, { keyId, news: BLOCKED, at });
    await raiseAlarm(tx, audit, { kind: 'wrong_pins', keyId, accountId, trace, at });
    await audit.record(tx, {
      type: 'key_suspended',
      result: 'ok',
      reason: WRONG_PINS,
      keyId,
      holderId,
      accountId,
      trace,
      at,
    });
  });
}
