/** How far a request has come on its way into the source. */
export const ENTRY_STATES = ['waiting', 'handed', 'stuck', 'taken', 'refused'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/** What turns into this waits for a person, who is told of it, also where they knew that it was late. */
export const STUCK = { state: 'stuck', toldAt: null } as const satisfies { state: EntryState; toldAt: null };

export function toEntryState(text: string): EntryState {
  return ENTRY_STATES.find((state) => state === text) ?? 'stuck';
}

/** What the customer reads: `checked` is in the hands of their manager. */
export type RequestState = 'draft' | 'queued' | 'checked' | 'accepted' | 'refused';

/** The key with which it was sent, as it stands now. */
export type SendingKey = { status: string; lostAt: Date | null };

/**
 * Sent with a key that does not work any more, and nobody vouched for it since: it does not leave. Whether the key was lost,
 * stopped or revoked says nothing of who had it: a stopped one is revoked by the manager who replaces it.
 */
export function isHeld(entry: { vouchedAt: Date | null; byKey: SendingKey }): boolean {
  const { status, lostAt } = entry.byKey;
  return entry.vouchedAt === null && (lostAt !== null || status !== WORKING);
}

const WORKING = 'active';

/** The same as a condition for a where clause: it stands in the write by which an entry leaves. */
export const NOT_HELD = {
  OR: [{ vouchedAt: { not: null } }, { byKey: { lostAt: null, status: WORKING } }],
};
export const HELD = {
  vouchedAt: null,
  byKey: { OR: [{ lostAt: { not: null } }, { status: { not: WORKING } }] },
};

export function requestStateOf(state: EntryState, isHeldBack: boolean): RequestState {
  switch (state) {
    case 'waiting':
      return isHeldBack ? 'checked' : 'queued';
    case 'handed':
      return 'queued';
    case 'stuck':
      return 'checked';
    case 'taken':
      return 'accepted';
    case 'refused':
      return 'refused';
  }
}

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 30 * 60_000;
/** Longer than any program between us and the source keeps an order that it was given and did not answer. */
const UNCERTAIN_MS = 10 * 60_000;
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/**
 * How long until the next try: any length up to a bound that doubles, so that requests don't come back together; not
 * before the source wants to be asked again; and, where it may have arrived, not before it must have been seen.
 * @param attempts so far, this one included
 * @param random from 0 to 1
 */
export function pauseMs(
  {
    attempts,
    retryAfterMs,
    isUncertain,
  }: { attempts: number; retryAfterMs: number | null; isUncertain: boolean },
  random: number,
): number {
  const bound = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 16));
  const asked = Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS);
  return Math.round(Math.max(random * bound, asked, isUncertain ? UNCERTAIN_MS : 0));
}
