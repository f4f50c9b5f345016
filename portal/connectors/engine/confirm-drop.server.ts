import type { Db, Tx } from '#prisma/client.ts';
import type { CountsByKind } from '../import-outcome.ts';
import { recordEnd } from './import-runs.server.ts';
import { countLive } from './missing-rows.server.ts';
import type { EntityKind } from '../port.ts';
import type { KindCounts, PartPlan } from './part-plan.ts';
import type { DropToWrite } from './write-drop.server.ts';
import type { SyncDeps } from '../sync-deps.ts';

/** Says that the whole drop is in: from here on pages show its time. */
export async function confirmDrop(
  { db, audit, now }: SyncDeps,
  work: DropToWrite,
  counts: CountsByKind,
): Promise<void> {
  const { run, drop } = work;
  const { sourceId } = run;
  const states: { kind: EntityKind; rowCount: number; asOf: Date }[] = [];
  for (const [kind, plan] of work.plan) {
    const rowCount = await rowCountAfter(db, { sourceId, plan, written: counts[kind] });
    states.push({ kind, rowCount, asOf: plan.part.asOf ?? drop.asOf });
  }
  await db.$transaction(async (tx) => {
    for (const state of states) await storeState(tx, { ...state, sourceId });
    await recordEnd(tx, audit, { run, outcome: 'applied', counts, at: now() });
  });
}

/** The check has counted the rows of a kind that the drop speaks for as a whole. */
async function rowCountAfter(
  db: Db,
  { sourceId, plan, written }: { sourceId: string; plan: PartPlan; written: KindCounts | undefined },
): Promise<number> {
  if (plan.live === null) return countLive(db, sourceId, plan.part.kind);
  return plan.live + (written?.added ?? 0) - (written?.removed ?? 0);
}

/** As of when the source gives a kind; never earlier than it was. */
export async function storeState(
  tx: Tx,
  { sourceId, kind, rowCount, asOf }: { sourceId: string; kind: EntityKind; rowCount: number; asOf: Date },
): Promise<void> {
  const where = { sourceId_kind: { sourceId, kind } };
  const stored = await tx.sourceState.findUnique({ where, select: { asOf: true } });
  const newest = stored !== null && stored.asOf > asOf ? stored.asOf : asOf;
  await tx.sourceState.upsert({
    where,
    update: { rowCount, asOf: newest },
    create: { sourceId, kind, rowCount, asOf: newest },
    select: { kind: true },
  });
}
