import type { Findings } from '../findings.ts';
import type { ImportOutcome } from '../import-outcome.ts';
import type { Problem } from '../port.ts';
import { applyDrop } from '../sync.server.ts';
import type { DropRequest } from '../sync.server.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { FILE_FORMATS } from './columns.ts';
import type { FileFormat } from './columns/column.ts';
import { MANIFEST_FILE } from './manifest.ts';
import { openFileDrop } from './open-file-drop.server.ts';

export interface ImportFileDrop extends Omit<DropRequest, 'source' | 'drop'> {
  /** The folder with manifest.json in it. */
  dir: string;
  /** The source that the drop must come from; null takes the manifest's word for it. */
  sourceName: string | null;
}

/**
 * Brings a file drop into the read model (README.md in this folder).
 * @returns what was done, or why nothing was
 * @throws Error of the disk or the database; what was written by then is repaired by the next import
 */
export async function importFileDrop(
  deps: SyncDeps,
  { dir, sourceName, ...request }: ImportFileDrop,
): Promise<ImportOutcome> {
  const opened = await openFileDrop(dir, deps.now());
  if (!opened.ok) return refused(opened.problems);
  const { manifest, drop } = opened;
  if (sourceName !== null && sourceName !== manifest.source) {
    const reason = `says that it comes from ${manifest.source}, not from ${sourceName}`;
    return refused([{ file: MANIFEST_FILE, line: null, column: null, code: 'wrong_source', reason }]);
  }
  const source = { kind: 'file-drop', name: manifest.source, isDemo: manifest.isDemo } as const;
  return inColumnNames(await applyDrop(deps, { ...request, source, drop }));
}

function refused(problems: readonly Problem[]): ImportOutcome {
  return { ok: false, reason: 'refused', problems: { told: problems, total: problems.length } };
}

/** The engine speaks of fields; whoever mends the file looks for a column. */
function inColumnNames(outcome: ImportOutcome): ImportOutcome {
  if ('problems' in outcome) return { ...outcome, problems: named(outcome.problems) };
  if ('warnings' in outcome) return { ...outcome, warnings: named(outcome.warnings) };
  return outcome;
}

function named({ told, total }: Findings): Findings {
  return { total, told: told.map((problem) => ({ ...problem, column: columnOf(problem) })) };
}

function columnOf({ file, column: field }: Problem): string | null {
  const format: FileFormat | undefined = Object.values(FILE_FORMATS).find(
    ({ fileName }) => fileName === file,
  );
  return format?.columns.find((column) => column.field === field)?.name ?? field;
}
