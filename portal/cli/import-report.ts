import { toSafeText } from '#auth/audit/safe-text.ts';
import type { ImportOutcome } from '../connectors/import-outcome.ts';
import type { Findings } from '../connectors/findings.ts';
import type { ReadingProgress } from '../connectors/commerceml/read-set.server.ts';
import type { OnProgress } from '../connectors/progress.ts';
import { secondsLeft } from '../connectors/run-progress.server.ts';
import type { RunProgress } from '../connectors/run-progress.server.ts';
import type { CommandCall, ExitCode } from './command.ts';

/** A cell of an import may hold anything, a line break too, which would pass for a line of ours. */
const LONGEST_FINDING = 1_000;
const PRINT_EVERY_MS = 1_000;

/** Prints how far an import is, at most once a second and once a kind. */
export function progressPrinter(print: (line: string) => void): OnProgress {
  let last = { key: '', at: 0 };
  return ({ phase, kind, rowsDone, rowsTotal, rowsPerSecond }) => {
    const key = `${phase} ${kind}`;
    const now = performance.now();
    if (key === last.key && now - last.at < PRINT_EVERY_MS) return;
    last = { key, at: now };
    print(describeProgress({ phase, kind, rowsDone, rowsTotal, rowsPerSecond }));
  };
}

/** `read order: 3200 of 10000 rows, 850 a second, 8 s left` */
export function describeProgress({
  phase,
  kind,
  ...progress
}: Pick<RunProgress, 'phase' | 'kind' | 'rowsDone' | 'rowsTotal' | 'rowsPerSecond'>): string {
  const { rowsDone, rowsTotal, rowsPerSecond } = progress;
  const rows = `${rowsDone}${rowsTotal === null ? '' : ` of ${rowsTotal}`} rows`;
  return `${phase} ${kind}: ${rows}, ${rowsPerSecond} a second${timeLeft(progress)}`;
}

function timeLeft(progress: Parameters<typeof secondsLeft>[0]): string {
  const seconds = secondsLeft(progress);
  return seconds === null ? '' : `, ${seconds} s left`;
}

/** Prints how much of a file is read, at most once a second; small files pass in silence. */
export function readingPrinter(print: (line: string) => void): (progress: ReadingProgress) => void {
  let lastAt = performance.now();
  return ({ phase, file, bytesDone }) => {
    const now = performance.now();
    if (now - lastAt < PRINT_EVERY_MS) return;
    lastAt = now;
    print(`${phase} ${file}: ${(bytesDone / 1_000_000).toFixed(1)} MB`);
  };
}

/** Says what came of an import, with every problem that was kept, and what to do. */
export function printOutcome({ print, printError }: CommandCall, outcome: ImportOutcome): ExitCode {
  if (outcome.ok) {
    if (outcome.change === 'unchanged') print('nothing to do: this very set was taken in before');
    else {
      for (const [kind, counts] of Object.entries(outcome.counts))
        print(`${kind}: ${describeCounts(counts)}`);
      printFindings(print, 'warning', outcome.warnings);
      print(outcome.change === 'checked' ? 'dry run: nothing was changed' : 'taken in');
    }
    return 0;
  }
  switch (outcome.reason) {
    case 'refused':
      printFindings(printError, 'problem', outcome.problems);
      printError('nothing was changed');
      break;
    case 'would_remove_too_much':
      for (const removal of outcome.kinds) printError(`would remove too much: ${JSON.stringify(removal)}`);
      printError('nothing was changed; if the rows are truly gone, repeat with --allow-removal');
      break;
    case 'overtaken':
      printError('a later import of the same source took over and brings all of this up to date');
      break;
    case 'changed_while_read':
      printError('the files changed while they were read; export them again and repeat');
      break;
  }
  return 1;
}

export function describeCounts(counts: object): string {
  return Object.entries(counts)
    .map(([name, count]) => `${String(count)} ${name}`)
    .join(', ');
}

export function printFindings(print: (line: string) => void, word: string, { told, total }: Findings): void {
  for (const { file, line, column, reason } of told) {
    const place = [file, line === null ? null : `line ${line}`, column]
      .filter((part) => part !== null)
      .join(', ');
    print(toSafeText(`${word}: ${place}: ${reason}`, LONGEST_FINDING));
  }
  if (total > told.length) print(`… and ${total - told.length} more`);
}
