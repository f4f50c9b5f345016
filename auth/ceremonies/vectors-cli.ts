/**
 * `npm run auth:vectors -- FILE`: runs the cases of a file (one JSON object a line) through the verification functions.
 * One line a case, then `N passed, N failed`. Exit 0: all got their verdict; 1: some did not, or there was none;
 * 2: the file or one of its lines can't be read.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { runVectorCase } from './run-vector-case.ts';
import { VectorCase } from './vector-case.ts';

const EXIT = { allPassed: 0, someFailed: 1, unreadable: 2 } as const;

process.exitCode = await main(process.argv.slice(2));

async function main([path, ...others]: readonly string[]): Promise<number> {
  if (path === undefined || others.length > 0) return complain('usage: npm run auth:vectors -- FILE');
  const text = await readText(path);
  if (text === null) return complain(`can't read ${path}: is the path right, and the file readable?`);

  const cases: VectorCase[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseCase(line);
    if (typeof parsed === 'string') return complain(`${path}, line ${index + 1}: ${parsed}`);
    cases.push(parsed);
  }
  return runAll(cases);
}

async function runAll(cases: readonly VectorCase[]): Promise<number> {
  let failed = 0;
  for (const vector of cases) {
    const { verdict, code } = await runVectorCase(vector);
    const isAsExpected = verdict === vector.expect;
    if (!isAsExpected) failed += 1;
    say(`${isAsExpected ? 'ok' : 'FAILED'} ${vector.name} ${verdict} ${code}`);
  }
  say(`${cases.length - failed} passed, ${failed} failed`);
  return failed === 0 && cases.length > 0 ? EXIT.allPassed : EXIT.someFailed;
}

/** The case, or a sentence saying what is wrong with the line. */
function parseCase(line: string): VectorCase | string {
  try {
    const parsed = VectorCase.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : z.prettifyError(parsed.error);
  } catch (error) {
    if (error instanceof SyntaxError) return `not JSON (${error.message})`;
    throw error;
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

function complain(message: string): number {
  process.stderr.write(`${message}\n`);
  return EXIT.unreadable;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
