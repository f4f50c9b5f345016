import type { KeyKind } from '../keys/key-kind.ts';

/**
 * A page must be empty 15 seconds after the agent's last word (SES-07). Open pages are told in passes of two seconds, so the
 * session itself locks earlier; before that, one heartbeat of each five seconds may be lost.
 */
const GONE_AFTER_MS = 12_000;

/** The columns that tell of a watch, and what the key is. */
export type Watched = { watchId: string | null; presenceSeenAt: Date | null; keyKind: KeyKind };

/** Whether whoever had to watch the session's key does so no more. */
export function isWatcherGone({ watchId, presenceSeenAt, keyKind }: Watched, now: Date): boolean {
  if (watchId === null) return needsWatcher(keyKind);
  return presenceSeenAt === null || presenceSeenAt <= goneBefore(now);
}

/** A watch that has heard nothing since this instant has lapsed. */
export function goneBefore(now: Date): Date {
  return new Date(now.getTime() - GONE_AFTER_MS);
}

/** A key that only an agent can read opens nothing while no agent sees it. */
function needsWatcher(kind: KeyKind): boolean {
  switch (kind) {
    case 'fido2':
    case 'u2f':
      return false;
    case 'challenge-response':
    case 'static-code':
      return true;
  }
}
