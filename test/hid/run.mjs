/**
 * `npm run test:hid`: the agent with the real node-hid against fobs on a real kernel. Directly where this machine lets us make
 * devices, otherwise in a guest. The last line is `N passed, N failed`; no case at all is a failure.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, setUp } from '../../portal/bin/setup.mjs';
import { installPackages, missingPackages, runInGuest } from './guest.mjs';

const PROGRAMS = join(ROOT, '.build', 'hid', 'programs');
const CANNOT_RUN = 2;

try {
  await setUp({ build: true });
  process.exitCode = await testHid();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function testHid() {
  const isDirect = canMakeDevices();
  if (!isDirect && !prepareGuest()) return CANNOT_RUN;
  const programs = await bundle();
  const serial = isDirect ? await runHere() : await runInGuestTwiceAtMost(programs);
  return report(serial);
}

/** Making devices and asking them as another user takes root. */
function canMakeDevices() {
  try {
    accessSync('/dev/uhid', constants.R_OK | constants.W_OK);
    return process.getuid?.() === 0;
  } catch {
    return false; // not there, or not ours
  }
}

function prepareGuest() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync('/usr/bin/apt-get')) {
    console.error('This test needs a writable /dev/uhid as root, or Debian on x64 to run a guest.');
    return false;
  }
  const missing = missingPackages();
  if (missing.length === 0) return true;
  if (process.getuid() === 0) {
    installPackages(missing);
    return true;
  }
  console.error(`Missing packages. Run: sudo apt-get install --no-install-recommends ${missing.join(' ')}`);
  return false;
}

async function bundle() {
  const { build } = await import('esbuild');
  rmSync(PROGRAMS, { recursive: true, force: true });
  mkdirSync(PROGRAMS, { recursive: true });
  const entryPoints = ['cases', 'fobs'].map((name) => ({
    in: join(ROOT, 'test', 'hid', `${name}.program.ts`),
    out: name,
  }));
  await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: PROGRAMS,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['node-hid'],
    logLevel: 'error',
  });
  copyFileSync(join(ROOT, '.build', 'key-agent.mjs'), join(PROGRAMS, 'key-agent.mjs'));
  return ['cases.mjs', 'fobs.mjs', 'key-agent.mjs'].map((name) => join(PROGRAMS, name));
}

/** A guest that never began is started once more; a case that failed is never repeated. */
async function runInGuestTwiceAtMost(programs) {
  const serial = await runInGuest(programs);
  if (serial.includes('### BOOTED')) return serial;
  console.error('The guest did not begin; it is started a second and last time.');
  return runInGuest(programs);
}

async function runHere() {
  for (const name of ['node-hid', 'pkg-prebuilds']) {
    cpSync(join(ROOT, 'node_modules', name), join(PROGRAMS, 'node_modules', name), { recursive: true });
  }
  const cases = spawn(process.execPath, [join(PROGRAMS, 'cases.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let serial = '';
  cases.stdout.on('data', (part) => {
    serial += part;
    process.stdout.write(part);
  });
  await new Promise((resolve, reject) => {
    cases.once('error', reject);
    cases.once('close', resolve);
  });
  return serial;
}

function report(serial) {
  const last = /^### HIDTEST passed=(\d+) failed=(\d+)$/m.exec(serial);
  const [passed, told] = last ? [Number(last[1]), Number(last[2])] : [0, 1];
  const failed = passed + told === 0 ? 1 : told;
  if (!last) console.error('The cases did not come to their end.');
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
