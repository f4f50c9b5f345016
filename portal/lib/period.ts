/** Days from a first to a last one, both counted; null on either side means that it is open there. */
export type Period = { validFromOn: string | null; validToOn: string | null };

/** Whether a period holds on a day. */
export function holdsOn({ validFromOn, validToOn }: Period, on: string): boolean {
  return (validFromOn === null || validFromOn <= on) && (validToOn === null || on <= validToOn);
}

/** The days that two periods share. Where they share none, the last day is before the first. */
export function overlapOf(one: Period, other: Period): Period {
  return {
    validFromOn: latest(one.validFromOn, other.validFromOn),
    validToOn: earliest(one.validToOn, other.validToOn),
  };
}

function latest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

function earliest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
