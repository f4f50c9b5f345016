/** How far an import is, kept where every process finds it: whoever looks at a page is rarely at the one that imports. */
import { z } from 'zod';
import type { Db } from '#prisma/client.ts';
import type { OnProgress } from './progress.ts';

/** A short import leaves nothing, and a long one costs a small write now and then. */
const EVERY_MS = 3_000;
/** Who has said nothing for so long has died, or is at something that has no rows. */
const SILENT_MS = 60_000;

const RunProgress = z.object({
  phase: z.enum(['check', 'write', 'read', 'compare']),
  kind: z.string(),
  rowsDone: z.number(),
  rowsTotal: z.number().nullable(),
  rowsPerSecond: z.number(),
  at: z.coerce.date(),
});
export type RunProgress = z.output<typeof RunProgress>;

/** @returns what also tells `onProgress`; a write that fails is made good by the next one */
export function noteProgress(
  { db, now }: { db: Db; now: () => Date },
  run: { id: string },
  onProgress: OnProgress | undefined,
): OnProgress {
  let notedMs = now().getTime();
  return (progress) => {
    onProgress?.(progress);
    const at = now();
    if (at.getTime() - notedMs < EVERY_MS) return;
    notedMs = at.getTime();
    const data = { progressJson: JSON.stringify({ ...progress, at }) };
    void db.importRun.updateMany({ where: { id: run.id, outcome: null }, data }).catch(() => null);
  };
}

/** Of a run that has not ended. @returns null where it has said nothing lately */
export function readProgress(progressJson: string | null, now: Date): RunProgress | null {
  if (progressJson === null) return null;
  const read = RunProgress.safeParse(JSON.parse(progressJson));
  if (!read.success || now.getTime() - read.data.at.getTime() > SILENT_MS) return null;
  return read.data;
}

/** At the rate of now; null where the source has not counted, or nothing is done yet. */
export function secondsLeft({
  rowsDone,
  rowsTotal,
  rowsPerSecond,
}: Pick<RunProgress, 'rowsDone' | 'rowsTotal' | 'rowsPerSecond'>): number | null {
  if (rowsTotal === null || rowsPerSecond === 0) return null;
  return Math.ceil(Math.max(0, rowsTotal - rowsDone) / rowsPerSecond);
}
