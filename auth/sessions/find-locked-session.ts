import type { Db } from '#prisma/client.ts';
import { kindOf } from '../keys/key-kind.ts';
import type { KeyKind } from '../keys/key-kind.ts';
import type { Policy } from '../policy/policy.ts';
import { hashToken } from '../tokens/opaque-token.ts';
import { SESSION_TIMES, isLocked, sessionState } from './session-lifetime.ts';

/** What the locked page may know: nothing of a customer, and no name. */
export type LockedSession = {
  sessionId: string;
  keyKind: KeyKind;
  why: 'idle' | 'locked' | 'key_removed' | 'watcher_gone' | 'expired';
};

/** The locked session of a cookie; null for one that goes on, is over or never was. */
export async function findLockedSession(
  db: Db,
  { token, policy, now }: { token: string | null; policy: Policy; now: Date },
): Promise<LockedSession | null> {
  if (token === null) return null;
  const row = await db.session.findUnique({
    where: { tokenHash: hashToken(token) },
    select: {
      id: true,
      lockedReason: true,
      ...SESSION_TIMES,
      key: { select: { kind: true, attestation: true } },
    },
  });
  if (row === null) return null;
  const state = sessionState(row, policy, now);
  if (!isLocked(state)) return null;
  return { sessionId: row.id, keyKind: kindOf(row.key.kind), why: whyOf(state, row.lockedReason) };
}

function whyOf(
  state: 'expired' | 'locked' | 'unwatched' | 'idle',
  lockedReason: string | null,
): LockedSession['why'] {
  switch (state) {
    case 'expired':
    case 'idle':
      return state;
    case 'unwatched':
      return 'watcher_gone';
    case 'locked':
      return LOCK_REASONS.find((known) => known === lockedReason) ?? 'locked';
  }
}

const LOCK_REASONS = ['idle', 'key_removed', 'watcher_gone'] as const;
