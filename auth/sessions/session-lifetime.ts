import { kindOf } from '../keys/key-kind.ts';
import type { Tier } from '../permissions/tiers.ts';
import type { Policy } from '../policy/policy.ts';
import { tierOfSession } from './session-tier.ts';
import type { ProofRow } from './session-tier.ts';
import { isWatcherGone } from './watcher.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** A session's last use is written at most this often, so that reading pages costs no write each. */
export const LAST_SEEN_STEP_MS = 20_000;
/** A key that proves everything; all others have the shorter limits. */
const FULL_TIER: Tier = 4;

/** The columns of a session that say how it stands. */
export const SESSION_TIMES = {
  tier: true,
  lastSeenAt: true,
  expiresAt: true,
  endedAt: true,
  lockedAt: true,
  watchId: true,
  presenceSeenAt: true,
  agentProtection: true,
} as const;

/** A session's row with those columns. */
export type TimedRow = {
  tier: number;
  lastSeenAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  lockedAt: Date | null;
  watchId: string | null;
  presenceSeenAt: Date | null;
  agentProtection: string | null;
  key: ProofRow;
};

/**
 * How a session stands. Locked are `expired` (its absolute limit), `locked` (by hand, or by its key that was pulled
 * out), `unwatched` (whoever watches its key is gone) and `idle`: it opens nothing, and goes on with its own key.
 */
export type SessionState = 'live' | 'ended' | LockedState;
export type LockedState = 'expired' | 'locked' | 'unwatched' | 'idle';

/** How a session stands at an instant: all limits are judged here, on the server (SES-03, SES-07). */
export function sessionState(row: TimedRow, policy: Policy, now: Date): SessionState {
  if (row.endedAt !== null) return 'ended';
  if (now >= row.expiresAt) return 'expired';
  if (row.lockedAt !== null) return 'locked';
  if (isWatcherGone({ ...row, keyKind: kindOf(row.key.kind) }, now)) return 'unwatched';
  return now >= idleEndsAt(row, policy) ? 'idle' : 'live';
}

/** Whether the session's own key can go on with it. */
export function isLocked(state: string): state is LockedState {
  return state === 'expired' || state === 'locked' || state === 'unwatched' || state === 'idle';
}

export function idleEndsAt(
  row: Pick<TimedRow, 'lastSeenAt' | 'tier' | 'agentProtection' | 'key'>,
  policy: Policy,
): Date {
  return new Date(
    row.lastSeenAt.getTime() + idleLimitSeconds(tierOfSession(row, policy), policy) * SECOND_MS,
  );
}

export function idleLimitSeconds(tier: Tier, policy: Policy): number {
  return (limitsOf(tier, policy).idleMinutes * MINUTE_MS) / SECOND_MS;
}

export function absoluteEndsAt({ startedAt, tier }: { startedAt: Date; tier: Tier }, policy: Policy): Date {
  return new Date(startedAt.getTime() + limitsOf(tier, policy).absoluteHours * HOUR_MS);
}

/** A key that proves less never has longer than one that proves everything, whatever the policy says of it. */
function limitsOf(tier: Tier, { session }: Policy): { idleMinutes: number; absoluteHours: number } {
  if (tier === FULL_TIER) return session;
  return {
    idleMinutes: Math.min(session.lower.idleMinutes, session.idleMinutes),
    absoluteHours: Math.min(session.lower.absoluteHours, session.absoluteHours),
  };
}
