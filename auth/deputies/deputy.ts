/** Somebody who acts for an account manager on leave, from one day to another, both included (REC-02 amended). */

/** Days as `YYYY-MM-DD`, in the company's time zone. */
export type DeputyPeriod = { fromOn: string; toOn: string };

/** Longer than any leave: whoever is away for more gives the customers to a colleague. */
export const DEPUTY_DAYS_MAX = 92;

const DAY_MS = 86_400_000;

/** Why a period is none: it ends before it begins, it is over already, or it is too long. */
export type PeriodFault = 'backwards' | 'over' | 'too_long';

/** @returns null for a period for which somebody may be named */
export function faultOfPeriod({ fromOn, toOn }: DeputyPeriod, todayOn: string): PeriodFault | null {
  if (toOn < fromOn) return 'backwards';
  if (toOn < todayOn) return 'over';
  return daysOf({ fromOn, toOn }) > DEPUTY_DAYS_MAX ? 'too_long' : null;
}

/** Whether it runs on this day. */
export function isRunning({ fromOn, toOn }: DeputyPeriod, todayOn: string): boolean {
  return fromOn <= todayOn && todayOn <= toOn;
}

function daysOf({ fromOn, toOn }: DeputyPeriod): number {
  return Math.round((Date.parse(toOn) - Date.parse(fromOn)) / DAY_MS) + 1;
}
