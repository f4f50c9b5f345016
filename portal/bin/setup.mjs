/**
 * Makes a clean clone runnable: packages installed, database clients generated, programs built.
 * Only Node's own modules are imported here, since nothing else may exist yet.
 * Each step leaves a stamp (a hash of all that it depends on) and is skipped while the stamp still fits;
 * a lock file with the process id keeps two commands from doing the same step at once.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const BUILD_FOLDER = join(ROOT, '.build');
/** Beside the folders that the steps make, since some begin by taking theirs away. */
const LOCK_FILE = join(ROOT, '.setup.lock');
const MINIMUM_NODE = [20, 19];

const SOURCE_FOLDERS = ['auth', 'key-agent', 'portal', 'prisma'];
const CONFIG_FILES = ['package.json', 'vite.config.ts', 'react-router.config.ts', 'tsconfig.json'];

/** Runs every step that the command needs, in order, under one lock. */
export async function setUp({ build = false } = {}) {
  requireNodeVersion();
  mkdirSync(BUILD_FOLDER, { recursive: true });
  await underLock(async () => {
    await step({
      name: 'install packages',
      stampFile: join(ROOT, 'node_modules', '.brelok-stamp'),
      fingerprint: () =>
        hashFiles(['package.json', 'package-lock.json'], [process.version, process.platform, process.arch]),
      work: installPackages,
    });
    await step({
      name: 'generate database clients',
      stampFile: join(ROOT, 'prisma', 'generated', '.brelok-stamp'),
      fingerprint: () =>
        hashFiles([
          'package-lock.json',
          ...filesBelow('prisma/models'),
          'prisma/generate.mjs',
          'prisma/schema-heads.mjs',
        ]),
      work: () => run(process.execPath, ['prisma/generate.mjs']),
    });
    if (!build) return;
    await step({
      name: 'build',
      stampFile: join(BUILD_FOLDER, 'built.stamp'),
      fingerprint: () =>
        hashFiles([
          'package-lock.json',
          ...CONFIG_FILES,
          ...SOURCE_FOLDERS.flatMap((folder) => filesBelow(folder)),
        ]),
      work: () => run(process.execPath, ['portal/bin/build.mjs']),
    });
  });
}

/**
 * Runs a program in the project's folder with its output shown, and fails when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean, failure?: string }} [options] `quiet` shows output only of a
 *   failed run; `failure` is what is thrown then, where the program itself has told why
 */
export async function run(command, args, { env = process.env, quiet = false, failure } = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
  });
  const output = [];
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  // Who ends this process means its work: the child must not go on alone, and the lock is given back.
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  process.off('SIGINT', forward).off('SIGTERM', forward);
  if (exitCode === 0) return;
  if (quiet) process.stderr.write(Buffer.concat(output));
  throw new Error(failure ?? `${[command, ...args].join(' ')} ended with exit code ${exitCode}`);
}

/** Runs a package's own program, found in node_modules. */
export function runTool(name, args, options) {
  return run(process.execPath, [join(ROOT, 'node_modules', toolPath(name)), ...args], options);
}

function toolPath(name) {
  const [packageName, programName] = name.split(' ');
  const manifest = JSON.parse(readFileSync(join(ROOT, 'node_modules', packageName, 'package.json'), 'utf8'));
  const program =
    typeof manifest.bin === 'string'
      ? manifest.bin
      : manifest.bin[programName ?? packageName.split('/').at(-1)];
  return join(packageName, program);
}

function requireNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
  if (isNewEnough) return;
  console.error(`Brelok needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${process.version}.`);
  process.exit(1);
}

async function step({ name, stampFile, fingerprint, work }) {
  const before = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === before) return;
  const startedAt = Date.now();
  console.log(`${name} …`);
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, before);
  console.log(`${name}: done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

async function installPackages() {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name !== 'NODE_ENV' && !name.toLowerCase().startsWith('npm_'),
    ),
  );
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npmProgram = process.env['npm_execpath'];
  if (npmProgram?.endsWith('.js')) return run(process.execPath, [npmProgram, ...args], { env });
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { env });
}

async function underLock(work) {
  await takeLock();
  try {
    await work();
  } finally {
    rmSync(LOCK_FILE, { force: true });
  }
}

async function takeLock() {
  let hasSaidSo = false;
  for (;;) {
    try {
      writeFileSync(LOCK_FILE, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const lock = readLock();
    if (lock === null) continue;
    if (lock.isAbandoned) {
      rmSync(LOCK_FILE, { force: true });
      continue;
    }
    if (!hasSaidSo) console.log(`another command (${lock.owner}) is setting up; waiting for it …`);
    hasSaidSo = true;
    await sleep(200);
  }
}

/**
 * Null when it was given back meanwhile. It is abandoned when its process is dead, or died while writing its number;
 * one with our own number is an earlier process's, since a container gives each start the same.
 */
function readLock() {
  try {
    const text = readFileSync(LOCK_FILE, 'utf8');
    const ageMs = Date.now() - statSync(LOCK_FILE).mtimeMs;
    if (text === '') return { owner: 'just begun', isAbandoned: ageMs > 2_000 };
    const processId = Number(text);
    const isAbandoned = processId === process.pid || !isRunning(processId);
    return { owner: `process ${processId}`, isAbandoned };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function hashFiles(paths, extra = []) {
  const hash = createHash('sha256');
  for (const value of extra) hash.update(value).update('\0');
  for (const path of paths) {
    const absolute = join(ROOT, path);
    hash.update(path).update('\0');
    if (existsSync(absolute)) hash.update(readFileSync(absolute));
    hash.update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  const absolute = join(ROOT, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('/generated/') && !/^prisma\/(sqlite|postgresql)\/schema\//.test(path))
    .sort();
}
