import { onFromInstant, utcMidnight } from '#portal/lib/dates.ts';

const MINUTE_MS = 60_000;
/** No zone is further from UTC than fourteen hours. */
const FURTHEST_MINUTES = 14 * 60;

/**
 * The instant at which a calendar day begins in a time zone: the first minute that belongs to it. Found by halving,
 * so that days on which clocks change are right too.
 */
export function instantOfMidnight(on: string, timeZone: string): Date {
  const centre = utcMidnight(on).getTime();
  let before = centre - (FURTHEST_MINUTES + 1) * MINUTE_MS;
  let within = centre + (FURTHEST_MINUTES + 1) * MINUTE_MS;
  while (within - before > MINUTE_MS) {
    const middle = before + Math.floor((within - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (onFromInstant(new Date(middle), timeZone) < on) before = middle;
    else within = middle;
  }
  return new Date(within);
}
