/**
 * Writes a checked drop. The order makes each state on the way safe to be read:
 * 1. Counterparties come before whatever belongs to them, and their rows are settled before the next part: when one
 *    has become somebody else, nothing new is stored for its old account.
 * 2. Each batch is one transaction that decides whose its rows are and takes along what hangs on them.
 * 3. Rows that are gone go last, children first; what replaces them is there already.
 * 4. What a source gives as of when is said at the very end, so that a page never calls half an import fresh.
 * A process that dies on the way leaves a mixture of old and new rows, each of them its owner's; the next import of
 * the source finds what is missing by itself.
 */
import type { Tx } from '#prisma/client.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { applyBatch } from './apply-batch.server.ts';
import { batchesFrom } from './batches.ts';
import { isDocument, isDropped, whyNotAsSaid } from './check-document.ts';
import { compareRows } from './compare-rows.server.ts';
import type { CountsByKind } from '../import-outcome.ts';
import { isStillItsTurn } from './import-runs.server.ts';
import type { ImportRun } from './import-runs.server.ts';
import { missingRows } from './missing-rows.server.ts';
import type { DropPlan, KindCounts, PartPlan } from './part-plan.ts';
import type { Drop, EntityKind, EntityOf, SourceRow } from '../port.ts';
import { lockReadModel } from './read-model-lock.server.ts';
import { reportProgress } from '../progress.ts';
import type { OnProgress } from '../progress.ts';
import type { RemovalPermit } from './removal-guard.ts';
import { removeRows } from './remove-rows.server.ts';
import { rowIdOf } from '../row-id.ts';
import { settleOwners } from '../settle-owners.server.ts';

export interface DropToWrite {
  run: ImportRun;
  drop: Drop;
  plan: DropPlan;
  permit: RemovalPermit;
  onProgress: OnProgress | undefined;
}

/** What was written so far; kept outside the loop so that a run that stops can still say it. */
export interface Written {
  counts: CountsByKind;
  quarantined: number;
}

export type WriteOutcome = 'written' | 'overtaken' | 'changed_while_read';

/** Adds to `written` as it goes. */
export async function writeDrop(deps: SyncDeps, work: DropToWrite, written: Written): Promise<WriteOutcome> {
  for (const plan of work.plan.values()) {
    written.counts[plan.part.kind] = { ...plan.counts, added: 0, changed: 0, removed: 0 };
    const outcome = await writePart(deps, work, { plan, written });
    if (outcome !== 'written') return outcome;
    await settleOwners(deps.db);
  }
  for (const plan of [...work.plan.values()].toReversed()) {
    const outcome = await removeMissing(deps, work, { plan, written });
    if (outcome !== 'written') return outcome;
  }
  await settleOwners(deps.db);
  return 'written';
}

interface PartWork {
  plan: PartPlan;
  written: Written;
}

async function writePart(
  deps: SyncDeps,
  work: DropToWrite,
  { plan, written }: PartWork,
): Promise<WriteOutcome> {
  const { kind, rowCount } = plan.part;
  if (plan.counts.added + plan.counts.changed === 0 && !plan.isSaidAgain) return 'written';
  const onRows = reportProgress(
    { phase: 'write', kind, rowsTotal: rowCount },
    { now: deps.now, onProgress: work.onProgress },
  );
  const rows: AsyncIterable<SourceRow<EntityKind>> = plan.part.rows();
  for await (const batch of batchesFrom(rows)) {
    const entities = batch.flatMap((row) => (row.ok ? [row.entity] : []));
    if (entities.length < batch.length) return 'changed_while_read';
    const outcome = await writeBatch(deps, work, { plan, written, entities });
    if (outcome !== 'written') return outcome;
    onRows(batch.length);
  }
  return 'written';
}

async function writeBatch(
  deps: SyncDeps,
  work: DropToWrite,
  { plan, written, entities: all }: PartWork & { entities: readonly EntityOf<EntityKind>[] },
): Promise<WriteOutcome> {
  const { sourceId } = work.run;
  const { kind } = plan.part;
  const compared = await compareRows(deps.db, { sourceId, kind, entities: all });
  const news = compared.filter(({ change, isSaidAgain }) => change !== 'unchanged' || isSaidAgain);
  const entities = news.map(({ entity }) => entity);
  if (entities.length === 0) return 'written';
  if (!(await keepDocuments(deps, work, entities))) return 'changed_while_read';
  const applied = await inTurn(deps, work, (tx) =>
    applyBatch(tx, deps.audit, { sourceId, kind, entities, now: deps.now() }),
  );
  if (applied === 'overtaken') return applied;
  addTo(written, kind, applied);
  return 'written';
}

/** The bytes first: a document row never stands there without them. */
async function keepDocuments(
  deps: SyncDeps,
  { run, drop }: DropToWrite,
  entities: readonly EntityOf<EntityKind>[],
): Promise<boolean> {
  for (const entity of entities) {
    if (!isDocument(entity) || entity.isDeleted) continue;
    if (!isDropped(entity)) return false;
    const read = await drop.readDocument(entity);
    if (!read.ok || whyNotAsSaid(entity, read.bytes) !== null) return false;
    const id = rowIdOf(run.sourceId, 'document', entity.externalId);
    await deps.documents.put({ id, sha256: entity.sha256 }, read.bytes);
  }
  return true;
}

async function removeMissing(
  deps: SyncDeps,
  work: DropToWrite,
  { plan, written }: PartWork,
): Promise<WriteOutcome> {
  if (plan.counts.removed === 0) return 'written';
  const { kind } = plan.part;
  for await (const ids of missingRows(deps.db, work.run.sourceId, plan)) {
    const removed = await inTurn(deps, work, (tx) =>
      removeRows(tx, deps.audit, { kind, ids, now: deps.now(), permit: work.permit }),
    );
    if (removed === 'overtaken') return removed;
    addTo(written, kind, removed);
  }
  return 'written';
}

/** One transaction of the import, unless a later import has taken over. */
async function inTurn<Result>(
  { db }: SyncDeps,
  { run }: DropToWrite,
  write: (tx: Tx) => Promise<Result>,
): Promise<Result | 'overtaken'> {
  return db.$transaction(async (tx) => {
    await lockReadModel(tx);
    return (await isStillItsTurn(tx, run)) ? write(tx) : 'overtaken';
  });
}

function addTo(
  written: Written,
  kind: EntityKind,
  { added = 0, changed = 0, removed = 0, quarantined = 0 }: Partial<KindCounts & { quarantined: number }>,
): void {
  const counts = written.counts[kind];
  if (counts) {
    counts.added += added;
    counts.changed += changed;
    counts.removed += removed;
  }
  written.quarantined += quarantined;
}
