/** A repeatable source of chance: the same seed gives the same answers in the same order. */
export type Random = {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number between two others, both included. */
  between(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  spin<T>(wheel: Wheel<T>): T;
};

export type Weighted<T> = { weight: number; value: T };

/** Choices with their weights summed up, so that one of very many is found quickly. */
export type Wheel<T> = { values: readonly [T, ...T[]]; ends: readonly number[] };

export function createWheel<T>(choices: readonly [Weighted<T>, ...Weighted<T>[]]): Wheel<T> {
  const [first, ...rest] = choices;
  let end = 0;
  return {
    values: [first.value, ...rest.map(({ value }) => value)],
    ends: choices.map(({ weight }) => (end += weight)),
  };
}

/** Makes a source of chance from a seed and the name of what it is for, so that parts don't disturb each other. */
export function createRandom(seed: number, ...purpose: readonly (string | number)[]): Random {
  const fraction = mulberry32(hashOf(`${seed}/${purpose.join('/')}`));
  return {
    fraction,
    between: (low, high) => low + Math.floor(fraction() * (high - low + 1)),
    chance: (probability) => fraction() < probability,
    pick: (choices) => choices[Math.floor(fraction() * choices.length)] ?? choices[0],
    spin: (wheel) => valueAt(wheel, fraction()),
  };
}

/** Halves the wheel until one value is left: the first whose end lies beyond the point. */
function valueAt<T>({ values, ends }: Wheel<T>, fraction: number): T {
  const point = fraction * (ends.at(-1) ?? 0);
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (point < (ends[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return values[low] ?? values[0];
}

/** FNV-1a, 32 bit: spreads close seeds apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

/** Mulberry32 by Tommy Ettinger (public domain): small, fast and even enough for invented orders. */
function mulberry32(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
