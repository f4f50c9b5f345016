/** How long a session goes on, as its open pages know it. */

/** In whole seconds. */
export type TimeLeft = {
  /** Until it locks, if nothing is done. */
  idle: number;
  /** Until its absolute limit, whatever is done. */
  whole: number;
  /** From how many seconds before a lock the person is warned. */
  warnFrom: number;
};

/** What the person is told, in steps so coarse that nobody is counted down at. */
export type Warning = { limit: 'idle' | 'whole'; step: WarningStep };
export const WARNING_STEPS = ['minute', 'half', 'moments'] as const;
export type WarningStep = (typeof WARNING_STEPS)[number];

const SECOND_MS = 1_000;
const WARN_FROM_SECONDS = 60;
const HALF_SECONDS = 30;
const MOMENTS_SECONDS = 10;

/** @param times of a live session */
export function timeLeftOf(
  times: { idleEndsAt: Date; expiresAt: Date; idleLimitSeconds: number },
  now: Date,
): TimeLeft {
  return {
    idle: secondsUntil(times.idleEndsAt, now),
    whole: secondsUntil(times.expiresAt, now),
    warnFrom: Math.min(WARN_FROM_SECONDS, times.idleLimitSeconds / 2),
  };
}

/** Null while there is time. What comes first is told of: the absolute limit can't be put off. */
export function warningOf({ idle, whole, warnFrom }: TimeLeft): Warning | null {
  const left = Math.min(idle, whole);
  if (left > warnFrom) return null;
  return { limit: whole <= idle ? 'whole' : 'idle', step: stepOf(left) };
}

function stepOf(left: number): WarningStep {
  if (left > HALF_SECONDS) return 'minute';
  return left > MOMENTS_SECONDS ? 'half' : 'moments';
}

function secondsUntil(end: Date, now: Date): number {
  return Math.max(0, Math.ceil((end.getTime() - now.getTime()) / SECOND_MS));
}
