import { readEnv } from '../env.server.ts';
import { COMMANDS } from './commands.ts';
import { UsageError } from './command.ts';
import type { Command, CommandCall, ExitCode } from './command.ts';
import { findAllFaults } from './open-services.ts';

export type CommandLine = Pick<CommandCall, 'calledFrom' | 'print' | 'printError'> & {
  /** As typed after the program's name. */
  words: string[];
  variables: NodeJS.ProcessEnv;
};

/** The operator's command line, from the words typed to the exit code (command.ts tells what each means). */
export async function runCommandLine(line: CommandLine): Promise<ExitCode> {
  const { words, print, printError } = line;
  const [first, ...others] = words;
  if (first === undefined || ['help', '--help', '-h'].includes(first)) return help(others, line);
  const command = findCommand(words);
  if (command === null) {
    printError(unknownCommand(words));
    return 2;
  }
  const args = words.slice(command.name.split(' ').length);
  if (args.includes('--help') || args.includes('-h')) {
    print(command.help);
    return 0;
  }
  return runCommand(command, args, line);
}

function help(words: string[], { print, printError }: CommandLine): ExitCode {
  if (words.length === 0) {
    print(overview());
    return 0;
  }
  const command = COMMANDS.find(({ name }) => name === words.join(' '));
  if (command === undefined) {
    printError(unknownCommand(words));
    return 2;
  }
  print(command.help);
  return 0;
}

async function runCommand(command: Command, args: string[], line: CommandLine): Promise<ExitCode> {
  const { variables, calledFrom, print, printError } = line;
  const read = readEnv(variables);
  if (!read.ok && command.isWithoutSettings !== true) {
    for (const fault of await findAllFaults(read)) printError(fault);
    return 1;
  }
  try {
    return await command.run({ args, env: read.env, calledFrom, print, printError });
  } catch (error) {
    if (error instanceof UsageError) {
      printError(`${error.message}\n\n${command.help}`);
      return 2;
    }
    printError(
      `${command.name} failed: ${read.env.logLevel === 'debug' ? traceOf(error) : messageOf(error)}`,
    );
    return 3;
  }
}

/** The longest name that the words begin with: `audit verify` before `audit`. */
function findCommand(words: string[]): Command | null {
  const matching = COMMANDS.filter(({ name }) =>
    name.split(' ').every((word, index) => words[index] === word),
  );
  return matching.toSorted((left, right) => right.name.length - left.name.length)[0] ?? null;
}

function unknownCommand(words: string[]): string {
  return `There is no command "${words.join(' ')}". ${overview()}`;
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    'Usage: npm run brelok -- COMMAND [options]',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'npm run brelok -- COMMAND --help tells more of one.',
  ].join('\n');
}

function messageOf(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).trim();
  return `${message}\nWith LOG_LEVEL=debug it tells where.`;
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
