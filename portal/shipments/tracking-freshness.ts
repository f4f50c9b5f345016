/** How soon a carrier's word on a parcel ages: the portal asks less often the longer it is on its way. */
import { daysBetween } from '../lib/dates.ts';
import type { Freshness } from '../freshness/freshness.ts';

type Step = { upToDays: number; everyHours: number };

/** Older ones that never arrived are a matter for people; the portal asks no more. */
export const ASKED_DAYS = 60;

/** The older a parcel, the less happens to it. */
const RHYTHM: readonly Step[] = [
  { upToDays: 7, everyHours: 1 },
  { upToDays: 21, everyHours: 6 },
  { upToDays: ASKED_DAYS, everyHours: 24 },
];

const HOUR_MINUTES = 60;

/** @returns null for a parcel that is asked for no more */
export function hoursBetweenQuestions(shippedOn: string, todayOn: string): number | null {
  const days = daysBetween(shippedOn, todayOn);
  return RHYTHM.find(({ upToDays }) => days <= upToDays)?.everyHours ?? null;
}

/** A word is ageing when two questions in a row brought nothing newer, and old after a day more. */
export function trackingFreshness(
  { carrier, asOf, shippedOn }: { carrier: string; asOf: Date; shippedOn: string },
  todayOn: string,
): Freshness {
  const hours = hoursBetweenQuestions(shippedOn, todayOn) ?? 24;
  const ageingAfterMinutes = 2 * hours * HOUR_MINUTES + HOUR_MINUTES;
  const oldAfterMinutes = ageingAfterMinutes + 24 * HOUR_MINUTES;
  return { source: carrier, at: asOf, ageingAfterMinutes, oldAfterMinutes };
}
