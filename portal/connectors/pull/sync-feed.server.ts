/** Brings one kind of a source up to date: what has changed, then, when it is time, what is no longer there. */
import { storeState } from '../engine/confirm-drop.server.ts';
import { countLive } from '../engine/missing-rows.server.ts';
import type { Removal } from '../engine/removal-guard.ts';
import { RowIdSet } from '../engine/row-id-set.ts';
import { SourceFault } from '../http/source-fault.ts';
import type { SourceFaultCode } from '../http/source-fault.ts';
import type { EntityKind } from '../port.ts';
import { reportProgress } from '../progress.ts';
import type { OnProgress } from '../progress.ts';
import { applyPage } from './apply-page.server.ts';
import { compareNames, countOpenOrders, removeUnnamed } from './compare-names.server.ts';
import { findFeedState, storeFault, storeSynced } from './feed-state.server.ts';
import type { FeedState } from './feed-state.server.ts';
import { inTurn } from './feed-work.server.ts';
import type { FeedWork } from './feed-work.server.ts';
import { TooManyRemovals } from './removal-tally.server.ts';

const ROWS_FOR_ONE_BY_KEY = 25;

export type FeedOutcome =
  | { kind: EntityKind; ok: true; change: 'synced' | 'not_due' }
  | { kind: EntityKind; ok: false; reason: 'fault'; code: SourceFaultCode; detail: string }
  | { kind: EntityKind; ok: false; reason: 'would_remove_too_much'; kinds: readonly Removal[] };

export type FeedRequest = {
  /** Now, and with a comparison of all names, whatever the schedule says. */
  isFull: boolean;
  onProgress: OnProgress | undefined;
};

/** @throws Overtaken, and whatever the database throws */
export async function syncFeed(work: FeedWork, request: FeedRequest): Promise<FeedOutcome> {
  const { feed } = work;
  const place = { sourceId: work.run.sourceId, feed };
  const state = await findFeedState(work.deps.db, place);
  if (!request.isFull && !isDue(state, work)) return { kind: feed.kind, ok: true, change: 'not_due' };
  try {
    await readFeed(work, { state, request });
    return { kind: feed.kind, ok: true, change: 'synced' };
  } catch (error) {
    if (error instanceof SourceFault) {
      // A source that leaves out a part of the question may have moved the cursor past what it has not given.
      const back = error.code === 'ignored' ? { backTo: state.cursor } : {};
      await storeFault(work.deps.db, place, { fault: error, ...back });
      return { kind: feed.kind, ok: false, reason: 'fault', code: error.code, detail: error.message };
    }
    if (!(error instanceof TooManyRemovals)) throw error;
    const { message, kinds } = error;
    await storeFault(work.deps.db, place, { fault: { code: 'would_remove_too_much', message } });
    return { kind: feed.kind, ok: false, reason: 'would_remove_too_much', kinds };
  }
}

function isDue({ syncedAt }: FeedState, { feed, deps }: FeedWork): boolean {
  return syncedAt === null || deps.now().getTime() - syncedAt.getTime() >= feed.everyMs;
}

async function readFeed(
  work: FeedWork,
  { state, request }: { state: FeedState; request: FeedRequest },
): Promise<void> {
  const { feed, deps } = work;
  const startedAt = deps.now();
  const isTime = request.isFull || isTimeToCompare(state, work);
  const cursor = isTime && (await rereadsMost(work)) ? null : state.cursor;
  const readsAll = feed.readsAll(cursor);
  const compares = !readsAll && isTime;
  work.named = readsAll ? new RowIdSet() : null;
  await readChanges(work, { cursor, request });
  if (compares) {
    work.named = new RowIdSet();
    const onRows = progressOf(work, 'compare', request)(null);
    await compareNames(work, work.named, onRows);
  }
  if (work.named !== null && !work.hasNameless) await removeUnnamed(work, work.named);
  const comparedAt = work.named === null ? null : startedAt;
  await confirmFeed(work, { syncedAt: startedAt, comparedAt });
}

/** Rows by key come twenty to a question, rows in their order hundreds: then the whole set is read, and is compared by that. */
async function rereadsMost({ feed, deps: { db }, run: { sourceId } }: FeedWork): Promise<boolean> {
  if (!feed.rereadsOpen) return false;
  const open = await countOpenOrders(db, sourceId);
  return open * ROWS_FOR_ONE_BY_KEY >= (await countLive(db, sourceId, 'order'));
}

function isTimeToCompare({ comparedAt }: FeedState, { feed, deps }: FeedWork): boolean {
  return comparedAt === null || deps.now().getTime() - comparedAt.getTime() >= feed.compareEveryMs;
}

async function readChanges(
  work: FeedWork,
  { cursor, request }: { cursor: string | null; request: FeedRequest },
): Promise<void> {
  let onRows: ((rows: number) => void) | null = null;
  for await (const page of work.feed.changes(cursor)) {
    onRows ??= progressOf(work, 'read', request)(page.total);
    await applyPage(work, page);
    onRows(page.records.length);
  }
}

function progressOf({ feed, deps }: FeedWork, phase: 'read' | 'compare', { onProgress }: FeedRequest) {
  return (rowsTotal: number | null) =>
    reportProgress({ phase, kind: feed.kind, rowsTotal }, { now: deps.now, onProgress });
}

/** From here on pages show the time at which this reading began: all that the source knew then is in. */
async function confirmFeed(
  work: FeedWork,
  { syncedAt, comparedAt }: { syncedAt: Date; comparedAt: Date | null },
): Promise<void> {
  const { run, feed, deps } = work;
  const states: { kind: EntityKind; rowCount: number }[] = [];
  for (const kind of feed.lineKind === null ? [feed.kind] : [feed.kind, feed.lineKind]) {
    states.push({ kind, rowCount: await countLive(deps.db, run.sourceId, kind) });
  }
  await inTurn(work, async (tx) => {
    for (const state of states) await storeState(tx, { ...state, sourceId: run.sourceId, asOf: syncedAt });
    await storeSynced(tx, { sourceId: run.sourceId, feed }, { syncedAt, comparedAt });
  });
}
