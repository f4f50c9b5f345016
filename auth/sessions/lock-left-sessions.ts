import type { Db } from '#prisma/client.ts';
import { SYSTEM_ACTOR } from '../audit/audit-event.ts';
import type { AuthServices } from '../auth-services.ts';
import type { Policy } from '../policy/policy.ts';
import { lockOne } from './lock-session.ts';
import type { LockReason } from './lock-session.ts';
import { SESSION_TIMES, sessionState } from './session-lifetime.ts';
import type { SessionState } from './session-lifetime.ts';
import { goneBefore } from './watcher.ts';

const BATCH = 200;
const MINUTE_MS = 60_000;

/**
 * Writes down which sessions have locked by themselves, each with its event. They opened nothing already: every request
 * judges the limits anew, and this only makes the log whole.
 * @returns how many there were
 */
export async function lockLeftSessions({ db, audit, policy, now }: AuthServices): Promise<number> {
  const at = now();
  let locked = 0;
  for (const { id, lastSeenAt, reason } of await findLeft(db, await policy(), at)) {
    // Somebody who came back meanwhile has another last use: their session goes on.
    const isLocked = await db.$transaction((tx) =>
      lockOne(tx, audit, { which: { id, lastSeenAt }, reason, actorId: SYSTEM_ACTOR, at }),
    );
    if (isLocked) locked += 1;
  }
  return locked;
}

type Left = { id: string; lastSeenAt: Date; reason: LockReason };

async function findLeft(db: Db, policy: Policy, at: Date): Promise<Left[]> {
  const rows = await db.session.findMany({
    where: {
      endedAt: null,
      lockedAt: null,
      expiresAt: { gt: at },
      OR: [{ lastSeenAt: { lte: mayBeIdleSince(policy, at) } }, { presenceSeenAt: { lte: goneBefore(at) } }],
    },
    orderBy: { lastSeenAt: 'asc' },
    take: BATCH,
    select: { id: true, ...SESSION_TIMES, key: { select: { kind: true, attestation: true } } },
  });
  return rows.flatMap((row) => {
    const reason = reasonOf(sessionState(row, policy, at));
    return reason === null ? [] : [{ id: row.id, lastSeenAt: row.lastSeenAt, reason }];
  });
}

/** Whoever was seen later has not reached even the shortest of the limits. */
function mayBeIdleSince({ session }: Policy, at: Date): Date {
  const shortest = Math.min(session.idleMinutes, session.lower.idleMinutes);
  return new Date(at.getTime() - shortest * MINUTE_MS);
}

function reasonOf(state: SessionState): LockReason | null {
  switch (state) {
    case 'idle':
      return 'idle';
    case 'unwatched':
      return 'watcher_gone';
    case 'live':
    case 'ended':
    case 'expired':
    case 'locked':
      return null;
  }
}
