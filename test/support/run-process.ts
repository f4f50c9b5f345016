/** Runs one of our TypeScript programs as a process of its own: bundled once per file, since Node 20 runs no `.ts`. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Program = {
  /** Runs it to its end. Fails with its error output when the exit code is not 0. */
  run: (args: string[], options?: RunOptions) => Promise<string>;
  /** Kills it, without a chance to tidy up, as soon as its output holds `text`. Fails when it ends before. */
  killAt: (args: string[], text: string) => Promise<void>;
  /** Kills it, likewise, after so many lines. @returns false where it ended before */
  killAfter: (args: string[], lines: number) => Promise<boolean>;
  remove: () => Promise<void>;
};

export type RunOptions = {
  /** Node's own arguments, such as `--max-old-space-size=64`. */
  nodeArgs?: string[];
  /** Called with each whole line of its output, as it comes. */
  onLine?: (line: string) => void;
};

/** @param entry path from the project's folder, such as `test/prisma/count-up.ts` */
export async function bundleProgram(entry: string): Promise<Program> {
  const outfile = join(ROOT, '.build', 'test-programs', `${randomUUID()}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  });
  return {
    run: (args, options = {}) => runToEnd(outfile, args, options),
    killAt: async (args, text) => {
      const isKilled = await killOnce(outfile, args, (output) => output.includes(text));
      if (!isKilled) throw new Error(`${outfile} ended before it said ${text}`);
    },
    killAfter: (args, lines) => killOnce(outfile, args, (output) => output.split('\n').length > lines),
    remove: () => rm(outfile, { force: true }),
  };
}

async function runToEnd(
  file: string,
  args: string[],
  { nodeArgs = [], onLine }: RunOptions,
): Promise<string> {
  const command = [...nodeArgs, file, ...args];
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  if (onLine !== undefined) createInterface({ input: child.stdout }).on('line', onLine);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`${file} ended with exit code ${exitCode}:\n${errors}`);
  return output;
}

/** Kills it as soon as its output is enough. @returns false where it ended by itself, and well, before */
async function killOnce(
  file: string,
  args: string[],
  isEnough: (output: string) => boolean,
): Promise<boolean> {
  const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (isEnough(output)) child.kill('SIGKILL');
  });
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, endedBy) => resolve([code, endedBy]));
  });
  if (signal === 'SIGKILL') return true;
  if (exitCode !== 0) throw new Error(`${file} ended with exit code ${exitCode}`);
  return false;
}
