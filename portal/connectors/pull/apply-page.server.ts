/**
 * Stores one page of records and where to go on, so that a process that dies at any moment has either done both or
 * will be given the page again. A record that can't be read is told and left out: it is there, so its row is not taken
 * for missing, and the comparison of all names brings it again until it can be read.
 */
import type { Tx } from '#prisma/client.ts';
import { applyBatch } from '../engine/apply-batch.server.ts';
import { batchesOf } from '../engine/batches.ts';
import type { RemovalPermit } from '../engine/removal-guard.ts';
import { removeRows } from '../engine/remove-rows.server.ts';
import type { AnyRow, MappedRecord } from '../mapping/map-record.ts';
import type { EntityKind, EntityOf } from '../port.ts';
import { rowIdOf } from '../row-id.ts';
import { settleOwners } from '../settle-owners.server.ts';
import { storeCursor } from './feed-state.server.ts';
import type { FeedPage } from './feed.ts';
import { addCounts, inTurn } from './feed-work.server.ts';
import type { FeedWork } from './feed-work.server.ts';
import { findRemovals } from './page-removals.server.ts';
import type { Removals } from './page-removals.server.ts';

/** A row of a kind; a page has rows of two. */
export type PageRow = { kind: EntityKind; entity: EntityOf<EntityKind> };

/**
 * @throws TooManyRemovals before anything of the page is stored
 * @throws Overtaken
 */
export async function applyPage(work: FeedWork, { records, cursor }: FeedPage): Promise<void> {
  const { db } = work.deps;
  noteNames(work, records);
  const rows = readableRows(work, records);
  const removals = await findRemovals(db, work, { records, rows });
  const permit = await work.tally.permit(
    new Map(removals.map(({ kind, ids }) => [kind, ids.length] as const)),
  );
  const chunks = [...batchesOf(rows)];
  const last = chunks.pop() ?? [];
  for (const chunk of chunks) await inTurn(work, (tx) => storeRows(tx, work, chunk));
  await inTurn(work, async (tx) => {
    await storeRows(tx, work, last);
    await removeAll(tx, work, { removals, permit });
    if (cursor !== null) await storeCursor(tx, { sourceId: work.run.sourceId, feed: work.feed }, cursor);
  });
  for (const { kind, ids } of removals) work.tally.add(kind, ids.length);
  if (work.feed.kind === 'counterparty' && rows.length > 0) await settleOwners(db);
}

function noteNames(work: FeedWork, records: readonly MappedRecord[]): void {
  for (const { externalId, head } of records) {
    if (externalId === null) work.hasNameless = true;
    else if (!(head.ok && head.entity.isDeleted)) {
      work.named?.add(rowIdOf(work.run.sourceId, work.feed.kind, externalId));
    }
  }
}

/** Heads first, then what hangs on them; of a row that came twice the newer one. */
function readableRows(work: FeedWork, records: readonly MappedRecord[]): PageRow[] {
  const heads = readable(
    work,
    work.feed.kind,
    records.map(({ head }) => head),
  );
  const { lineKind } = work.feed;
  if (lineKind === null) return heads;
  return [
    ...heads,
    ...readable(
      work,
      lineKind,
      records.flatMap(({ lines }) => lines ?? []),
    ),
  ];
}

function readable(work: FeedWork, kind: EntityKind, rows: readonly AnyRow[]): PageRow[] {
  const byId = new Map<string, EntityOf<EntityKind>>();
  for (const row of rows) {
    if (!row.ok) {
      work.problems.add(...row.problems);
      continue;
    }
    const { entity } = row;
    const before = byId.get(entity.externalId);
    if (before === undefined || !isOlder(entity, before)) byId.set(entity.externalId, entity);
  }
  return [...byId.values()].map((entity) => ({ kind, entity }));
}

function isOlder(one: EntityOf<EntityKind>, other: EntityOf<EntityKind>): boolean {
  return one.modifiedAt !== null && other.modifiedAt !== null && one.modifiedAt < other.modifiedAt;
}

async function storeRows(tx: Tx, work: FeedWork, rows: readonly PageRow[]): Promise<void> {
  const { sourceId } = work.run;
  for (const kind of new Set(rows.map((row) => row.kind))) {
    const entities = rows.filter((row) => row.kind === kind).map(({ entity }) => entity);
    const batch = { sourceId, kind, entities, now: work.deps.now() };
    addCounts(work, kind, await applyBatch(tx, work.deps.audit, batch));
  }
}

/** What hangs on others goes first. */
async function removeAll(
  tx: Tx,
  work: FeedWork,
  { removals, permit }: { removals: Removals; permit: RemovalPermit },
): Promise<void> {
  for (const { kind, ids } of removals) {
    for (const batch of batchesOf(ids)) {
      const now = work.deps.now();
      addCounts(work, kind, await removeRows(tx, work.deps.audit, { kind, ids: batch, now, permit }));
    }
  }
}
