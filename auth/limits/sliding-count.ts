/**
 * How often something happened lately, in slices of the window. Time is cut into slices of a sixth of the window; the
 * slice of now and the six before it count. Any stretch of the window's length, wherever it begins, lies within seven
 * neighbouring slices, so that what is admitted against this count never exceeds the limit in any window; the price is
 * that somebody at their limit waits for up to a sixth longer.
 */

export const SLICES_PER_WINDOW = 6;

export type Slice = {
  /** As the database had it last, by all processes. */
  shared: number;
  /** By this process, on the way to the database. */
  underWay: number;
  /** By this process, not yet written. */
  own: number;
};

/** By the slice's number since the epoch. */
export type SlidingCount = Map<number, Slice>;

export function sliceMsOf(everySeconds: number): number {
  return (everySeconds * 1000) / SLICES_PER_WINDOW;
}

export function sliceAt(nowMs: number, everySeconds: number): number {
  return Math.floor(nowMs / sliceMsOf(everySeconds));
}

/** When a slice counts no longer. */
export function sliceEndsAtMs(slice: number, everySeconds: number): number {
  return (slice + SLICES_PER_WINDOW + 1) * sliceMsOf(everySeconds);
}

/** How much of the limit is used up at the slice of now. A slice of the future (the clock went back) counts too. */
export function usedAt(count: SlidingCount, now: number): number {
  let used = 0;
  for (const [number, slice] of count) if (number >= now - SLICES_PER_WINDOW) used += totalOf(slice);
  return used;
}

/** The first slice at which less than `most` is used; that of now when that is so already. */
export function firstFreeSlice(count: SlidingCount, { now, most }: { now: number; most: number }): number {
  let used = usedAt(count, now);
  if (used < most) return now;
  const numbers = [...count.keys()]
    .filter((number) => number >= now - SLICES_PER_WINDOW)
    .toSorted((one, other) => one - other);
  for (const number of numbers) {
    used -= totalOf(count.get(number) ?? EMPTY);
    if (used < most) return number + SLICES_PER_WINDOW + 1;
  }
  return now + SLICES_PER_WINDOW + 1; // a limit of zero
}

export function sliceOf(count: SlidingCount, number: number): Slice {
  const known = count.get(number);
  if (known !== undefined) return known;
  const slice = { shared: 0, underWay: 0, own: 0 };
  count.set(number, slice);
  return slice;
}

/** Forgets what counts no longer, written or not. @returns whether nothing is left */
export function forgetOld(count: SlidingCount, now: number): boolean {
  for (const number of count.keys()) if (number < now - SLICES_PER_WINDOW) count.delete(number);
  return count.size === 0;
}

const EMPTY: Slice = { shared: 0, underWay: 0, own: 0 };

function totalOf({ shared, underWay, own }: Slice): number {
  return shared + underWay + own;
}
