import type { Db } from '#prisma/client.ts';

export type DueSource = { sourceId: string; name: string };

const MINUTE_MS = 60_000;
/** A first reading may take hours: whoever has a source in hand says so from time to time. */
const BEAT_MS = 30_000;
const HELD_MINUTES = 2;

/**
 * The sources whose time has come, each given to one caller only, whatever the number of processes: the time is moved on
 * by one conditional write, and again while the caller is at work. A process that dies with a source in hand leaves it to
 * the next time.
 */
export async function* claimDueSources({ db, now }: { db: Db; now: () => Date }): AsyncGenerator<DueSource> {
  const due = await db.sourceConnection.findMany({
    where: { dueAt: { lte: now() }, stoppedBy: null, credentialsSealed: { not: null } },
    orderBy: { dueAt: 'asc' },
    select: { sourceId: true, dueAt: true, everyMinutes: true, source: { select: { name: true } } },
  });
  for (const { sourceId, dueAt, everyMinutes, source } of due) {
    const next = () => new Date(now().getTime() + Math.max(everyMinutes, HELD_MINUTES) * MINUTE_MS);
    const claim = await db.sourceConnection.updateMany({
      where: { sourceId, dueAt, stoppedBy: null },
      data: { dueAt: next() },
    });
    if (claim.count === 0) continue;
    const hold = () => db.sourceConnection.updateMany({ where: { sourceId }, data: { dueAt: next() } });
    // A lost beat is made good by the next; a source that is taken over meanwhile is read by the other.
    const beat = setInterval(() => void hold().catch(() => null), BEAT_MS);
    try {
      yield { sourceId, name: source.name };
    } finally {
      clearInterval(beat);
    }
  }
}
