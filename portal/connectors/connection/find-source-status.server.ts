/** How all sources stand: those that we ask, those that bring files, and the carriers. */
import { z } from 'zod';
import type { Db } from '#prisma/client.ts';
import { readProgress } from '../run-progress.server.ts';
import type { RunProgress } from '../run-progress.server.ts';

export type SourceStatus = {
  name: string;
  kind: string;
  /** What it gives, kind by kind, as of when. */
  gives: { kind: string; rowCount: number; asOf: Date }[];
  /** Null: it comes to us by itself. */
  asked: AskedStatus | null;
  /** Null: no carrier. */
  tracking: TrackingStatus | null;
  /** When 1C last came with a name and password that are open; null where it does not come, or never did. */
  exchangeUsedAt: Date | null;
  /** The last try to bring something, taken in or not; null before the first. */
  lastRun: RunStatus | null;
};

export type AskedStatus = {
  address: string;
  everyMinutes: number;
  dueAt: Date;
  /** What a person must mend before it is asked again; null while it is asked by itself. */
  stoppedBy: string | null;
  hasCredentials: boolean;
  feeds: {
    kind: string;
    /** Begin of the last reading that came to its end; null before the first. */
    syncedAt: Date | null;
    fault: string | null;
    faultDetail: string | null;
  }[];
};

export type TrackingStatus = {
  /** Null: an inbox, to which a program brings what it knows. */
  address: string | null;
  stoppedBy: string | null;
  closedAt: Date | null;
  /** Last good answer, or message that was taken. */
  reachedAt: Date | null;
  lastEventAt: Date | null;
  fault: string | null;
  faultDetail: string | null;
};

export type RunStatus = {
  startedAt: Date;
  /** Null while it runs, or when it died. */
  outcome: string | null;
  /** The first of what was wrong with what it brought, in an English sentence; null where nothing was. */
  problem: string | null;
  /** Of one that is under way, a moment ago. */
  progress: RunProgress | null;
};

const Removals = z.array(z.object({ kind: z.string(), live: z.number(), removed: z.number() }));
const Findings = z
  .object({
    told: z.array(z.object({ file: z.string(), reason: z.string() })).catch([]),
    tooMany: Removals.catch([]),
  })
  .catch({ told: [], tooMany: [] });

export async function findSourceStatus(db: Db, now: Date): Promise<SourceStatus[]> {
  const sources = await db.source.findMany({
    orderBy: { name: 'asc' },
    select: {
      name: true,
      kind: true,
      states: { orderBy: { kind: 'asc' }, select: { kind: true, rowCount: true, asOf: true } },
      connection: {
        select: { address: true, everyMinutes: true, dueAt: true, stoppedBy: true, credentialsSealed: true },
      },
      feeds: {
        orderBy: { kind: 'asc' },
        select: { kind: true, syncedAt: true, fault: true, faultDetail: true },
      },
      tracking: {
        select: {
          address: true,
          stoppedBy: true,
          closedAt: true,
          reachedAt: true,
          lastEventAt: true,
          fault: true,
          faultDetail: true,
        },
      },
      accesses: {
        where: { closedAt: null, lastUsedAt: { not: null } },
        orderBy: { lastUsedAt: 'desc' },
        take: 1,
        select: { lastUsedAt: true },
      },
      runs: {
        orderBy: { startedAt: 'desc' },
        take: 1,
        select: { startedAt: true, outcome: true, problemsJson: true, progressJson: true },
      },
    },
  });
  return sources.map(({ states, connection, feeds, accesses, runs, ...source }) => ({
    ...source,
    gives: states,
    asked: connection === null ? null : toAsked(connection, feeds),
    exchangeUsedAt: accesses[0]?.lastUsedAt ?? null,
    lastRun: runs[0] === undefined ? null : toRun(runs[0], now),
  }));
}

type Connection = Omit<AskedStatus, 'hasCredentials' | 'feeds'> & { credentialsSealed: string | null };

function toAsked({ credentialsSealed, ...connection }: Connection, feeds: AskedStatus['feeds']): AskedStatus {
  return { ...connection, hasCredentials: credentialsSealed !== null, feeds };
}

type StoredRun = Pick<RunStatus, 'startedAt' | 'outcome'> & {
  problemsJson: string;
  progressJson: string | null;
};

function toRun({ problemsJson, progressJson, ...run }: StoredRun, now: Date): RunStatus {
  const { told, tooMany } = Findings.parse(JSON.parse(problemsJson));
  const problems = [
    ...told.map(({ file, reason }) => `${file}: ${reason}`),
    ...tooMany.map(({ kind, live, removed }) => `it would remove ${removed} of ${live} of kind ${kind}`),
  ];
  const progress = run.outcome === null ? readProgress(progressJson, now) : null;
  return { ...run, problem: problems[0] ?? null, progress };
}
