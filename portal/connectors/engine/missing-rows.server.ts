import type { Db } from '#prisma/client.ts';
import { batchesFrom, batchesOf, BATCH_ROWS } from './batches.ts';
import { isGiven } from './part-plan.ts';
import type { PartPlan } from './part-plan.ts';
import { PARENT_KIND } from '../port.ts';
import type { EntityKind } from '../port.ts';
import { readTable } from './read-model/table.server.ts';
import type { EngineColumn } from './read-model/table.server.ts';
import { rowIdOf } from '../row-id.ts';

/** The column by which a row hangs on the parent that a part may speak for. */
const PARENT_COLUMN: Readonly<Record<keyof typeof PARENT_KIND, EngineColumn>> = {
  'order-line': 'orderId',
  'shipment-line': 'shipmentId',
  'tracking-event': 'shipmentId',
  'price-entry': 'productId',
};

/**
 * The rows that a part says are gone, in batches: those that it names as deleted, and those that it leaves out of what
 * it speaks for. May be interrupted and asked again; rows marked as deleted meanwhile are left out.
 */
export async function* missingRows(db: Db, sourceId: string, plan: PartPlan): AsyncGenerator<string[]> {
  const { kind, covers } = plan.part;
  if (covers.of === 'kind') {
    return yield* missingOfKind(db, { sourceId, kind, isGiven: (id) => isGiven(plan, id) });
  }
  yield* batchesOf(plan.toRemove);
  if (covers.of !== 'parents' || !hasParent(kind)) return;
  for await (const parents of batchesFrom(covers.parents())) {
    const parentIds = parents.map((externalId) => rowIdOf(sourceId, PARENT_KIND[kind], externalId));
    const ids = await rowsUnder(db, kind, { sourceId, parentIds });
    yield* batchesOf(ids.filter((id) => !plan.named.has(id)));
  }
}

/**
 * Rows that are there and hang on one of these.
 * @param under.sourceId leaves out what another source hung on them, such as a carrier; null for all
 */
export async function rowsUnder(
  db: Db,
  kind: keyof typeof PARENT_KIND,
  { sourceId, parentIds }: { sourceId: string | null; parentIds: readonly string[] },
): Promise<string[]> {
  const ofSource = sourceId === null ? {} : { sourceId };
  const rows = await readTable(db, kind).findMany({
    where: { ...ofSource, [PARENT_COLUMN[kind]]: { in: parentIds }, deletedAt: null },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Rows of the kind that are there and that the source no longer gives, in batches; may be interrupted like the above. */
export async function* missingOfKind(
  db: Db,
  {
    sourceId,
    kind,
    isGiven: isStillGiven,
  }: { sourceId: string; kind: EntityKind; isGiven: (id: string) => boolean },
): AsyncGenerator<string[]> {
  let after = '';
  for (;;) {
    const rows = await readTable(db, kind).findMany({
      where: { sourceId, externalId: { gt: after }, deletedAt: null },
      select: { id: true, externalId: true },
      orderBy: { externalId: 'asc' },
      take: BATCH_ROWS,
    });
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.externalId;
    const missing = rows.filter(({ id }) => !isStillGiven(id)).map(({ id }) => id);
    if (missing.length > 0) yield missing;
  }
}

export function hasParent(kind: EntityKind): kind is keyof typeof PARENT_KIND {
  return kind in PARENT_KIND;
}

/** Counts what `missingRows` would give, and what there is: one count, and a walk only where rows were left out. */
export async function countMissing(db: Db, sourceId: string, plan: PartPlan): Promise<void> {
  const { kind, covers } = plan.part;
  if (covers.of === 'kind') {
    plan.live = await countLive(db, sourceId, kind);
    plan.counts.removed = plan.live - plan.staying;
    return;
  }
  for await (const ids of missingRows(db, sourceId, plan)) plan.counts.removed += ids.length;
  if (plan.counts.removed > 0) plan.live = await countLive(db, sourceId, kind);
}

export function countLive(db: Db, sourceId: string, kind: EntityKind): Promise<number> {
  return readTable(db, kind).count({ where: { sourceId, deletedAt: null } });
}
