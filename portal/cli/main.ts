/** The operator's command line: `npm run brelok -- COMMAND`. Exit codes: command.ts. */
import { runCommandLine } from './run-command-line.ts';

process.exitCode = await runCommandLine({
  words: process.argv.slice(2),
  variables: process.env,
  calledFrom: process.env['BRELOK_CALLED_FROM'] ?? process.cwd(),
  print: (text) => void process.stdout.write(`${text}\n`),
  printError: (text) => void process.stderr.write(`${text}\n`),
});
