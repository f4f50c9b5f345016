import type { Policy } from '../policy/policy.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A session's last use is written at most this often, so that reading pages costs no write each. */
export const LAST_SEEN_STEP_MS = 20_000;

export type SessionTimes = { lastSeenAt: Date; expiresAt: Date; endedAt: Date | null };

/** How a session stands at an instant: idle and absolute limits are judged here, on the server (SES-03). */
export function sessionTimeState(
  times: SessionTimes,
  policy: Policy,
  now: Date,
): 'live' | 'ended' | 'expired' | 'idle' {
  if (times.endedAt !== null) return 'ended';
  if (now >= times.expiresAt) return 'expired';
  return now >= idleEndsAt(times.lastSeenAt, policy) ? 'idle' : 'live';
}

export function idleEndsAt(lastSeenAt: Date, policy: Policy): Date {
  return new Date(lastSeenAt.getTime() + policy.session.idleMinutes * MINUTE_MS);
}

export function absoluteEndsAt(startedAt: Date, policy: Policy): Date {
  return new Date(startedAt.getTime() + policy.session.absoluteHours * HOUR_MS);
}
