/** What a page of records says is gone: rows that it marks as deleted, and lines that their record no longer has. */
import type { Db } from '#prisma/client.ts';
import { batchesOf } from '../engine/batches.ts';
import { compareRows } from '../engine/compare-rows.server.ts';
import { hasParent, rowsUnder } from '../engine/missing-rows.server.ts';
import { readTable } from '../engine/read-model/table.server.ts';
import type { MappedRecord } from '../mapping/map-record.ts';
import { ENTITY_KINDS, PARENT_KIND } from '../port.ts';
import type { EntityKind } from '../port.ts';
import { rowIdOf } from '../row-id.ts';
import type { PageRow } from './apply-page.server.ts';
import type { FeedWork } from './feed-work.server.ts';

/** By kind, those that hang on others first. */
export type Removals = { kind: EntityKind; ids: string[] }[];

export async function findRemovals(
  db: Db,
  work: Pick<FeedWork, 'run' | 'feed'>,
  { records, rows }: { records: readonly MappedRecord[]; rows: readonly PageRow[] },
): Promise<Removals> {
  const heads = await findDeletedHeads(db, work, rows);
  const under = await findRowsUnder(db, work.feed.kind, heads);
  const lines = await findDroppedLines(db, work, { records, rows });
  const all: Removals = [...under, ...lines, { kind: work.feed.kind, ids: heads }];
  return merged(all);
}

/** All that hangs on rows of a kind, whoever gave it. */
export async function findRowsUnder(
  db: Db,
  kind: EntityKind,
  parentIds: readonly string[],
): Promise<Removals> {
  const removals: Removals = [];
  for (const child of ENTITY_KINDS.filter(hasParent)) {
    if (PARENT_KIND[child] !== kind) continue;
    for (const batch of batchesOf(parentIds)) {
      removals.push({ kind: child, ids: await rowsUnder(db, child, { sourceId: null, parentIds: batch }) });
    }
  }
  return removals;
}

/** A mark that is older than what we have says nothing. */
async function findDeletedHeads(
  db: Db,
  { run, feed }: Pick<FeedWork, 'run' | 'feed'>,
  rows: readonly PageRow[],
): Promise<string[]> {
  const entities = rows
    .filter(({ kind, entity }) => kind === feed.kind && entity.isDeleted)
    .map(({ entity }) => entity);
  if (entities.length === 0) return [];
  const compared = await compareRows(db, { sourceId: run.sourceId, kind: feed.kind, entities });
  return compared.filter(({ isLive, change }) => isLive && change !== 'unchanged').map(({ id }) => id);
}

async function findDroppedLines(
  db: Db,
  { run, feed }: Pick<FeedWork, 'run' | 'feed'>,
  { records, rows }: { records: readonly MappedRecord[]; rows: readonly PageRow[] },
): Promise<Removals> {
  const { lineKind } = feed;
  if (lineKind === null || !hasParent(lineKind)) return [];
  const parents = await withoutOlder(db, feed.kind, wholeRecords(run.sourceId, feed.kind, records));
  const given = new Set(
    rows
      .filter(({ kind, entity }) => kind === lineKind && !entity.isDeleted)
      .map(({ entity }) => rowIdOf(run.sourceId, lineKind, entity.externalId)),
  );
  const removals: Removals = [];
  for (const batch of batchesOf(parents)) {
    const stored = await rowsUnder(db, lineKind, { sourceId: run.sourceId, parentIds: batch });
    removals.push({ kind: lineKind, ids: stored.filter((id) => !given.has(id)) });
  }
  return removals;
}

type Parent = { id: string; modifiedAt: Date | null };

/** Records that say all of their lines. One with a line that can't be read has named it only to itself. */
function wholeRecords(sourceId: string, kind: EntityKind, records: readonly MappedRecord[]): Parent[] {
  return records.flatMap(({ head, lines }) => {
    if (!head.ok || lines === null || lines.some((line) => !line.ok)) return [];
    const { externalId, modifiedAt } = head.entity;
    return [{ id: rowIdOf(sourceId, kind, externalId), modifiedAt }];
  });
}

/** A record that is older than what we have does not know the lines of today. */
async function withoutOlder(db: Db, kind: EntityKind, parents: readonly Parent[]): Promise<string[]> {
  const current: string[] = [];
  for (const batch of batchesOf(parents)) {
    const stored = await readTable(db, kind).findMany({
      where: { id: { in: batch.map(({ id }) => id) } },
      select: { id: true, sourceModifiedAt: true },
    });
    const times = new Map(stored.map((row) => [row.id, row.sourceModifiedAt]));
    for (const { id, modifiedAt } of batch) {
      const known = times.get(id) ?? null;
      if (known === null || modifiedAt === null || modifiedAt >= known) current.push(id);
    }
  }
  return current;
}

function merged(removals: Removals): Removals {
  const byKind = new Map<EntityKind, Set<string>>();
  for (const { kind, ids } of removals) {
    const known = byKind.get(kind) ?? new Set();
    for (const id of ids) known.add(id);
    if (known.size > 0) byKind.set(kind, known);
  }
  return [...byKind].map(([kind, ids]) => ({ kind, ids: [...ids] }));
}
