/**
 * Holds the names of all rows at the source against what we have. Goal: what was deleted there without a word goes here,
 * what was passed over comes, and a source that suddenly shows little is not believed (removal-guard.ts).
 */
import type { Db } from '#prisma/client.ts';
import type { OrderStatus } from '#portal/orders/order.ts';
import { batchesOf } from '../engine/batches.ts';
import { missingOfKind } from '../engine/missing-rows.server.ts';
import { readTable } from '../engine/read-model/table.server.ts';
import { removeRows } from '../engine/remove-rows.server.ts';
import type { RowIdSet } from '../engine/row-id-set.ts';
import type { EntityKind } from '../port.ts';
import { rowIdOf } from '../row-id.ts';
import { settleOwners } from '../settle-owners.server.ts';
import { applyPage } from './apply-page.server.ts';
import type { RowName } from './feed.ts';
import { addCounts, inTurn } from './feed-work.server.ts';
import type { FeedWork } from './feed-work.server.ts';
import { findRowsUnder } from './page-removals.server.ts';
import type { Removals } from './page-removals.server.ts';

const OVER: readonly OrderStatus[] = ['completed', 'cancelled'];

/** Reads all names, and every row that we do not have in the state that its name says. */
export async function compareNames(
  work: FeedWork,
  named: RowIdSet,
  onRows: (rows: number) => void,
): Promise<void> {
  const { sourceId } = work.run;
  for await (const names of work.feed.names()) {
    for (const { externalId } of names) named.add(rowIdOf(sourceId, work.feed.kind, externalId));
    for (const batch of batchesOf(names)) {
      const differing = await findDiffering(work, batch);
      if (differing.length === 0) continue;
      for await (const page of work.feed.read(differing)) await applyPage(work, page);
    }
    onRows(names.length);
  }
}

async function findDiffering(work: FeedWork, names: readonly RowName[]): Promise<RowName[]> {
  const { db } = work.deps;
  const idOf = ({ externalId }: RowName): string => rowIdOf(work.run.sourceId, work.feed.kind, externalId);
  const ids = names.map(idOf);
  const stored = await readTable(db, work.feed.kind).findMany({
    where: { id: { in: ids } },
    select: { id: true, sourceVersion: true, deletedAt: true },
  });
  const known = new Map(stored.map((row) => [row.id, row]));
  const open = work.feed.rereadsOpen ? await findOpenOrders(db, ids) : null;
  return names.filter((name) => {
    const row = known.get(idOf(name));
    if (row === undefined || row.deletedAt !== null || open?.has(row.id) === true) return true;
    return name.version !== null && name.version !== row.sourceVersion;
  });
}

/** Of these orders those whose lines may still change. */
async function findOpenOrders(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const orders = await db.order.findMany({
    where: { id: { in: [...ids] }, status: { notIn: [...OVER] } },
    select: { id: true },
  });
  return new Set(orders.map(({ id }) => id));
}

export function countOpenOrders(db: Db, sourceId: string): Promise<number> {
  return db.order.count({ where: { sourceId, deletedAt: null, status: { notIn: [...OVER] } } });
}

/**
 * Removes what the source has not named, and what hangs on it.
 * @throws TooManyRemovals before the first of them is removed
 */
export async function removeUnnamed(work: FeedWork, named: RowIdSet): Promise<void> {
  const { db } = work.deps;
  const { kind } = work.feed;
  const missing = () =>
    missingOfKind(db, { sourceId: work.run.sourceId, kind, isGiven: (id) => named.has(id) });
  const counts = new Map<EntityKind, number>();
  for await (const ids of missing()) {
    for (const removal of await withWhatHangsOn(work, ids)) {
      counts.set(removal.kind, (counts.get(removal.kind) ?? 0) + removal.ids.length);
    }
  }
  if (counts.size === 0) return;
  const permit = await work.tally.permit(counts);
  for await (const ids of missing()) {
    for (const removal of await withWhatHangsOn(work, ids)) {
      for (const batch of batchesOf(removal.ids)) {
        const gone = { kind: removal.kind, ids: batch, now: work.deps.now(), permit };
        addCounts(work, removal.kind, await inTurn(work, (tx) => removeRows(tx, work.deps.audit, gone)));
      }
      work.tally.add(removal.kind, removal.ids.length);
    }
  }
  if (kind === 'counterparty') await settleOwners(db);
}

async function withWhatHangsOn({ deps, feed }: FeedWork, ids: readonly string[]): Promise<Removals> {
  return [...(await findRowsUnder(deps.db, feed.kind, ids)), { kind: feed.kind, ids: [...ids] }];
}
