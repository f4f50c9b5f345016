/** Runs one of our TypeScript programs as a process of its own: bundled once per file, since Node 20 runs no `.ts`. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Program = {
  /** Runs it to its end. Fails with its error output when the exit code is not 0. */
  run: (args: string[], options?: RunOptions) => Promise<string>;
  /** Kills it, without a chance to tidy up, as soon as its output holds `text`. Fails when it ends before. */
  killAt: (args: string[], text: string) => Promise<void>;
  remove: () => Promise<void>;
};

export type RunOptions = {
  /** Node's own arguments, such as `--max-old-space-size=64`. */
  nodeArgs?: string[];
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
    killAt: (args, text) => killAt(outfile, args, text),
    remove: () => rm(outfile, { force: true }),
  };
}

async function runToEnd(file: string, args: string[], { nodeArgs = [] }: RunOptions): Promise<string> {
  const command = [...nodeArgs, file, ...args];
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`${file} ended with exit code ${exitCode}:\n${errors}`);
  return output;
}

async function killAt(file: string, args: string[], text: string): Promise<void> {
  const child = spawn(process.execPath, [file, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.includes(text)) child.kill('SIGKILL');
  });
  const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_, endedBy) => resolve(endedBy));
  });
  if (signal !== 'SIGKILL') throw new Error(`${file} ended before it said ${text}`);
}
