/** For callers that know no vendor: takes in a set of files that a source has sent. */
import type { CommerceMlFile } from './commerceml/survey-set.ts';
import { importCommerceMl } from './commerceml/import-commerceml.server.ts';
import type { Findings } from './findings.ts';
import type { SyncDeps } from './sync-deps.ts';

export type ReceivingDeps = SyncDeps;
export type ReceivedProblems = Findings;

/** A file that is read twice, from its beginning each time. */
export type ReceivedFile = CommerceMlFile;

export type ImportReceived = {
  files: readonly ReceivedFile[];
  sourceName: string;
  /** IANA name: the times in the files have no zone. */
  timeZone: string;
  /** Where rows wait between reading and writing. */
  tempFolder: string;
  allowRemoval: boolean;
};

export type ReceivedOutcome =
  | { ok: true }
  /** Nothing was changed. */
  | { ok: false; reason: 'refused'; problems: ReceivedProblems }
  | { ok: false; reason: 'would_remove_too_much' }
  /** Another import of the source took over, or the files changed: worth trying again. */
  | { ok: false; reason: 'try_again' };

/** Takes the set in as a whole, or changes nothing. @throws Error of the database or the disk */
export async function importReceived(
  deps: ReceivingDeps,
  { tempFolder, ...request }: ImportReceived,
): Promise<ReceivedOutcome> {
  const outcome = await importCommerceMl(
    { ...deps, tempFolder },
    { ...request, startedById: null, isDryRun: false },
  );
  if (outcome.ok) return { ok: true };
  switch (outcome.reason) {
    case 'refused':
      return { ok: false, reason: 'refused', problems: outcome.problems };
    case 'would_remove_too_much':
      return { ok: false, reason: 'would_remove_too_much' };
    case 'overtaken':
    case 'changed_while_read':
      return { ok: false, reason: 'try_again' };
  }
}
