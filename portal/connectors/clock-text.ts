/** What a clock in the time zone (IANA name) shows: `2026-11-22T15:04:05`. */
export function clockText(at: Date, timeZone: string): string {
  // Swedish writes times as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    .format(at)
    .replace(' ', 'T');
}
