import type { Db } from '#prisma/client.ts';
import { checkPart } from './check-part.server.ts';
import { FindingList } from '../findings.ts';
import type { Findings } from '../findings.ts';
import type { KnownSource } from './import-runs.server.ts';
import { countMissing } from './missing-rows.server.ts';
import type { DropPlan, PartPlan } from './part-plan.ts';
import { ENTITY_KINDS } from '../port.ts';
import type { AnyDropPart, Drop, EntityKind } from '../port.ts';
import { reportProgress } from '../progress.ts';
import type { OnProgress } from '../progress.ts';

export interface CheckedDrop {
  plan: DropPlan;
  problems: Findings;
  warnings: Findings;
}

/**
 * Reads a whole drop and says what is wrong with it, or what it would change. Writes nothing; holds 16 bytes a row.
 */
export async function checkDrop(
  { db, now, onProgress }: { db: Db; now: () => Date; onProgress: OnProgress | undefined },
  { source, drop }: { source: KnownSource; drop: Drop },
): Promise<CheckedDrop> {
  const plan = new Map<EntityKind, PartPlan>();
  const problems = new FindingList();
  const warnings = new FindingList();
  const check = { db, sourceId: source.id, drop, plan, problems, warnings };
  for (const part of inOrder(drop.parts)) {
    const { kind, rowCount } = part;
    const onRows = reportProgress({ phase: 'check', kind, rowsTotal: rowCount }, { now, onProgress });
    plan.set(kind, await checkPart(check, part, onRows));
  }
  if (problems.total === 0) {
    for (const part of plan.values()) await countMissing(db, source.id, part);
  }
  return { plan, problems, warnings };
}

/** What is referred to comes first. */
function inOrder(parts: readonly AnyDropPart[]): AnyDropPart[] {
  return ENTITY_KINDS.flatMap((kind) => {
    const ofKind = parts.filter((part) => part.kind === kind);
    if (ofKind.length > 1) throw new Error(`a drop has two parts of kind ${kind}`);
    return ofKind;
  });
}
