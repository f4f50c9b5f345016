/** Where and when a session of a key was seen. */
export type SeenSession = {
  /** An administrator's label, or a shortened address; empty when it is not known. */
  place: string;
  lastSeenAt: Date;
};

/** A key can't travel between two networks faster than that: less is two people, or a copy. */
const MINUTES = 10;
const MINUTE_MS = 60_000;

/**
 * Whether one key is at work in two places at once (ADM-08): two live sessions, both seen within minutes, from different
 * networks. An IPv4 and an IPv6 network may be the same line, so they are not compared; nor is a place that is unknown.
 */
export function isInTwoPlaces(one: SeenSession, other: SeenSession): boolean {
  if (one.place === other.place || !areComparable(one.place, other.place)) return false;
  return Math.abs(one.lastSeenAt.getTime() - other.lastSeenAt.getTime()) < MINUTES * MINUTE_MS;
}

function areComparable(one: string, other: string): boolean {
  if (one === '' || other === '') return false;
  const [oneFamily, otherFamily] = [familyOf(one), familyOf(other)];
  return oneFamily === null || otherFamily === null || oneFamily === otherFamily;
}

/** Null for a label, whose networks may be of either. */
function familyOf(place: string): 4 | 6 | null {
  if (!place.includes('/')) return null;
  return place.includes(':') ? 6 : 4;
}
