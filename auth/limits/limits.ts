/**
 * All limits of the portal in one table (WEB-09): how often something may be done within so many seconds. Pure data; the
 * counting is in limiter.ts. A number is chosen so that people never meet it and a program meets it at once:
 *
 * - `address`: an office of a hundred people behind one IPv4 address, all signing in at nine o'clock, stays below it.
 *   IPv6 counts by /64, which is what one customer line has.
 * - `key`: what one person with one key can do by hand.
 * - `account`: all people of one customer together.
 * - `everybody`: what a machine with two cores does without others noticing. `mostUnknown` of it may go to addresses from
 *   which nobody signed in lately; the rest is kept for those from which somebody did.
 */

export type Limit = { most: number; everySeconds: number };
export type SharedLimit = Limit & { mostUnknown: number };

/** Whom a limit counts. */
export type LimitScope = 'address' | 'key' | 'account' | 'everybody';

export type KindLimits = {
  readonly address?: Limit;
  readonly key?: Limit;
  readonly account?: Limit;
  readonly everybody?: SharedLimit;
};

const MINUTE = 60;
const TEN_MINUTES = 600;
const HOUR = 3_600;

export const LIMITS = {
  /** Seals a challenge: cheap. A person begins once or twice. */
  'sign-in-begin': {
    address: { most: 120, everySeconds: MINUTE },
    everybody: { most: 6_000, mostUnknown: 4_000, everySeconds: MINUTE },
  },
  /** Verifies a signature: some 5 ms of processor. */
  'sign-in-finish': {
    address: { most: 120, everySeconds: MINUTE },
    everybody: { most: 3_000, mostUnknown: 2_000, everySeconds: MINUTE },
  },
  /** Of the key that an answer names: forty answers in a minute are no person. */
  'sign-in-of-key': { key: { most: 40, everySeconds: MINUTE } },
  /** A touch for a certain action. Somebody who works through a list touches every few seconds. */
  'step-up': {
    address: { most: 240, everySeconds: MINUTE },
    key: { most: 40, everySeconds: MINUTE },
    everybody: { most: 3_000, mostUnknown: 1_000, everySeconds: MINUTE },
  },
  /** A ticket is good for one registration within a quarter of an hour; thirty tries are a bad day with one key. */
  'enrol-begin': {
    address: { most: 60, everySeconds: TEN_MINUTES },
    everybody: { most: 1_200, mostUnknown: 1_000, everySeconds: TEN_MINUTES },
  },
  'enrol-finish': {
    address: { most: 60, everySeconds: TEN_MINUTES },
    everybody: { most: 1_200, mostUnknown: 1_000, everySeconds: TEN_MINUTES },
  },
  /**
   * 40 bits behind a link of 256: guessing is hopeless by the invitation's own five tries. This keeps the tries of many
   * links apart from the database. A delivery of fifty keys to one office still fits into an hour.
   */
  'claim-code': {
    address: { most: 60, everySeconds: HOUR },
    everybody: { most: 1_200, mostUnknown: 1_000, everySeconds: HOUR },
  },
  /** It can only suspend. Twenty tries are more than somebody in a hurry mistypes; a guesser gets 480 a day. */
  'stop-code': {
    address: { most: 20, everySeconds: HOUR },
    everybody: { most: 300, mostUnknown: 250, everySeconds: HOUR },
  },
  /** The key's own counter (auth/pins) suspends it after ten in a row; this one stops a spray over many keys. */
  pin: {
    address: { most: 60, everySeconds: TEN_MINUTES },
    key: { most: 20, everySeconds: TEN_MINUTES },
    account: { most: 60, everySeconds: TEN_MINUTES },
    everybody: { most: 1_200, mostUnknown: 600, everySeconds: TEN_MINUTES },
  },
  /** A whole price list or log each. Nobody needs a fresh one every minute for an hour. */
  export: {
    key: { most: 30, everySeconds: HOUR },
    account: { most: 60, everySeconds: HOUR },
    everybody: { most: 600, mostUnknown: 600, everySeconds: HOUR },
  },
  /** An accountant opens a quarter's invoices one after another: some ten a minute. */
  document: {
    key: { most: 300, everySeconds: TEN_MINUTES },
    account: { most: 1_000, everySeconds: TEN_MINUTES },
  },
  /** Each writes a letter to a manager. A bad delivery takes a handful, one after the other. */
  claim: {
    key: { most: 30, everySeconds: HOUR },
    account: { most: 60, everySeconds: HOUR },
  },
  /** The key-agent's packages, some forty megabytes each, without anybody signing in. */
  download: {
    address: { most: 60, everySeconds: HOUR },
    everybody: { most: 1_200, mostUnknown: 600, everySeconds: HOUR },
  },
  /** Forms, by hand: two a second is a program. The address is that of a whole office. */
  form: {
    address: { most: 1_200, everySeconds: MINUTE },
    key: { most: 120, everySeconds: MINUTE },
  },
  /** A page opens one and holds it; a browser that lost the line asks again every two seconds, in each tab. */
  stream: {
    address: { most: 1_200, everySeconds: MINUTE },
    everybody: { most: 6_000, mostUnknown: 3_000, everySeconds: MINUTE },
  },

  /** An agent says every five seconds that a key is there, and each second that it is gone, until somebody listens. */
  heartbeat: {
    address: { most: 3_000, everySeconds: MINUTE },
    everybody: { most: 60_000, mostUnknown: 40_000, everySeconds: MINUTE },
  },

  /** 1C signs in once for each exchange, every few minutes at most. */
  'exchange-sign-in': {
    address: { most: 60, everySeconds: TEN_MINUTES },
    everybody: { most: 600, mostUnknown: 300, everySeconds: TEN_MINUTES },
  },
  /** A file of half a gigabyte comes in some five hundred parts, one after the other. */
  exchange: {
    address: { most: 3_000, everySeconds: MINUTE },
    everybody: { most: 6_000, mostUnknown: 2_000, everySeconds: MINUTE },
  },

  /** A carrier's program sends up to a hundred events at once; one event each, a busy warehouse makes some ten a minute. */
  'tracking-inbox': {
    address: { most: 600, everySeconds: MINUTE },
    everybody: { most: 3_000, mostUnknown: 1_200, everySeconds: MINUTE },
  },
  /** One for each status of a parcel. A carrier sends all from few addresses. */
  'tracking-hint': {
    address: { most: 600, everySeconds: MINUTE },
    everybody: { most: 1_200, mostUnknown: 1_200, everySeconds: MINUTE },
  },

  // What follows refuses nothing: whoever passes it raises an alarm (ADM-08).

  /** Proofs of an account's keys that failed after a valid signature: a key with a fault makes a few. */
  'failed-sign-in': { account: { most: 20, everySeconds: TEN_MINUTES } },
  /** All that failed, with those that proved nothing. */
  'failed-sign-in-of-all': { everybody: { most: 200, mostUnknown: 200, everySeconds: TEN_MINUTES } },
  /** Wrong PINs: somebody who forgot theirs makes ten, and their key is suspended. Two such at once are worth a look. */
  'failed-pin': { account: { most: 15, everySeconds: TEN_MINUTES } },
  'failed-pin-of-all': { everybody: { most: 40, mostUnknown: 40, everySeconds: TEN_MINUTES } },
} as const satisfies Readonly<Record<string, KindLimits>>;

export type LimitKind = keyof typeof LIMITS;
