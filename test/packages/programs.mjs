/** Programs that the cases run, and an agent that they let run. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 60_000;
const POLL_MS = 50;
const started = new Set();

/** Whether a program is on this machine. */
export function isThere(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

/**
 * Runs a program to its end. Its output goes through files: wine gives a Windows program no pipe that Node knows.
 * @returns {{ code: number | null, out: string, err: string }}
 */
export function run(command, args, { folder, ...options }) {
  const [out, err] = ['out', 'err'].map((name) => join(folder, `${name}.txt`));
  const handles = [openSync(out, 'w'), openSync(err, 'w')];
  const { status, error } = spawnSync(command, args, {
    ...options,
    stdio: ['ignore', ...handles],
    timeout: LIMIT_MS,
  });
  for (const handle of handles) closeSync(handle);
  if (error) throw error;
  return { code: status, out: readFileSync(out, 'utf8'), err: readFileSync(err, 'utf8') };
}

/**
 * Starts an agent and waits until it listens.
 * @returns its port, how long that took, and how to end it and learn its exit code
 */
export async function startAgent(command, args, { folder, ...options }) {
  const file = join(folder, 'agent.txt');
  const handle = openSync(file, 'w');
  const startedAt = Date.now();
  const child = spawn(command, args, { ...options, stdio: ['ignore', handle, handle] });
  closeSync(handle);
  started.add(child);
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const port = await waitFor(() => /"listening","port":(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]);
  return {
    port: Number(port),
    startMs: Date.now() - startedAt,
    end: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Ends whatever a case that failed has left running. */
export function endAgents() {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
}

/** What `look` gives as soon as it gives something. */
export async function waitFor(look) {
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > until) throw new Error(`waited ${LIMIT_MS} ms in vain`);
    await sleep(POLL_MS);
  }
}

/** How the agent answers a stranger's GET: 404 and nothing else. Null when nobody listens. */
export function knock(port) {
  return new Promise((resolve) => {
    const asking = request({ host: '127.0.0.1', port, path: '/v1/hello' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.once('error', () => resolve(null));
    asking.end();
  });
}

/** Every file and link below a folder, as paths from it, sorted. */
export function filesBelow(folder, except = []) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .filter((path) => !except.some((start) => path.startsWith(start)))
    .sort();
}
