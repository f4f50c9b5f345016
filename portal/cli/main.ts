/** The operator's command line: `npm run brelok -- COMMAND`. Exit codes: command.ts. */
import { toSafeLines } from '#auth/audit/safe-text.ts';
import { runCommandLine } from './run-command-line.ts';

process.exitCode = await runCommandLine({
  words: process.argv.slice(2),
  variables: process.env,
  calledFrom: process.env['BRELOK_CALLED_FROM'] ?? process.cwd(),
  // Names of files, of models and of what was imported come from elsewhere; a terminal obeys some characters.
  print: (text) => void process.stdout.write(`${toSafeLines(text)}\n`),
  printError: (text) => void process.stderr.write(`${toSafeLines(text)}\n`),
});
