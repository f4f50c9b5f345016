/** A portal as an operator starts it: `npm start` on an own data folder, once a worker. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runBrelok } from './run-brelok.ts';

export type EnrolLine = { role: string; url: string; code: string; name: string };

export type RunningPortal = {
  origin: string;
  dataDir: string;
  databaseUrl: string;
  /** The four lines of the demo's start, by role. */
  links: Record<string, EnrolLine>;
  /** Runs a command of the operator's command line on this installation. */
  brelok: (...args: string[]) => Promise<CommandResult>;
  stop: () => Promise<void>;
};

type CommandResult = { exitCode: number; output: string };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 90_000;
const ENROL_LINE = /^enrol (\S+) (\S+) code (\S+) name (.+)$/;
const DEMO_ROLES = 4;

/** Loads the demo company into a folder of its own, to be copied by every portal that starts with it. */
export async function prepareDemo(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'brelok-e2e-demo-'));
  const { exitCode, output } = await runBrelok(environmentOf(dataDir), ['prepare']);
  if (exitCode !== 0) throw new Error(output);
  return dataDir;
}

/**
 * Starts a demo.
 * @param options.port default: a free one
 * @param options.from a data folder to begin with, copied; default: an empty one, which loads the demo company
 */
export async function startPortal({
  from,
  port: wanted,
}: { from?: string | undefined; port?: number } = {}): Promise<RunningPortal> {
  const dataDir = await mkdtemp(join(tmpdir(), 'brelok-e2e-'));
  if (from !== undefined) await cp(from, dataDir, { recursive: true });
  const port = wanted ?? (await freePort());
  const env = { ...environmentOf(dataDir), PORT: String(port) };
  const child = spawn(process.execPath, ['portal/bin/start.mjs'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const links = await readLinks(child);
  return {
    origin: `http://localhost:${port}`,
    dataDir,
    databaseUrl: `file:${join(dataDir, 'brelok.db')}`,
    links,
    brelok: (...args) => runBrelok(env, args),
    stop: async () => {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function environmentOf(dataDir: string): NodeJS.ProcessEnv {
  return { ...process.env, DATA_DIR: dataDir, BRELOK_MODE: 'demo', LOG_LEVEL: 'error', NODE_ENV: '' };
}
async function readLinks(child: ChildProcess): Promise<Record<string, EnrolLine>> {
  if (child.stdout === null) throw new Error('the portal’s output is not read');
  const links: Record<string, EnrolLine> = {};
  const giveUp = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  for await (const line of createInterface({ input: child.stdout })) {
    const [, role, url, code, name] = ENROL_LINE.exec(line) ?? [];
    if (role === undefined || url === undefined || code === undefined || name === undefined) continue;
    links[role] = { role, url, code, name };
    if (Object.keys(links).length === DEMO_ROLES) break;
  }
  clearTimeout(giveUp);
  child.stdout.resume();
  if (Object.keys(links).length < DEMO_ROLES) throw new Error('the portal ended before it was ready');
  return links;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
