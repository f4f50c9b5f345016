/** The set-up that every command begins with, on a small project whose installer, generator and build only sign a list. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test as base } from 'vitest';

const PATIENCE = { timeout: 60_000, interval: 20 };
const SETUP = fileURLToPath(new URL('../../../portal/bin/setup.mjs', import.meta.url));

/** Signs the list; the installer waits for a file named `go` when there is one named `wait`. */
const signing = (name: string, more = '') => `
  import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  appendFileSync('done.txt', '${name}\\n');
  ${more}`;
const INSTALLER = signing(
  'install',
  `appendFileSync('installed.json', JSON.stringify({ args: process.argv.slice(2), env: process.env }));
   mkdirSync('node_modules', { recursive: true });
   while (existsSync('wait') && !existsSync('go')) await sleep(10);
   if (existsSync('fail')) process.exit(1);`,
);

type Run = {
  processId: number;
  said: () => string;
  /** The exit code, once the output is closed. */
  ended: Promise<number | null>;
  signal: (name: NodeJS.Signals) => void;
};
type Project = {
  write: (path: string, text: string) => Promise<void>;
  /** The steps that were done since the last question. */
  done: () => Promise<string[]>;
  read: (path: string) => Promise<string>;
  remove: (path: string) => Promise<void>;
  /** Starts a command that needs everything. @param before code that runs in the same process first */
  start: (before?: string) => Run;
  setUp: (before?: string) => Promise<{ exitCode: number | null; said: string }>;
};

const test = base.extend<{ project: Project }>({
  // oxlint-disable-next-line no-empty-pattern
  project: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), 'brelok-setup-'));
    const started: Run[] = [];
    const project = openProject(root, started);
    await project.write('package.json', '{ "type": "module" }');
    await project.write('package-lock.json', '{}');
    await project.write('npm.js', INSTALLER);
    await project.write('prisma/models/keys.prisma', 'model Key {}');
    await project.write('prisma/generate.mjs', signing('generate'));
    await project.write('portal/bin/build.mjs', signing('build'));
    await project.write('done.txt', '');
    await copyFile(SETUP, join(root, 'portal/bin/setup.mjs'));
    await use(project);
    for (const { signal, ended } of started) {
      signal('SIGKILL');
      await ended;
    }
    await rm(root, { recursive: true, force: true });
  },
});

test('a clean clone is installed, generated and built once, and an unchanged one is left alone', async ({
  project,
}) => {
  const first = await project.setUp();
  expect(first.exitCode).toBe(0);
  expect(first.said).toMatch(/install packages …[\s\S]+generate database clients …[\s\S]+build: done in /);
  expect(await project.done()).toEqual(['install', 'generate', 'build']);
  expect(await project.setUp()).toEqual({ exitCode: 0, said: '' });
  expect(await project.done()).toEqual([]);
});

test('what changed decides what is done again', async ({ project }) => {
  await project.setUp();
  await project.done();
  for (const [file, steps] of [
    ['portal/home/home.route.tsx', ['build']],
    ['prisma/models/keys.prisma', ['generate', 'build']],
    ['vite.config.ts', ['build']],
    ['package-lock.json', ['install', 'generate', 'build']],
    ['README.md', []],
    ['prisma/generated/client.ts', []],
  ] as const) {
    await project.write(file, '// changed');
    await project.setUp();
    expect(await project.done(), file).toEqual(steps);
  }
});

test('packages are installed from the lock file, development ones too, whatever the operator’s environment says', async ({
  project,
}) => {
  await project.setUp();
  const { args, env } = JSON.parse(await project.read('installed.json'));
  expect(args).toEqual(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  expect(Object.keys(env)).toContain('PATH');
  expect(Object.keys(env).filter((name) => name === 'NODE_ENV' || name.startsWith('npm_'))).toEqual([]);
});

test('two commands at once wait for each other, and the work is done once', async ({ project }) => {
  await project.write('wait', '');
  const first = project.start();
  await expect.poll(project.done, PATIENCE).toEqual(['install']);
  const second = project.start();
  await expect.poll(second.said, PATIENCE).toMatch(/^another command \(process \d+\) is setting up; waiting/);
  await project.write('go', '');
  expect([await first.ended, await second.ended]).toEqual([0, 0]);
  expect(await project.done()).toEqual(['generate', 'build']);
});

test('a command waits for the build of another one, which takes the build folder away first', async ({
  project,
}) => {
  const clearing = `
    const { rmSync } = await import('node:fs');
    rmSync('.build', { recursive: true });
    for (let tries = 0; tries < 3_000 && !existsSync('go'); tries += 1) await sleep(10);
    mkdirSync('.build', { recursive: true });`;
  await project.write('portal/bin/build.mjs', signing('build', clearing));
  const first = project.start();
  await expect.poll(project.done, PATIENCE).toContain('build');
  await project.done();
  const second = project.start();
  await expect.poll(second.said, PATIENCE).toMatch(/^another command/);
  await project.write('go', '');
  expect([await first.ended, await second.ended]).toEqual([0, 0]);
  expect(await project.done()).toEqual([]);
});

test('a lock that a dead process left is taken over', async ({ project }) => {
  const dead = project.start();
  await dead.ended;
  await project.write('.setup.lock', String(dead.processId));
  expect(await project.setUp()).toEqual({ exitCode: 0, said: '' });
});

test('nobody waits for themselves: a lock of one’s own number was left by an earlier process', async ({
  project,
}) => {
  await project.setUp();
  const leaveLock = `
    import { writeFileSync } from 'node:fs';
    writeFileSync('.setup.lock', String(process.pid));`;
  expect(await project.setUp(leaveLock)).toEqual({ exitCode: 0, said: '' });
});

test('a step that failed is not taken for done, and the next command tries again', async ({ project }) => {
  await project.write('fail', '');
  const failed = await project.setUp();
  expect(failed.exitCode).toBe(1);
  expect(failed.said).toContain('ended with exit code 1');
  expect(await project.done()).toEqual(['install']);
  await project.remove('fail');
  expect((await project.setUp()).exitCode).toBe(0);
  expect(await project.done()).toEqual(['install', 'generate', 'build']);
});

test('whoever ends a set-up ends its work too', async ({ project }) => {
  await project.write('wait', '');
  const cut = project.start();
  await expect.poll(project.done, PATIENCE).toEqual(['install']);
  cut.signal('SIGTERM');
  expect(await cut.ended).toBe(1); // with its output closed, so the installer is gone as well
  await project.write('go', '');
  expect((await project.setUp()).exitCode).toBe(0);
  expect(await project.done()).toEqual(['install', 'generate', 'build']);
});

function openProject(root: string, started: Run[]): Project {
  const seen = { steps: 0 };
  const read = (path: string) => readFile(join(root, path), 'utf8');
  const start = (before = '') => {
    const run = startIn(root, before);
    started.push(run);
    return run;
  };
  return {
    start,
    read,
    write: async (path, text) => {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    },
    remove: (path) => rm(join(root, path)),
    done: async () => {
      const steps = (await read('done.txt')).split('\n').slice(0, -1);
      const fresh = steps.slice(seen.steps);
      seen.steps = steps.length;
      return fresh;
    },
    setUp: async (before) => {
      const run = start(before);
      const exitCode = await run.ended;
      return { exitCode, said: run.said() };
    },
  };
}

function startIn(root: string, before: string): Run {
  const command = `${before}
    import { setUp } from './portal/bin/setup.mjs';
    try {
      await setUp({ build: true });
    } catch (error) {
      console.error(error.message);
      process.exit(1);
    }`;
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    npm_config_x: 'y',
    npm_execpath: join(root, 'npm.js'),
  };
  const child = spawn(process.execPath, ['--input-type=module', '-e', command], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  return {
    processId: child.pid ?? 0,
    said: () => text,
    ended: once(child, 'close').then(([code]: (number | null)[]) => code ?? null),
    signal: (name) => void child.kill(name),
  };
}
