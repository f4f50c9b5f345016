import type { Tx } from '#prisma/client.ts';
import type { CountsByKind } from '../import-outcome.ts';
import { recordEnd } from './import-runs.server.ts';
import { countLive } from './missing-rows.server.ts';
import type { EntityKind } from '../port.ts';
import type { DropToWrite } from './write-drop.server.ts';
import type { SyncDeps } from '../sync-deps.ts';

/** Says that the whole drop is in: from here on pages show its time. */
export async function confirmDrop(
  { db, audit, now }: SyncDeps,
  { run, drop, plan }: DropToWrite,
  counts: CountsByKind,
): Promise<void> {
  const states: { kind: EntityKind; rowCount: number; asOf: Date }[] = [];
  for (const [kind, { part }] of plan) {
    const rowCount = await countLive(db, run.sourceId, kind);
    states.push({ kind, rowCount, asOf: part.asOf ?? drop.asOf });
  }
  await db.$transaction(async (tx) => {
    for (const state of states) await storeState(tx, { ...state, sourceId: run.sourceId });
    await recordEnd(tx, audit, { run, outcome: 'applied', counts, at: now() });
  });
}

async function storeState(
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
