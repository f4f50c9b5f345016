const DAY_MS = 86_400_000;

/**
 * Whether a BLOB has outlived the day on which the next one was due, by more than the rules allow. Stale metadata goes
 * on being used: what it says against a model stays true.
 * @param nextUpdateOn day of UTC, `YYYY-MM-DD`; the BLOB is fresh until that day is over
 */
export function isStale(nextUpdateOn: string, staleAfterDays: number, now: Date): boolean {
  return now.getTime() >= Date.parse(`${nextUpdateOn}T00:00:00Z`) + (staleAfterDays + 1) * DAY_MS;
}
