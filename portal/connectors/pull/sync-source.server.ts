/**
 * One cycle of a source that we ask. Goal: what is stored is always something that the source has said, as far as it
 * got; a source that is down, wrong or half there leaves the last good rows and their time as they were.
 */
import type { SourceFaultCode } from '../http/source-fault.ts';
import { FindingList } from '../findings.ts';
import type { Findings } from '../findings.ts';
import type { CountsByKind } from '../import-outcome.ts';
import { ENTITY_KINDS } from '../port.ts';
import type { OnProgress } from '../progress.ts';
import { noteProgress } from '../run-progress.server.ts';
import { settleOwners } from '../settle-owners.server.ts';
import type { SyncDeps } from '../sync-deps.ts';
import type { Feed } from './feed.ts';
import { Overtaken } from './feed-work.server.ts';
import { beginPull, endPull } from './pull-run.server.ts';
import type { PullEnd } from './pull-run.server.ts';
import { RemovalTally } from './removal-tally.server.ts';
import { syncFeed } from './sync-feed.server.ts';
import type { FeedOutcome } from './sync-feed.server.ts';

export type SyncRequest = {
  sourceId: string;
  feeds: readonly Feed[];
  /** Holder who asked for it; null for the command line and for schedules. */
  startedById: string | null;
  /** Every kind now, and with a comparison of all names. */
  isFull: boolean;
  /** Somebody was asked and wants the missing rows gone, however many they are. */
  allowRemoval: boolean;
  onProgress?: OnProgress | undefined;
};

export type SyncReport = {
  /** `applied`: every kind is up to date. */
  outcome: PullEnd['outcome'];
  feeds: FeedOutcome[];
  counts: CountsByKind;
  /** Records that can't be read; they are left out until they can. */
  problems: Findings;
};

/** Faults of the whole source: asking for the next kind would only repeat them. */
const OF_THE_SOURCE: ReadonlySet<SourceFaultCode> = new Set([
  'credentials',
  'unreachable',
  'paused',
  'address_refused',
]);

/** @throws Error of the database */
export async function syncSource(
  deps: Pick<SyncDeps, 'db' | 'audit' | 'now'>,
  request: SyncRequest,
): Promise<SyncReport> {
  const { db } = deps;
  const run = await beginPull(db, { ...request, at: deps.now() });
  const report: SyncReport = { outcome: 'failed', feeds: [], counts: {}, problems: new FindingList() };
  const problems = new FindingList();
  const onProgress = noteProgress(deps, run, request.onProgress);
  try {
    await settleOwners(db);
    for (const feed of inOrder(request.feeds)) {
      const tally = new RemovalTally(db, { sourceId: run.sourceId, isAllowed: request.allowRemoval });
      const { counts } = report;
      const work = { deps, run, feed, tally, counts, problems, named: null, hasNameless: false };
      const outcome = await syncFeed(work, { isFull: request.isFull, onProgress });
      report.feeds.push(outcome);
      if (!outcome.ok && outcome.reason === 'fault' && OF_THE_SOURCE.has(outcome.code)) break;
    }
    report.outcome = outcomeOf(report.feeds);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    report.outcome = 'overtaken';
  } finally {
    report.problems = problems;
    const tooMany = report.feeds.flatMap((feed) =>
      !feed.ok && feed.reason === 'would_remove_too_much' ? feed.kinds : [],
    );
    await endPull(db, deps.audit, { ...report, run, tooMany, at: deps.now() });
  }
  return report;
}

function outcomeOf(feeds: readonly FeedOutcome[]): PullEnd['outcome'] {
  if (feeds.some((feed) => !feed.ok && feed.reason === 'would_remove_too_much'))
    return 'would_remove_too_much';
  return feeds.every(({ ok }) => ok) ? 'applied' : 'failed';
}

/** What is referred to comes first. */
function inOrder(feeds: readonly Feed[]): Feed[] {
  return feeds.toSorted((one, other) => ENTITY_KINDS.indexOf(one.kind) - ENTITY_KINDS.indexOf(other.kind));
}
