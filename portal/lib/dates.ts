/**
 * Calendar days. A day is the text `YYYY-MM-DD` and has no time zone; names of such values end in `On`.
 * Days compare as texts.
 */

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Says whether a text from outside is a day that exists (2026-02-30 does not). */
export function isOn(text: string): boolean {
  if (!DAY.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The day that an instant falls on in a time zone (IANA name). */
export function onFromInstant(at: Date, timeZone: string): string {
  // Swedish writes calendar days as ISO 8601 does.
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    dayFormats.set(timeZone, format);
  }
  return format.format(at);
}

/** Midnight UTC of a day: for counting and formatting, never to be stored as an instant. */
export function utcMidnight(on: string): Date {
  return new Date(`${on}T00:00:00Z`);
}

export function addDays(on: string, days: number): string {
  return toOn(new Date(utcMidnight(on).getTime() + days * DAY_MS));
}

/** The same day `months` later, or the last day of that month where it is shorter. */
export function addMonths(on: string, months: number): string {
  const first = utcMidnight(startOfMonth(on));
  first.setUTCMonth(first.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(Number(on.slice(8)), lastDay));
  return toOn(first);
}

export function startOfMonth(on: string): string {
  return `${on.slice(0, 7)}-01`;
}

/** Whole days from `fromOn` to `toOn`; negative when `toOn` is earlier. */
export function daysBetween(fromOn: string, toOn: string): number {
  return Math.round((utcMidnight(toOn).getTime() - utcMidnight(fromOn).getTime()) / DAY_MS);
}

function toOn(at: Date): string {
  return at.toISOString().slice(0, 10);
}
