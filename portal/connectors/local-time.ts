const DAY_MS = 86_400_000;
const WALL_CLOCK_FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

const wallClocks = new Map<string, Intl.DateTimeFormat>();

/** What a wall clock shows: month from 1. */
export type LocalTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
};

/**
 * The instant at which a clock in the time zone (IANA name) shows this. A time that occurs twice is the earlier
 * one; a time that a change of the clocks leaps over is counted on from before the leap.
 */
export function instantFromLocalTime(local: LocalTime, timeZone: string): Date {
  const asIfUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  const before = asIfUtc - offsetMs(asIfUtc - DAY_MS, timeZone);
  const after = asIfUtc - offsetMs(asIfUtc + DAY_MS, timeZone);
  const candidates = [Math.min(before, after), Math.max(before, after)];
  const shown = candidates.find((atMs) => atMs + offsetMs(atMs, timeZone) === asIfUtc);
  return new Date(shown ?? before);
}

/** What a clock in the time zone (IANA name) shows at an instant, as `2026-03-01 12:00:00`. */
export function localTimeText(at: Date, timeZone: string): string {
  const local = new Date(at.getTime() + offsetMs(at.getTime(), timeZone));
  return local.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ');
}

/** How far the zone's clocks are ahead of UTC at an instant. */
function offsetMs(atMs: number, timeZone: string): number {
  const parts = wallClock(timeZone).formatToParts(atMs);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = WALL_CLOCK_FIELDS.map((field) =>
    Number(parts.find(({ type }) => type === field)?.value),
  );
  const wholeSecond = Math.floor(atMs / 1000) * 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond;
}

function wallClock(timeZone: string): Intl.DateTimeFormat {
  let format = wallClocks.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    wallClocks.set(timeZone, format);
  }
  return format;
}
