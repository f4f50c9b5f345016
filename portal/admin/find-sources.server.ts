import { z } from 'zod';
import type { Db } from '#prisma/client.ts';
import { NOT_BEGUN } from '../connectors/not-begun.server.ts';
import { readProgress, secondsLeft } from '../connectors/run-progress.server.ts';
import type { RunProgress } from '../connectors/run-progress.server.ts';

export type ListedSource = {
  id: string;
  name: string;
  kind: string;
  /** What it gives, kind by kind, with how many rows and as of when. */
  states: { kind: string; asOf: Date; rowCount: number }[];
  runs: ListedRun[];
  /** Why the portal does not ask it at the moment; null where it does, or where it comes by itself. */
  stop: 'credentials_missing' | 'not_begun' | 'stopped' | null;
  /** What the last reading of a kind ended with, in an English sentence of what the source said. */
  faults: { kind: string; detail: string }[];
};

export type ListedRun = {
  id: string;
  startedAt: Date;
  finishedAt: Date | null;
  outcome: string | null;
  /** Rows by what was done with them. */
  counts: { name: string; count: number }[];
  problems: { place: string; reason: string }[];
  problemTotal: number;
  /** Of one that is under way, a moment ago. */
  progress: (RunProgress & { secondsLeft: number | null }) | null;
};

const RUNS_SHOWN = 5;
const PROBLEMS_SHOWN = 10;

/** Counts of a run: by kind, and in each by what was done. */
const Counts = z.record(z.string(), z.record(z.string(), z.number())).catch({});

const Told = z.object({
  file: z.string(),
  line: z.number().nullable().catch(null),
  column: z.string().nullable().catch(null),
  reason: z.string(),
});
/** Problems of a run; the import writes a list with its total, earlier versions wrote the list alone. */
const Problems = z
  .union([
    z.object({ told: z.array(Told), total: z.number() }),
    z.array(Told).transform((told) => ({ told, total: told.length })),
  ])
  .catch({ told: [], total: 0 });

/** The sources with what they gave last and how their last imports went; carriers have a page of their own. */
export async function findSources(db: Db, now: Date): Promise<ListedSource[]> {
  const sources = await db.source.findMany({
    where: { tracking: null },
    orderBy: { name: 'asc' },
    select: {
      id: true,
      name: true,
      kind: true,
      states: { orderBy: { kind: 'asc' }, select: { kind: true, asOf: true, rowCount: true } },
      connection: { select: { stoppedBy: true, credentialsSealed: true } },
      feeds: {
        where: { fault: { not: null } },
        orderBy: { kind: 'asc' },
        select: { kind: true, fault: true, faultDetail: true },
      },
      runs: {
        orderBy: { startedAt: 'desc' },
        take: RUNS_SHOWN,
        select: {
          id: true,
          startedAt: true,
          finishedAt: true,
          outcome: true,
          countsJson: true,
          problemsJson: true,
          progressJson: true,
        },
      },
    },
  });
  return sources.map(({ runs, connection, feeds, ...source }) => ({
    ...source,
    stop: connection === null ? null : stopOf(connection),
    faults: feeds.map(({ kind, fault, faultDetail }) => ({ kind, detail: faultDetail ?? fault ?? '' })),
    runs: runs.map(({ countsJson, problemsJson, progressJson, ...run }) => {
      const progress = run.outcome === null ? readProgress(progressJson, now) : null;
      const { told, total } = Problems.parse(JSON.parse(problemsJson));
      return {
        ...run,
        counts: sumByDeed(Counts.parse(JSON.parse(countsJson))),
        problems: told.slice(0, PROBLEMS_SHOWN).map((problem) => ({
          place: [problem.file, problem.line, problem.column].filter((part) => part !== null).join(':'),
          reason: problem.reason,
        })),
        problemTotal: total,
        progress: progress === null ? null : { ...progress, secondsLeft: secondsLeft(progress) },
      };
    }),
  }));
}

function stopOf({
  stoppedBy,
  credentialsSealed,
}: {
  stoppedBy: string | null;
  credentialsSealed: string | null;
}): ListedSource['stop'] {
  if (credentialsSealed === null) return 'credentials_missing';
  if (stoppedBy === NOT_BEGUN) return 'not_begun';
  return stoppedBy === null ? null : 'stopped';
}

function sumByDeed(counts: Record<string, Record<string, number>>): { name: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const deeds of Object.values(counts)) {
    for (const [name, count] of Object.entries(deeds)) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums].map(([name, count]) => ({ name, count })).filter(({ count }) => count > 0);
}
