/**
 * Networks from which somebody signed in lately, by their keyed hash. They keep their share of a limit that all have
 * together, and their own counters when memory is full: whoever floods the portal from new addresses shuts out other new
 * addresses, not the customers of last week.
 */

const DAY_MS = 24 * 60 * 60 * 1000;
const REMEMBERED_MS = 30 * DAY_MS;
/** An address is written again after a day, so that a busy office costs one write a day. */
const RENEWED_AFTER_MS = DAY_MS;
/** Only a successful sign-in adds one, so nobody fills this at no cost; the one used longest ago goes first. */
const MOST_ADDRESSES = 50_000;

export type KnownAddress = { hash: string; untilMs: number };

export type KnownAddresses = {
  has: (hash: string, nowMs: number) => boolean;
  /** Somebody signed in from there just now. */
  remember: (hash: string, nowMs: number) => void;
  /** As the database has it: from before a restart, or of another process. */
  learn: (known: KnownAddress) => void;
  /** What is to be written, once. `putBack` when that failed. */
  takeUnwritten: () => KnownAddress[];
  putBack: (unwritten: readonly KnownAddress[]) => void;
};

export function createKnownAddresses(): KnownAddresses {
  const untilMsOf = new Map<string, number>();
  let unwritten = new Map<string, KnownAddress>();
  const keep = ({ hash, untilMs }: KnownAddress): void => {
    untilMsOf.delete(hash);
    const [oldest] = untilMsOf.keys();
    if (oldest !== undefined && untilMsOf.size >= MOST_ADDRESSES) untilMsOf.delete(oldest);
    untilMsOf.set(hash, untilMs);
  };
  return {
    has: (hash, nowMs) => (untilMsOf.get(hash) ?? 0) > nowMs,
    remember: (hash, nowMs) => {
      const known = { hash, untilMs: nowMs + REMEMBERED_MS };
      const isFresh = known.untilMs - (untilMsOf.get(hash) ?? 0) < RENEWED_AFTER_MS;
      if (isFresh) return;
      keep(known);
      unwritten.set(hash, known);
    },
    learn: (known) => {
      if (known.untilMs > (untilMsOf.get(known.hash) ?? 0)) keep(known);
    },
    takeUnwritten: () => {
      const taken = [...unwritten.values()];
      unwritten = new Map();
      return taken;
    },
    putBack: (failed) => {
      for (const known of failed) if (!unwritten.has(known.hash)) unwritten.set(known.hash, known);
    },
  };
}
