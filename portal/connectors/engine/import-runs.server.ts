/** The record of imports: what was tried, what came of it, and whose turn it is. */
import { randomUUID } from 'node:crypto';
import type { Audit } from '#auth/audit/audit.ts';
import { SYSTEM_ACTOR } from '#auth/audit/audit-event.ts';
import type { Db, Tx } from '#prisma/client.ts';
import type { Findings } from '../findings.ts';
import type { CountsByKind } from '../import-outcome.ts';
import { lockReadModel } from './read-model-lock.server.ts';

export const SOURCE_KINDS = ['file-drop', 'commerceml', 'odata', 'odoo', 'tryton', 'rest'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Who gives the rows. The name tells sources apart. */
export interface SourceName {
  kind: SourceKind;
  name: string;
  /** Invented data. */
  isDemo: boolean;
}

export interface KnownSource extends SourceName {
  id: string;
  /** Not stored yet. */
  isNew: boolean;
}

export interface ImportRun {
  id: string;
  sourceId: string;
  startedById: string | null;
}

/** @returns the stored source of that name, or one that is stored with its first import */
export async function findSource(db: Db, source: SourceName): Promise<KnownSource> {
  const stored = await db.source.findUnique({
    where: { name: source.name },
    select: { id: true, kind: true, isDemo: true },
  });
  if (!stored) return { ...source, id: randomUUID(), isNew: true };
  const kind = SOURCE_KINDS.find((known) => known === stored.kind) ?? 'file-drop';
  return { id: stored.id, kind, name: source.name, isDemo: stored.isDemo, isNew: false };
}

/** Whether the last import that wrote anything was a whole one, and of this drop. */
export async function isAppliedAlready(db: Db, sourceId: string, fingerprint: string): Promise<boolean> {
  const last = await findLastWriting(db, sourceId);
  return last?.outcome === 'applied' && last.fingerprint === fingerprint;
}

/** Whether no later import of the source has begun to write: asked in every transaction of an import. */
export async function isStillItsTurn(tx: Tx, run: ImportRun): Promise<boolean> {
  return (await findLastWriting(tx, run.sourceId))?.id === run.id;
}

/**
 * Takes the turn of the source; an import that is still running loses it and stops at its next batch.
 * @returns null when another process has just added a source of this name
 */
export async function beginRun(
  db: Db,
  audit: Audit,
  { source, fingerprint, startedById, at }: BeginRun,
): Promise<ImportRun | null> {
  return db.$transaction(async (tx) => {
    await lockReadModel(tx);
    const stored = await tx.source.findUnique({ where: { name: source.name }, select: { id: true } });
    if (stored !== null && stored.id !== source.id) return null;
    if (stored === null) await addSource(tx, audit, { source, startedById, at });
    const run = await tx.importRun.create({
      data: { sourceId: source.id, fingerprint, startedById, startedAt: at },
      select: { id: true },
    });
    await recordEvent(tx, audit, { type: 'import_started', sourceId: source.id, startedById, at });
    return { id: run.id, sourceId: source.id, startedById };
  });
}

export interface BeginRun {
  source: KnownSource;
  fingerprint: string;
  startedById: string | null;
  at: Date;
}

/** Ends a run that wrote. `applied` is said by `confirmDrop`, together with what the source now gives. */
export async function endRun(
  db: Db,
  audit: Audit,
  { run, outcome, counts, at }: EndRun & { outcome: Exclude<EndRun['outcome'], 'applied'> },
): Promise<void> {
  await db.$transaction((tx) => recordEnd(tx, audit, { run, outcome, counts, at }));
}

export interface EndRun {
  run: ImportRun;
  outcome: 'applied' | 'failed' | 'overtaken' | 'changed_while_read';
  counts: CountsByKind;
  at: Date;
}

/** The last statements of a run, in the transaction of the caller. */
export async function recordEnd(tx: Tx, audit: Audit, { run, outcome, counts, at }: EndRun): Promise<void> {
  await tx.importRun.update({
    where: { id: run.id },
    data: { finishedAt: at, outcome, countsJson: JSON.stringify(counts) },
    select: { id: true },
  });
  const { sourceId, startedById } = run;
  await recordEvent(tx, audit, { type: 'import_finished', sourceId, startedById, reason: outcome, at });
}

/** Records a drop that was not taken. One from a source that is not stored leaves no run, only the event. */
export async function recordRefusal(
  db: Db,
  audit: Audit,
  { source, fingerprint, startedById, at, outcome, findings }: RefusedRun,
): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!source.isNew) {
      await tx.importRun.create({
        data: {
          sourceId: source.id,
          fingerprint,
          startedById,
          startedAt: at,
          finishedAt: at,
          outcome,
          problemsJson: JSON.stringify(findings),
        },
        select: { id: true },
      });
    }
    await audit.record(tx, {
      type: 'import_refused',
      result: 'refused',
      actorId: startedById ?? SYSTEM_ACTOR,
      reason: outcome,
      details: { sourceId: source.id },
      at,
    });
  });
}

export interface RefusedRun extends BeginRun {
  outcome: 'refused' | 'would_remove_too_much';
  findings: Findings | object;
}

/** An import that died has no outcome; it has written, and so counts. */
function findLastWriting(
  db: Db | Tx,
  sourceId: string,
): Promise<{ id: string; outcome: string | null; fingerprint: string } | null> {
  return db.importRun.findFirst({
    where: {
      sourceId,
      OR: [{ outcome: null }, { outcome: { in: ['applied', 'failed', 'overtaken', 'changed_while_read'] } }],
    },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, outcome: true, fingerprint: true },
  });
}

async function addSource(
  tx: Tx,
  audit: Audit,
  { source, startedById, at }: Pick<BeginRun, 'source' | 'startedById' | 'at'>,
): Promise<void> {
  const { id, kind, name, isDemo } = source;
  await tx.source.create({ data: { id, kind, name, isDemo, createdAt: at }, select: { id: true } });
  await recordEvent(tx, audit, { type: 'source_added', sourceId: id, startedById, at });
}

async function recordEvent(
  tx: Tx,
  audit: Audit,
  {
    type,
    sourceId,
    startedById,
    reason,
    at,
  }: {
    type: 'source_added' | 'import_started' | 'import_finished';
    sourceId: string;
    startedById: string | null;
    reason?: string;
    at: Date;
  },
): Promise<void> {
  const actorId = startedById ?? SYSTEM_ACTOR;
  await audit.record(tx, { type, result: 'ok', actorId, reason, details: { sourceId }, at });
}
