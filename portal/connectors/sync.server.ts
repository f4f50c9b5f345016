/**
 * The sync engine: the only writer of the read model. Every source comes in here, as a `Drop`.
 *
 * Goal: what a customer sees is what the source said last, and never somebody else's. A drop is checked as a whole
 * before its first row is written; what is written is written in batches, so that sign-ins go on; a drop that dies on
 * the way is rolled forward by the next one. Applying the same drop twice changes nothing.
 * A connector that brings pages of changes instead of drops calls `applyBatch` (apply-batch.server.ts) in the
 * transaction that stores its cursor.
 */
import { checkDrop } from './engine/check-drop.server.ts';
import { confirmDrop } from './engine/confirm-drop.server.ts';
import type { Findings } from './findings.ts';
import type { CountsByKind, ImportOutcome } from './import-outcome.ts';
import {
  beginRun,
  endRun,
  findSource,
  isAppliedAlready,
  recordRefusal,
} from './engine/import-runs.server.ts';
import type { BeginRun, SourceName } from './engine/import-runs.server.ts';
import type { DropPlan } from './engine/part-plan.ts';
import type { Drop } from './port.ts';
import type { OnProgress } from './progress.ts';
import { noteProgress } from './run-progress.server.ts';
import { judgeRemovals } from './engine/removal-guard.ts';
import { settleOwners } from './settle-owners.server.ts';
import { findSourceProblem } from './engine/source-problem.server.ts';
import { writeDrop } from './engine/write-drop.server.ts';
import type { DropToWrite, Written } from './engine/write-drop.server.ts';
import type { SyncDeps } from './sync-deps.ts';

export interface DropRequest {
  source: SourceName;
  drop: Drop;
  /** Holder who asked for it; null for the command line and for schedules. */
  startedById: string | null;
  /** Say what would change, and change nothing. */
  isDryRun: boolean;
  /** Somebody was asked and wants the missing rows gone, however many they are. */
  allowRemoval: boolean;
  /** Whether this installation takes invented data. */
  acceptsDemoData: boolean;
  onProgress?: OnProgress | undefined;
}

/**
 * Takes a drop into the read model, or says why not.
 * @throws Error of the database or the disk; the run is then marked as failed and the next import repairs it
 */
export async function applyDrop(deps: SyncDeps, request: DropRequest): Promise<ImportOutcome> {
  const { db } = deps;
  const { drop, onProgress } = request;
  const source = await findSource(db, request.source);
  const start = { source, fingerprint: drop.fingerprint, startedById: request.startedById, at: deps.now() };

  const problem = await findSourceProblem(db, { source, request });
  if (problem) return refuse(deps, start, request, { told: [problem], total: 1 });
  if (await isAppliedAlready(db, source.id, drop.fingerprint)) return { ok: true, change: 'unchanged' };

  const { plan, problems, warnings } = await checkDrop({ db, now: deps.now, onProgress }, { source, drop });
  if (problems.total > 0) return refuse(deps, start, request, problems);

  const verdict = judgeRemovals(removalsIn(plan), request.allowRemoval);
  if (!verdict.ok) {
    const findings = { tooMany: verdict.tooMany };
    const outcome = 'would_remove_too_much';
    if (!request.isDryRun) await recordRefusal(db, deps.audit, { ...start, outcome, findings });
    return { ok: false, reason: outcome, kinds: verdict.tooMany };
  }
  if (request.isDryRun) return { ok: true, change: 'checked', counts: countsOf(plan), warnings };
  const run = await beginRun(db, deps.audit, start);
  if (run === null) return { ok: false, reason: 'overtaken' };
  const noted = noteProgress(deps, run, onProgress);
  return write(deps, { run, drop, plan, permit: verdict.permit, onProgress: noted }, warnings);
}

async function write(deps: SyncDeps, work: DropToWrite, warnings: Findings): Promise<ImportOutcome> {
  const { run } = work;
  const written: Written = { counts: {}, quarantined: 0 };
  const end = (outcome: 'failed' | 'overtaken' | 'changed_while_read') =>
    endRun(deps.db, deps.audit, { run, outcome, counts: written.counts, at: deps.now() });
  try {
    await settleOwners(deps.db);
    const outcome = await writeDrop(deps, work, written);
    if (outcome !== 'written') {
      await end(outcome);
      return { ok: false, reason: outcome };
    }
    await confirmDrop(deps, work, written.counts);
  } catch (error) {
    await end('failed').catch((endError: unknown) => {
      throw new AggregateError([error, endError], 'an import failed and could not be marked as failed');
    });
    throw error;
  }
  return { ok: true, change: 'applied', runId: run.id, ...written, warnings };
}

async function refuse(
  deps: SyncDeps,
  start: BeginRun,
  { isDryRun }: DropRequest,
  problems: Findings,
): Promise<ImportOutcome> {
  const refused = { ...start, outcome: 'refused', findings: problems } as const;
  if (!isDryRun) await recordRefusal(deps.db, deps.audit, refused);
  return { ok: false, reason: 'refused', problems };
}

function removalsIn(plan: DropPlan) {
  return [...plan.values()].flatMap(({ part, counts, live }) =>
    live === null ? [] : [{ kind: part.kind, live, removed: counts.removed }],
  );
}

function countsOf(plan: DropPlan): CountsByKind {
  return Object.fromEntries([...plan].map(([kind, { counts }]) => [kind, counts]));
}
