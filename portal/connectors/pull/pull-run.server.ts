/** The record of one cycle of a source that we ask. Cycles are many, so one that changed nothing leaves no record. */
import type { Audit } from '#auth/audit/audit.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import type { Db } from '#prisma/client.ts';
import type { ImportRun } from '../engine/import-runs.server.ts';
import { lockReadModel } from '../engine/read-model-lock.server.ts';
import type { Removal } from '../engine/removal-guard.ts';
import type { Findings } from '../findings.ts';
import type { CountsByKind } from '../import-outcome.ts';

/** Takes the turn of the source; a cycle or an import that is still running loses it and stops at its next batch. */
export async function beginPull(
  db: Db,
  { sourceId, startedById, at }: { sourceId: string; startedById: string | null; at: Date },
): Promise<ImportRun> {
  return db.$transaction(async (tx) => {
    await lockReadModel(tx);
    const run = await tx.importRun.create({
      data: { sourceId, fingerprint: 'pull', startedById, startedAt: at },
      select: { id: true },
    });
    return { id: run.id, sourceId, startedById };
  });
}

export type PullEnd = {
  run: ImportRun;
  outcome: 'applied' | 'failed' | 'overtaken' | 'would_remove_too_much';
  counts: CountsByKind;
  problems: Findings;
  tooMany: readonly Removal[];
  at: Date;
};

export async function endPull(db: Db, audit: Audit, end: PullEnd): Promise<void> {
  const { run, outcome, counts, problems, tooMany, at } = end;
  const hasChanged = Object.values(counts).some(
    ({ added, changed, removed }) => added + changed + removed > 0,
  );
  await db.$transaction(async (tx) => {
    if (outcome === 'applied' && !hasChanged && problems.total === 0) {
      await tx.importRun.deleteMany({ where: { id: run.id } });
      return;
    }
    const findings = outcome === 'would_remove_too_much' ? { tooMany } : problems;
    await tx.importRun.update({
      where: { id: run.id },
      data: {
        finishedAt: at,
        outcome,
        countsJson: JSON.stringify(counts),
        problemsJson: JSON.stringify(findings),
      },
      select: { id: true },
    });
    await audit.record(tx, {
      type: outcome === 'would_remove_too_much' ? 'import_refused' : 'import_finished',
      result: outcome === 'would_remove_too_much' ? 'refused' : 'ok',
      actorId: run.startedById ?? SYSTEM_ACTOR,
      reason: outcome,
      details: { sourceId: run.sourceId },
      at,
    });
  });
}
