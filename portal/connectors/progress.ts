/** Tells whoever waits for an import how far it is. */
import type { EntityKind } from './port.ts';

export interface ImportProgress {
  /** Every row of a drop is checked before the first one is written; a source that is asked is read and written at once. */
  phase: 'check' | 'write' | 'read' | 'compare';
  kind: EntityKind;
  rowsDone: number;
  /** Of this kind; null when the source has not counted. */
  rowsTotal: number | null;
  rowsPerSecond: number;
}

export type OnProgress = (progress: ImportProgress) => void;

/** @returns a function to be called with the number of rows done since its last call */
export function reportProgress(
  part: Pick<ImportProgress, 'phase' | 'kind' | 'rowsTotal'>,
  { now, onProgress }: { now: () => Date; onProgress: OnProgress | undefined },
): (rows: number) => void {
  const startedMs = now().getTime();
  let rowsDone = 0;
  return (rows) => {
    rowsDone += rows;
    const seconds = (now().getTime() - startedMs) / 1_000;
    onProgress?.({ ...part, rowsDone, rowsPerSecond: seconds === 0 ? 0 : Math.round(rowsDone / seconds) });
  };
}
