/** The operator's command line: `npm run brelok -- COMMAND`. Exit codes: command.ts. */
import { readEnv } from '../env.server.ts';
import { COMMANDS } from './commands.ts';
import { UsageError } from './command.ts';
import type { Command, ExitCode } from './command.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const printError = (line: string): void => void process.stderr.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<ExitCode> {
  const isHelp = words.length === 0 || ['help', '--help', '-h'].includes(words[0] ?? '');
  if (isHelp) {
    const wanted = COMMANDS.find(({ name }) => name === words.slice(1).join(' '));
    print(wanted?.help ?? overview());
    return 0;
  }
  const command = findCommand(words);
  if (command === null) {
    printError(`There is no command "${words.join(' ')}". ${overview()}`);
    return 2;
  }
  const args = words.slice(command.name.split(' ').length);
  if (args.includes('--help') || args.includes('-h')) {
    print(command.help);
    return 0;
  }
  return runCommand(command, args);
}

async function runCommand(command: Command, args: string[]): Promise<ExitCode> {
  const read = readEnv(process.env);
  if (!read.ok) {
    for (const fault of read.faults) printError(fault);
    return 1;
  }
  try {
    return await command.run({ args, env: read.env, print, printError });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    printError(`${error.message}\n\n${command.help}`);
    return 2;
  }
}

/** The longest name that the words begin with: `audit verify` before `audit`. */
function findCommand(words: string[]): Command | null {
  const matching = COMMANDS.filter(({ name }) =>
    name.split(' ').every((word, index) => words[index] === word),
  );
  return matching.sort((left, right) => right.name.length - left.name.length)[0] ?? null;
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
