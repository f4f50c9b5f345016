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
  /** It runs also where the settings are not fit for a start, and must not use them. */
  isWithoutSettings?: true;
  run: (call: CommandCall) => Promise<ExitCode>;
};

export type CommandCall = {
  args: string[];
  env: Env;
  /** The folder in which the command was typed: paths among `args` begin there. */
  calledFrom: string;
  print: (line: string) => void;
  printError: (line: string) => void;
};

/**
 * 0 done; 1 the thing asked for is not so or was refused, nothing changed; 2 the command was not understood;
 * 3 it failed in a way that nobody foresaw.
 */
export type ExitCode = 0 | 1 | 2 | 3;

/** A mistake in how a command was called; its message says what to type instead. */
export class UsageError extends Error {}

/**
 * Reads a command's options.
 * @throws UsageError with node's own sentence for an unknown or malformed option, and for a word that is no option
 */
export function readOptions<Options extends OptionsOf>(args: string[], options: Options) {
  return parse({ args, options, allowPositionals: false, strict: true }).values;
}

/** The same for a command that takes words as well, such as names of files. */
export function readArguments<Options extends OptionsOf>(args: string[], options: Options) {
  return parse({ args, options, allowPositionals: true, strict: true });
}

type OptionsOf = NonNullable<ParseArgsConfig['options']>;

function parse<Config extends ParseArgsConfig>(config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}
