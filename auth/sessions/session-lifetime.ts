import type { Tier } from '../permissions/tiers.ts';
import type { Policy } from '../policy/policy.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A session's last use is written at most this often, so that reading pages costs no write each. */
export const LAST_SEEN_STEP_MS = 20_000;
/** A key that proves everything; all others have the shorter limits. */
const FULL_TIER: Tier = 4;

/** `tier`: what the session opens now. */
export type SessionTimes = { tier: Tier; lastSeenAt: Date; expiresAt: Date; endedAt: Date | null };

/** How a session stands at an instant: idle and absolute limits are judged here, on the server (SES-03). */
export function sessionTimeState(
  times: SessionTimes,
  policy: Policy,
  now: Date,
): 'live' | 'ended' | 'expired' | 'idle' {
  if (times.endedAt !== null) return 'ended';
  if (now >= times.expiresAt) return 'expired';
  return now >= idleEndsAt(times, policy) ? 'idle' : 'live';
}

export function idleEndsAt(
  { lastSeenAt, tier }: Pick<SessionTimes, 'lastSeenAt' | 'tier'>,
  policy: Policy,
): Date {
  return new Date(lastSeenAt.getTime() + limitsOf(tier, policy).idleMinutes * MINUTE_MS);
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
