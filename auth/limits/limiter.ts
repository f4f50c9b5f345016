/**
 * Who may do how much (WEB-09). Goal: nobody spends the portal's time or guesses its codes, and whoever tries shuts out
 * neither customers nor colleagues. Who calls: `portal/http` before every ceremony and form, use cases for what only they
 * know (a key, an account). What it guarantees: `admit` is pure counting in memory, without a statement; what was admitted
 * exceeds no limit in any window; names hold a keyed hash in place of an address or an id.
 *
 * Memory is bounded: of each scope so many counters are kept. A counter is forgotten only when all of it is older than its
 * window, never to make room, so that nobody can reset theirs by flooding. Whoever comes when there is no room is counted
 * in one counter with all others who did; addresses from which somebody signed in lately are not, they have room of
 * their own.
 */
import { createHmac } from 'node:crypto';
import { networkOf, parseAddress } from '../networks/network.ts';
import { createCounters } from './counters.ts';
import type { LimitRow, CounterName, Counters } from './counters.ts';
import { createKnownAddresses } from './known-addresses.ts';
import type { KnownAddress } from './known-addresses.ts';
import { LIMITS } from './limits.ts';
import type { KindLimits, Limit, LimitKind, LimitScope, SharedLimit } from './limits.ts';
import { firstFreeSlice, sliceAt, sliceMsOf } from './sliding-count.ts';
import type { SlidingCount } from './sliding-count.ts';

/** Who does it, as far as is known. */
export type Whom = {
  address?: string;
  /** A key, or its session, that has proven itself. */
  key?: string;
  /**
   * A key that somebody only names. It is counted apart for each address that is known, so that a stranger who learnt its
   * name can't shut out its holder.
   */
  claimedKey?: string;
  account?: string | null;
};

export type Admission = { ok: true } | { ok: false; retryAfterSeconds: number; scope: LimitScope };

export type Limiter = {
  /** Counts it, if it is within all limits; whoever is refused is not counted further. */
  admit: (kind: LimitKind, whom: Whom) => Admission;
  /** Somebody signed in from this address. */
  remember: (address: string) => void;
  /** For `keepLimits`: what is to be written, and how it went. */
  takeUnwritten: () => LimitRow[];
  settle: (rows: readonly Pick<LimitRow, 'name' | 'used'>[]) => void;
  putBack: (rows: readonly LimitRow[]) => void;
  learn: (rows: readonly LimitRow[]) => void;
  now: () => Date;
};

export type LimiterSettings = {
  /** Secret; hides addresses and ids in the names of counters. */
  key: Uint8Array;
  now: () => Date;
  limits?: Readonly<Record<LimitKind, KindLimits>>;
  mostPerScope?: number;
};

/** Of each of the four scopes: some 50 MB when all are full. */
const MOST_PER_SCOPE = 40_000;
const IPV6_LINE_PREFIX = 64;
const HASH_BYTES = 16;
const SWEEP_EVERY_MS = 1_000;
/** Counts all for whom there was no room. */
const CROWD = 'crowd';
const EVERYBODY = 'all';
const KNOWN_ROW = /^known ([\w-]+)$/;

export function createLimiter(settings: LimiterSettings): Limiter {
  const { key, now, limits = LIMITS, mostPerScope = MOST_PER_SCOPE } = settings;
  const counters = createCounters(mostPerScope);
  const known = createKnownAddresses();
  let sweptAtMs = 0;
  const sweep = (nowMs: number): void => {
    if (Math.abs(nowMs - sweptAtMs) < SWEEP_EVERY_MS) return;
    sweptAtMs = nowMs;
    counters.sweep(nowMs);
  };
  return {
    now,
    admit: (kind, whom) => {
      const nowMs = now().getTime();
      sweep(nowMs);
      const network = whom.address === undefined ? null : networkText(whom.address);
      const isKnown = network === null || known.has(hashOf(key, network), nowMs);
      const counted = countedOf(limits[kind], { ...whom, network, isKnown }).map((one) =>
        findOrCrowd(counters, one, { kind, key }),
      );
      const refusals = counted.flatMap((one) => refusalOf(one, nowMs));
      const [longest] = refusals.toSorted((one, other) => other.retryAfterSeconds - one.retryAfterSeconds);
      if (longest !== undefined) return longest;
      for (const { name } of counted) counters.add(name, nowMs);
      return { ok: true };
    },
    remember: (address) => known.remember(hashOf(key, networkText(address)), now().getTime()),
    takeUnwritten: () => [...counters.takeUnwritten(), ...known.takeUnwritten().map(toRow)],
    settle: (rows) => counters.settle(rows),
    putBack: (rows) => {
      counters.putBack(rows);
      known.putBack(rows.flatMap(toKnown));
    },
    learn: (rows) => {
      rows.forEach((row) => counters.learn(row));
      rows.flatMap(toKnown).forEach((one) => known.learn(one));
    },
  };
}

function toRow({ hash, untilMs }: KnownAddress): LimitRow {
  return { name: `known ${hash}`, used: 1, windowEndsAt: new Date(untilMs) };
}

function toKnown({ name, windowEndsAt }: LimitRow): KnownAddress[] {
  const hash = KNOWN_ROW.exec(name)?.[1];
  return hash === undefined ? [] : [{ hash, untilMs: windowEndsAt.getTime() }];
}

type Counted = { scope: LimitScope; text: string; limit: Limit; hasReserve: boolean };
type KnownWhom = Whom & { network: string | null; isKnown: boolean };

/** What of a kind's limits counts this one. Whoever is not known reaches a limit of all earlier. */
function countedOf(limits: KindLimits, whom: KnownWhom): Counted[] {
  const counted: Counted[] = [];
  const add = (scope: LimitScope, limit: Limit | undefined, text: string | null, hasReserve = true): void => {
    if (limit !== undefined && text !== null) counted.push({ scope, text, limit, hasReserve });
  };
  add('address', limits.address, whom.network, whom.isKnown);
  add('key', limits.key, whom.key ?? null);
  add('key', limits.key, claimedKeyText(whom), whom.isKnown);
  add('account', limits.account, whom.account ?? null);
  add('everybody', limits.everybody && shareOf(limits.everybody, whom), EVERYBODY);
  return counted;
}

function claimedKeyText({ claimedKey, isKnown, network }: KnownWhom): string | null {
  if (claimedKey === undefined) return null;
  return isKnown ? `claimed ${claimedKey} at ${network ?? ''}` : `claimed ${claimedKey}`;
}

function shareOf({ most, mostUnknown, everySeconds }: SharedLimit, { isKnown }: KnownWhom): Limit {
  return { most: isKnown ? most : mostUnknown, everySeconds };
}

type Counting = Pick<Counted, 'scope' | 'limit'> & { name: CounterName; count: SlidingCount };

function findOrCrowd(
  counters: Counters,
  { scope, limit, text, hasReserve }: Counted,
  { kind, key }: { kind: LimitKind; key: Uint8Array },
): Counting {
  const window = { kind, scope, everySeconds: limit.everySeconds };
  const own = { ...window, whom: text === EVERYBODY ? EVERYBODY : hashOf(key, `${scope} ${text}`) };
  const count = counters.find(own, hasReserve ? 'reserve' : 'open');
  if (count !== null) return { scope, limit, name: own, count };
  const crowd = { ...window, whom: CROWD };
  return { scope, limit, name: crowd, count: counters.find(crowd, 'made') ?? new Map() };
}

function refusalOf({ scope, limit, count }: Counting, nowMs: number): (Admission & { ok: false })[] {
  const now = sliceAt(nowMs, limit.everySeconds);
  const free = firstFreeSlice(count, { now, most: limit.most });
  if (free === now) return [];
  const retryAfterSeconds = Math.max(1, Math.ceil((free * sliceMsOf(limit.everySeconds) - nowMs) / 1000));
  return [{ ok: false, retryAfterSeconds, scope }];
}

function networkText(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) return 'no address';
  if (parsed.version === 4) return `4 ${parsed.value}`;
  return `6 ${networkOf(parsed, IPV6_LINE_PREFIX).value}`;
}

/** Not to be turned back: IPv4 addresses are few enough to try all of them against a plain hash. */
function hashOf(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest().subarray(0, HASH_BYTES).toString('base64url');
}
