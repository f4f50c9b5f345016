/**
 * Import of CommerceML 2 files as 1C exports them. The files of one call are one set: catalogue, offers and documents,
 * in any order. The set is read twice and checked as a whole before the sync engine writes its first row; whatever is
 * wrong with it, nothing is changed.
 */
import { createHash } from 'node:crypto';
import type { Db } from '#prisma/client.ts';
import { FINDINGS_TOLD } from '../findings.ts';
import type { ImportOutcome } from '../import-outcome.ts';
import { findSource } from '../engine/import-runs.server.ts';
import type { SourceName } from '../engine/import-runs.server.ts';
import { ENTITY_KINDS, PARENT_KIND } from '../port.ts';
import type { AnyDropPart, Coverage, Drop, EntityKind, SourceRow } from '../port.ts';
import type { OnProgress } from '../progress.ts';
import { applyDrop } from '../sync.server.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { lookUpKnown } from './look-up-known.server.ts';
import { READING_LIMITS } from './reading-limits.ts';
import type { ReadingLimits } from './reading-limits.ts';
import { SetReading } from './read-set.server.ts';
import type { ReadingProgress } from './read-set.server.ts';
import { RowSpool } from './row-spool.server.ts';
import { coversWholeKind, isGoodsKind } from './set-coverage.ts';
import type { CommerceMlFile, SurveyedFile } from './survey-set.ts';

/** Raised when the same file gives other rows than before, so that importing it again is not «unchanged». */
const MAPPING_VERSION = 1;

/** `tempFolder`: where the rows wait between reading and writing, in a folder of their own that is deleted again. */
export type ImportCommerceMlDeps = SyncDeps & { tempFolder: string };

export interface CommerceMlImport {
  files: readonly CommerceMlFile[];
  sourceName: string;
  /** IANA name of the installation's time zone: the times in the files have none. */
  timeZone: string;
  /** Holder who asked for it; null for the command line. */
  startedById: string | null;
  isDryRun: boolean;
  allowRemoval: boolean;
  limits?: ReadingLimits;
  /** Told while the files are read. */
  onReading?: ((progress: ReadingProgress) => void) | undefined;
  /** Told while the rows are compared and written. */
  onProgress?: OnProgress | undefined;
}

/**
 * Takes a set of CommerceML files into the read model, or says why not.
 * @returns as `applyDrop`; the warnings also name what was read over: operations, elements and statuses not known
 * @throws Error of the database or the disk, as `applyDrop`
 */
export async function importCommerceMl(
  deps: ImportCommerceMlDeps,
  request: CommerceMlImport,
): Promise<ImportOutcome> {
  const source: SourceName = { kind: 'commerceml', name: request.sourceName, isDemo: false };
  const spool = await RowSpool.create(deps.tempFolder);
  try {
    const reading = new SetReading({ ...request, limits: request.limits ?? READING_LIMITS }, spool);
    await readSet(deps.db, { reading, source });
    const outcome = await applyDrop(deps, {
      source,
      drop: dropOf(reading, { spool, timeZone: request.timeZone, now: deps.now() }),
      startedById: request.startedById,
      isDryRun: request.isDryRun,
      allowRemoval: request.allowRemoval,
      acceptsDemoData: false,
      onProgress: request.onProgress,
    });
    return withFindings(outcome, reading);
  } finally {
    await spool.remove();
  }
}

/** A set with a broken file is not mapped: what its other files refer to may be in it. */
async function readSet(
  db: Db,
  { reading, source }: { reading: SetReading; source: SourceName },
): Promise<void> {
  await reading.surveyFiles();
  if (reading.problems.total > 0) return;
  const known = await findSource(db, source);
  if (!known.isNew) {
    await lookUpKnown({ db, sourceId: known.id, survey: reading.survey });
    await refuseOlderGoods(db, { reading, sourceId: known.id });
  }
  await reading.mapFiles();
}

/**
 * Changes of goods that are older than what we have would bring back old prices. The engine refuses older full lists;
 * older documents are left out one by one.
 */
async function refuseOlderGoods(
  db: Db,
  { reading, sourceId }: { reading: SetReading; sourceId: string },
): Promise<void> {
  const file = reading.surveyed.find(({ hasGoods }) => hasGoods);
  const asOf = newest(reading.surveyed.filter(({ hasGoods }) => hasGoods));
  if (!file || asOf === null) return;
  const newer = await db.sourceState.findFirst({
    where: { sourceId, kind: { in: ENTITY_KINDS.filter(isGoodsKind) }, asOf: { gt: asOf } },
    select: { asOf: true },
  });
  if (newer === null) return;
  const reason = `its goods are of ${asOf.toISOString()}, and what we have is of ${newer.asOf.toISOString()}`;
  reading.problems.add({ file: file.name, line: null, column: null, code: 'older_than_last', reason });
}

function dropOf(
  reading: SetReading,
  { spool, timeZone, now }: { spool: RowSpool; timeZone: string; now: Date },
): Drop {
  return {
    fingerprint: fingerprintOf(reading.surveyed, timeZone),
    asOf: newest(reading.surveyed) ?? now,
    parts: reading.problems.total > 0 ? [refusedPart(reading)] : partsOf(reading, spool),
    readDocument: () => Promise.resolve({ ok: false, reason: 'CommerceML brings no documents' }),
  };
}

function fingerprintOf(surveyed: readonly SurveyedFile[], timeZone: string): string {
  const contents = surveyed.map(({ sha256 }) => sha256).toSorted();
  return createHash('sha256')
    .update(JSON.stringify([MAPPING_VERSION, timeZone, contents]))
    .digest('hex');
}

function newest(files: readonly SurveyedFile[]): Date | null {
  const stamps = files.flatMap(({ formedAt }) => formedAt?.getTime() ?? []);
  return stamps.length === 0 ? null : new Date(Math.max(...stamps));
}

/** Lets the engine refuse the set and record the refusal, as it does with any other source. */
function refusedPart({ problems }: SetReading): AnyDropPart {
  async function* rows(): AsyncGenerator<SourceRow<'product'>> {
    yield { ok: false, problems: [...problems.told] };
  }
  return { kind: 'product', covers: { of: 'rows' }, rowCount: null, rows };
}

function partsOf(reading: SetReading, spool: RowSpool): AnyDropPart[] {
  return ENTITY_KINDS.flatMap((kind) => {
    const covers = coverageOf(kind, reading, spool);
    const isSilent = covers.of === 'rows' && spool.rowCount(kind) === 0;
    // One part of the kind that the loop is at; TypeScript can't follow a kind that it does not know yet.
    return isSilent ? [] : [partOf(kind, covers, { reading, spool }) as AnyDropPart];
  });
}

function partOf<Kind extends EntityKind>(
  kind: Kind,
  covers: Coverage<EntityKind>,
  { reading, spool }: { reading: SetReading; spool: RowSpool },
) {
  const files = reading.surveyed.filter((file) => (isGoodsKind(kind) ? file.hasGoods : file.hasDocuments));
  return { kind, covers, asOf: newest(files) ?? undefined, rowCount: spool.rowCount(kind), rows };

  async function* rows(): AsyncGenerator<SourceRow<Kind>> {
    for await (const { entity, place } of spool.rows(kind)) yield { ok: true, entity, place };
  }
}

function coverageOf(kind: EntityKind, { survey }: SetReading, spool: RowSpool): Coverage<EntityKind> {
  if (coversWholeKind(kind, survey)) return { of: 'kind' };
  if (kind in PARENT_KIND && spool.hasParents(kind))
    return { of: 'parents', parents: () => spool.parents(kind) };
  return { of: 'rows' };
}

/** What was read over stands before what points nowhere: it was found first. Of many problems the engine saw some. */
function withFindings(outcome: ImportOutcome, { problems, warnings }: SetReading): ImportOutcome {
  if (!outcome.ok) {
    if (outcome.reason !== 'refused' || problems.total === 0) return outcome;
    return { ...outcome, problems: { told: problems.told, total: problems.total } };
  }
  if (outcome.change === 'unchanged') return outcome;
  const [read, referred] = [warnings.findings(), outcome.warnings];
  const told = [...read.told, ...referred.told].slice(0, FINDINGS_TOLD);
  return { ...outcome, warnings: { told, total: read.total + referred.total } };
}
