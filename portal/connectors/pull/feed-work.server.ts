import type { Tx } from '#prisma/client.ts';
import { isStillItsTurn } from '../engine/import-runs.server.ts';
import type { ImportRun } from '../engine/import-runs.server.ts';
import { lockReadModel } from '../engine/read-model-lock.server.ts';
import type { RowIdSet } from '../engine/row-id-set.ts';
import type { FindingList } from '../findings.ts';
import type { CountsByKind } from '../import-outcome.ts';
import type { EntityKind } from '../port.ts';
import type { KindCounts } from '../engine/part-plan.ts';
import type { SyncDeps } from '../sync-deps.ts';
import type { Feed } from './feed.ts';
import type { RemovalTally } from './removal-tally.server.ts';

/** What the reading of one feed needs and gathers. */
export type FeedWork = {
  deps: Pick<SyncDeps, 'db' | 'audit' | 'now'>;
  run: ImportRun;
  feed: Feed;
  tally: RemovalTally;
  counts: CountsByKind;
  problems: FindingList;
  /** Rows that the source has named; null when not all of them will be. */
  named: RowIdSet | null;
  /** A row came without a key: nobody can say then which rows are missing. */
  hasNameless: boolean;
};

/** A later cycle or import of the source has taken over and brings all of this up to date. */
export class Overtaken extends Error {}

/** One transaction of the cycle. @throws Overtaken */
export function inTurn<Result>(
  { deps, run }: Pick<FeedWork, 'deps' | 'run'>,
  write: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return deps.db.$transaction(async (tx) => {
    await lockReadModel(tx);
    if (!(await isStillItsTurn(tx, run))) throw new Overtaken('a later cycle has taken over');
    return write(tx);
  });
}

export function addCounts(work: FeedWork, kind: EntityKind, more: Partial<KindCounts>): void {
  const counts = work.counts[kind] ?? { added: 0, changed: 0, removed: 0, unchanged: 0 };
  counts.added += more.added ?? 0;
  counts.changed += more.changed ?? 0;
  counts.removed += more.removed ?? 0;
  counts.unchanged += more.unchanged ?? 0;
  work.counts[kind] = counts;
}
