/** What the `source` commands read from files, and what they say is wrong with it. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { toSafeText } from '#auth/audit/safe-text.ts';
import { UsageError } from './command.ts';
import type { CommandCall, ExitCode } from './command.ts';

const LONGEST = 1_000;
const STANDARD_INPUT = 0;

/**
 * A file of JSON, or what is typed for `-`. An error of the file system or of the JSON must not repeat what stands in the
 * file.
 * @throws UsageError
 */
export function readJsonFile({ calledFrom }: CommandCall, file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === '-' ? STANDARD_INPUT : resolve(calledFrom, file), 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${file} is not JSON`);
    if (error instanceof Error && 'code' in error) throw new UsageError(`${file} can't be read`);
    throw error;
  }
}

export type Fault = { path: string; message: string };

export function toFault({ path, message }: { path: PropertyKey[]; message: string }): Fault {
  return { path: path.map(String).join('.'), message };
}

export function refuse({ printError }: CommandCall, faults: readonly Fault[]): ExitCode {
  for (const { path, message } of faults) printError(toSafeText(`${path}: ${message}`, LONGEST));
  printError('nothing was changed');
  return 1;
}
