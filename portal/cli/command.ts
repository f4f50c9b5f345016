import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import type { Env } from '../env.server.ts';

/** One command of the operator's command line. */
export type Command = {
  /** As typed, e.g. `audit verify`. */
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** The whole help: usage, options, what it changes, exit codes. */
  help: string;
  run: (call: CommandCall) => Promise<ExitCode>;
};

export type CommandCall = {
  args: string[];
  env: Env;
  print: (line: string) => void;
  printError: (line: string) => void;
};

/** 0 done; 1 the thing asked for is not so or was refused, nothing changed; 2 the command was not understood. */
export type ExitCode = 0 | 1 | 2;

/** A mistake in how a command was called; its message says what to type instead. */
export class UsageError extends Error {}

/**
 * Reads the options and the words after them.
 * @throws UsageError with node's own sentence for unknown or malformed options
 */
export function readArguments<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}
