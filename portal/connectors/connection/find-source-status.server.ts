import type { Db } from '#prisma/client.ts';

export type SourceStatus = {
  name: string;
  address: string;
  everyMinutes: number;
  dueAt: Date;
  /** What a person must mend before it is asked again; null while it is asked by itself. */
  stoppedBy: string | null;
  hasCredentials: boolean;
  kinds: {
    kind: string;
    /** Begin of the last reading that came to its end; null before the first. */
    syncedAt: Date | null;
    comparedAt: Date | null;
    rowCount: number;
    fault: string | null;
    faultDetail: string | null;
  }[];
};

/** How the sources that we ask stand. */
export async function findSourceStatus(db: Db): Promise<SourceStatus[]> {
  const sources = await db.source.findMany({
    where: { connection: { isNot: null } },
    orderBy: { name: 'asc' },
    select: {
      name: true,
      connection: {
        select: { address: true, everyMinutes: true, dueAt: true, stoppedBy: true, credentialsSealed: true },
      },
      states: { select: { kind: true, rowCount: true } },
      feeds: {
        orderBy: { kind: 'asc' },
        select: { kind: true, syncedAt: true, comparedAt: true, fault: true, faultDetail: true },
      },
    },
  });
  return sources.flatMap(({ name, connection, states, feeds }) => {
    if (connection === null) return [];
    const { credentialsSealed, ...others } = connection;
    const rows = new Map(states.map(({ kind, rowCount }) => [kind, rowCount]));
    const kinds = feeds.map((feed) => ({ ...feed, rowCount: rows.get(feed.kind) ?? 0 }));
    return [{ name, ...others, hasCredentials: credentialsSealed !== null, kinds }];
  });
}
