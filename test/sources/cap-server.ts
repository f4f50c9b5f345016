/**
 * A real CAP server (`@sap/cds`), which speaks OData 4, and 2 through its adapter, over a database in memory. It is
 * installed by name into node_modules/.cache, with a Node that is new enough for it where this one is not.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PASSWORD } from '#test/support/pulled-source.ts';
import { portIn } from './free-port.ts';

const CAP = '10.1.1';
const CACHE = fileURLToPath(new URL(`../../node_modules/.cache/brelok-sources/cap-${CAP}/`, import.meta.url));
const SOURCES = fileURLToPath(new URL('cap/', import.meta.url));
/** `node:sqlite` without a flag. */
const NODE_NEEDED = [22, 13] as const;
const OWN_NODE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const PACKAGES: Readonly<Record<string, string>> = {
  '@sap/cds': CAP,
  '@cap-js/sqlite': '3.1.1',
  '@cap-js-community/odata-v2-adapter': '1.15.10',
  express: '4.22.1',
  ...(isNewEnough(process.versions.node) ? {} : { [OWN_NODE]: '22.23.3' }),
};
const SERVE = join('node_modules', '@sap', 'cds', 'bin', 'serve.js');
const READY = 'server listening on';
const START_MS = 120_000;

/** Rows by table; the first row's names are those of all. */
export type CapTables = Readonly<
  Record<string, readonly Readonly<Record<string, string | number | boolean>>[]>
>;

export type CapServer = {
  /** Without a slash at its end. */
  origin: string;
  close: () => Promise<void>;
};

/** Installs it where it is not. @returns why it can't run here, or null */
export function whyNoCap(): string | null {
  if (existsSync(join(CACHE, 'installed'))) return null;
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }));
  const npm = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: CACHE,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0 || !existsSync(join(CACHE, SERVE))) {
    const names = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
    return `npm could not install ${names.join(' ')}: ${npm.stderr?.trim().split('\n').at(-1) ?? 'no npm'}`;
  }
  writeFileSync(join(CACHE, 'installed'), '');
  return null;
}

export async function startCapServer(tables: CapTables): Promise<CapServer> {
  const folder = mkdtempSync(join(tmpdir(), 'brelok-cap-'));
  symlinkSync(join(CACHE, 'node_modules'), join(folder, 'node_modules'), 'junction');
  mkdirSync(join(folder, 'srv'));
  copyFileSync(join(SOURCES, 'erp.cds'), join(folder, 'srv', 'erp.cds'));
  copyFileSync(join(SOURCES, 'loopback.mjs'), join(folder, 'loopback.mjs'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(projectFile()));
  mkdirSync(join(folder, 'db', 'data'), { recursive: true });
  for (const [table, rows] of Object.entries(tables)) {
    writeFileSync(join(folder, 'db', 'data', `erp-${table}.csv`), csvOf(rows));
  }
  const port = await portIn(createServer());
  const child = spawn(nodePath(), ['--import', './loopback.mjs', SERVE, 'all'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'development', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await untilReady(child);
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      const ended = new Promise((resolve) => {
        child.once('close', resolve);
      });
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function projectFile(): object {
  const { user, password } = PASSWORD;
  return {
    name: 'demo-erp',
    private: true,
    dependencies: PACKAGES,
    cds: {
      requires: {
        db: { kind: 'sqlite', credentials: { url: ':memory:' } },
        auth: { kind: 'basic', users: { [user]: { password }, '*': false } },
      },
    },
  };
}

function csvOf(rows: CapTables[string]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => JSON.stringify(String(row[name] ?? ''))).join(','));
  return [names.join(','), ...lines].join('\n');
}

function nodePath(): string {
  if (isNewEnough(process.versions.node)) return process.execPath;
  return join(CACHE, 'node_modules', OWN_NODE, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor, neededMinor] = NODE_NEEDED;
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

function untilReady(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(() => reject(new Error(`CAP does not come up: ${said}`)), START_MS);
    const hear = (chunk: Buffer): void => {
      said = `${said}${chunk.toString('utf8')}`.slice(-4_000);
      if (!said.includes(READY)) return;
      clearTimeout(tooLong);
      resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('close', () => {
      clearTimeout(tooLong);
      reject(new Error(`CAP has ended: ${said}`));
    });
  });
}
