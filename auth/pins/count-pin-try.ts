import type { Tx } from '#prisma/client.ts';

/** A key is suspended after so many wrong PINs in a row (PIN-06: eight to ten). */
export const PIN_TRIES = 10;

/** And never more than so many until somebody gives it a new PIN, however often its manager forgives (PIN-06). */
export const PIN_TRIES_IN_ALL = 100;

/** The wrong PINs of a key since the last right one. */
export type WrongPins = {
  /** In a row, not forgiven. */
  failures: number;
  forgiven: number;
};

/** Whether its manager can still forgive them. */
export function areTriesSpentForGood({ failures, forgiven }: WrongPins): boolean {
  return failures + forgiven >= PIN_TRIES_IN_ALL;
}

/** Whether the next PIN will not be looked at. */
export function areTriesSpent(wrong: WrongPins): boolean {
  return wrong.failures >= PIN_TRIES || areTriesSpentForGood(wrong);
}

/** So many may follow each other at once: whoever mistypes is not kept waiting. */
const TRIES_WITHOUT_WAIT = 2;
const FIRST_WAIT_MS = 5_000;

/** The PIN of a key as it is stored, with this try counted. */
export type CountedPin = WrongPins & { hash: string; mustChange: boolean; expiresAt: Date | null };

export type PinTryOutcome =
  { ok: true; pin: CountedPin } | { ok: false; reason: 'pin_missing' | 'pin_wait' | 'pin_tries_spent' };

/**
 * Counts a try before the PIN is looked at (PIN-07): one conditional write on the number that was read, so that of any
 * number of parallel guesses each takes a try of its own or none, and a crash after it has counted.
 */
export async function countPinTry(
  tx: Tx,
  { keyId, now }: { keyId: string; now: Date },
): Promise<PinTryOutcome> {
  const stored = await tx.serverPin.findUnique({
    where: { keyId },
    select: {
      hash: true,
      mustChange: true,
      expiresAt: true,
      failures: true,
      forgiven: true,
      blockedUntil: true,
    },
  });
  if (stored === null) return { ok: false, reason: 'pin_missing' };
  const { blockedUntil, ...pin } = stored;
  if (areTriesSpent(pin)) return { ok: false, reason: 'pin_tries_spent' };
  if (blockedUntil !== null && blockedUntil > now) return { ok: false, reason: 'pin_wait' };
  const failures = pin.failures + 1;
  const { count } = await tx.serverPin.updateMany({
    where: { keyId, hash: pin.hash, failures: pin.failures, forgiven: pin.forgiven },
    data: { failures, blockedUntil: waitEndsAt(failures, now) },
  });
  if (count === 0) return { ok: false, reason: 'pin_wait' }; // another try was faster
  return { ok: true, pin: { ...pin, failures } };
}

/** From the third wrong PIN on each one doubles the wait: five seconds, ten, twenty, … five minutes. */
function waitEndsAt(failures: number, now: Date): Date | null {
  if (failures <= TRIES_WITHOUT_WAIT) return null;
  return new Date(now.getTime() + FIRST_WAIT_MS * 2 ** (failures - TRIES_WITHOUT_WAIT - 1));
}
