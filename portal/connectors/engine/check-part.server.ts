/** Checks the rows of a part against each other, against the rest of the drop and against what we have. Writes nothing. */
import { batchesFrom } from './batches.ts';
import { findDocumentProblems } from './check-document.ts';
import { compareRows } from './compare-rows.server.ts';
import type { ComparedRow } from './compare-rows.server.ts';
import type { DropCheck, GivenRow } from './drop-check.ts';
import { findUnknownReferences } from './find-references.server.ts';
import type { FindingList } from '../findings.ts';
import { planFor } from './part-plan.ts';
import type { PartPlan } from './part-plan.ts';
import type { AnyDropPart, EntityKind, Problem, SourceRow } from '../port.ts';
import { rowIdOf } from '../row-id.ts';

/** @param onRows told of the rows of each batch */
export async function checkPart(
  check: DropCheck,
  part: AnyDropPart,
  onRows: (rows: number) => void,
): Promise<PartPlan> {
  const plan = planFor(part);
  const rows: AsyncIterable<SourceRow<EntityKind>> = part.rows();
  for await (const batch of batchesFrom(rows)) {
    const given = takeRight(check.problems, batch);
    check.problems.add(...nameRows(check.sourceId, plan, given));
    check.warnings.add(...(await findUnknownReferences(check, plan, given)));
    if (check.problems.total === 0) await compareBatch(check, plan, given);
    onRows(batch.length);
  }
  return plan;
}

function takeRight(problems: FindingList, batch: readonly SourceRow<EntityKind>[]): GivenRow[] {
  return batch.flatMap((row) => {
    if (row.ok) return [row];
    problems.add(...row.problems);
    return [];
  });
}

/** Puts the rows on the part's list. @returns those that stand on it already */
function nameRows(sourceId: string, plan: PartPlan, rows: readonly GivenRow[]): Problem[] {
  return rows.flatMap(({ entity, place }) => {
    const id = rowIdOf(sourceId, plan.part.kind, entity.externalId);
    if (entity.isDeleted) plan.deleted.add(id);
    if (plan.named.add(id)) return [];
    const reason = `${entity.externalId} stands here twice`;
    return [{ ...place, column: 'externalId', code: 'duplicate', reason }];
  });
}

async function compareBatch(check: DropCheck, plan: PartPlan, given: readonly GivenRow[]): Promise<void> {
  const { kind } = plan.part;
  const entities = given.map(({ entity }) => entity);
  const compared = await compareRows(check.db, { sourceId: check.sourceId, kind, entities });
  for (const row of compared) count(plan, row);
  if (kind !== 'document') return;
  const news = given.filter((_, index) => isToBeWritten(compared[index]));
  check.problems.add(...(await findDocumentProblems(check.drop, news)));
}

function count(plan: PartPlan, row: ComparedRow<EntityKind>): void {
  if (row.entity.isDeleted) {
    if (row.isLive && row.change !== 'unchanged') plan.toRemove.push(row.id);
    return;
  }
  plan.counts[row.change] += 1;
  if (row.isSaidAgain) plan.isSaidAgain = true;
  if (row.isLive) plan.staying += 1;
}

function isToBeWritten(row: ComparedRow<EntityKind> | undefined): boolean {
  return row !== undefined && row.change !== 'unchanged' && !row.entity.isDeleted;
}
