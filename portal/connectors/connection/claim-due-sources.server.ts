import type { Db } from '#prisma/client.ts';

export type DueSource = { sourceId: string; name: string };

const MINUTE_MS = 60_000;

/**
 * The sources whose time has come, each given to one caller only, whatever the number of processes: the time is moved on
 * by one conditional write. A process that dies with a source in hand leaves it to the next time.
 */
export async function* claimDueSources({ db, now }: { db: Db; now: () => Date }): AsyncGenerator<DueSource> {
  const due = await db.sourceConnection.findMany({
    where: { dueAt: { lte: now() }, stoppedBy: null, credentialsSealed: { not: null } },
    orderBy: { dueAt: 'asc' },
    select: { sourceId: true, dueAt: true, everyMinutes: true, source: { select: { name: true } } },
  });
  for (const { sourceId, dueAt, everyMinutes, source } of due) {
    const { count } = await db.sourceConnection.updateMany({
      where: { sourceId, dueAt, stoppedBy: null },
      data: { dueAt: new Date(now().getTime() + everyMinutes * MINUTE_MS) },
    });
    if (count === 1) yield { sourceId, name: source.name };
  }
}
