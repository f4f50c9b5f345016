import { addDays, utcMidnight } from '#portal/lib/dates.ts';

const WORKDAYS_A_WEEK = 5;

/** People work from Monday to Friday; the demo knows no holidays. */
export function isWorkday(on: string): boolean {
  return weekdayOf(on) < WORKDAYS_A_WEEK;
}

/** The day itself if people work on it, else the next one on which they do. */
export function nextWorkday(on: string): string {
  const weekday = weekdayOf(on);
  return weekday < WORKDAYS_A_WEEK ? on : addDays(on, 7 - weekday);
}

/** The day itself if people work on it, else the last one before it on which they did. */
export function previousWorkday(on: string): string {
  const weekday = weekdayOf(on);
  return weekday < WORKDAYS_A_WEEK ? on : addDays(on, WORKDAYS_A_WEEK - 1 - weekday);
}

/** Counts working days on from a day, or from the next working one. In weeks and a rest, for it is asked often. */
export function addWorkdays(on: string, count: number): string {
  const weekday = weekdayOf(on);
  const isFree = weekday >= WORKDAYS_A_WEEK;
  const place = (isFree ? 0 : weekday) + count;
  const days = Math.floor(place / WORKDAYS_A_WEEK) * 7 + (place % WORKDAYS_A_WEEK);
  return addDays(on, isFree ? days + 7 - weekday : days - weekday);
}

/** Monday is 0, Sunday 6. */
function weekdayOf(on: string): number {
  return (utcMidnight(on).getUTCDay() + 6) % 7;
}
