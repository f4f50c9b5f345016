/**
 * `npm run test:hid`: the agent with the real node-hid against fobs on a real kernel. Directly where this machine lets us make
 * devices, otherwise in a guest. The last line is `N passed, N failed`; no case at all is a failure.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ROOT, setUp } from '../../portal/bin/setup.mjs';
import { adviseOn, chooseWay } from './choose-way.mjs';
import { installPackages, missingPackages, runInGuest } from './guest.mjs';

const PROGRAMS = join(ROOT, '.build', 'hid', 'programs');
const CANNOT_RUN = 2;
/** auth/wire/protocol.ts: a page looks for the agent on these alone. */
const AGENT_PORTS = [17_700, 27_700, 37_700];

try {
  await setUp({ build: true });
  process.exitCode = await testHid();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function testHid() {
  const chosen = chooseWay(thisMachine());
  if (chosen.way === 'none') {
    console.error(chosen.advice);
    return CANNOT_RUN;
  }
  if (chosen.way === 'install' && !installed(chosen.packages)) return CANNOT_RUN;
  const isDirect = chosen.way === 'direct';
  console.log(
    isDirect ? 'on this machine’s own /dev/uhid' : 'in a guest: this machine lets nobody make devices',
  );
  const programs = await bundle();
  const [portalPort, handPort] = [await freePort(), await freePort()];
  const story = {
    origin: `http://localhost:${portalPort}`,
    agentPort: await freePort(AGENT_PORTS),
    handPort,
  };
  const told = tellStory(portalPort, handPort);
  const serial = isDirect ? await runHere(story) : await runInGuestTwiceAtMost(programs, story);
  return report(serial, await told);
}

/** @returns whether they are there now; which ones are missing is told */
function installed(packages) {
  try {
    installPackages(packages);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(adviseOn(packages));
    return false;
  }
}

function thisMachine() {
  return {
    isUhidWritable: isWritable('/dev/uhid'),
    isRoot: process.getuid?.() === 0,
    platform: process.platform,
    arch: process.arch,
    hasApt: existsSync('/usr/bin/apt-get'),
    missing: missingPackages(),
  };
}

function isWritable(path) {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false; // not there, or not ours
  }
}

async function bundle() {
  const { build } = await import('esbuild');
  rmSync(PROGRAMS, { recursive: true, force: true });
  mkdirSync(PROGRAMS, { recursive: true });
  const entryPoints = ['cases', 'fobs', 'story-guest'].map((name) => ({
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
  return ['cases.mjs', 'fobs.mjs', 'story-guest.mjs', 'key-agent.mjs'].map((name) => join(PROGRAMS, name));
}

/** A guest that never began is started once more; a case that failed is never repeated. */
async function runInGuestTwiceAtMost(programs, story) {
  const serial = await runInGuest(programs, story);
  if (serial.includes('### BOOTED')) return serial;
  console.error('The guest did not begin; it is started a second and last time.');
  return runInGuest(programs, story);
}

/** A browser here, whose portal starts while the other cases still run. @returns whether it came to its good end */
async function tellStory(portalPort, handPort) {
  const env = { ...process.env, STORY_PORTAL_PORT: String(portalPort), STORY_HAND_PORT: String(handPort) };
  const args = [join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '-c', 'test/hid'];
  const story = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(story, 'close');
  return code === 0;
}

/** @param among the ports that will do; default: any */
async function freePort(among = [0]) {
  for (const port of among) {
    const probe = createServer();
    const isFree = await new Promise((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(true));
    });
    if (!isFree) continue;
    const found = probe.address().port;
    await new Promise((resolve) => probe.close(resolve));
    return found;
  }
  throw new Error(`other programs have the ports ${among.join(', ')}`);
}

async function runHere({ origin, agentPort, handPort }) {
  for (const name of ['node-hid', 'pkg-prebuilds']) {
    cpSync(join(ROOT, 'node_modules', name), join(PROGRAMS, 'node_modules', name), { recursive: true });
  }
  const serial = await runProgram('cases.mjs');
  await runProgram('story-guest.mjs', origin, String(agentPort), `127.0.0.1:${handPort}`);
  return serial;
}

/** @returns what it wrote */
async function runProgram(name, ...args) {
  const program = spawn(process.execPath, [join(PROGRAMS, name), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  program.stdout.on('data', (part) => {
    output += part;
    process.stdout.write(part);
  });
  await once(program, 'close');
  return output;
}

function report(serial, isStoryTold) {
  const last = /^### HIDTEST passed=(\d+) failed=(\d+) notRun=(\d+)$/m.exec(serial);
  const [ofCases, told, notRun] = last ? last.slice(1).map(Number) : [0, 1, 0];
  const passed = ofCases + (isStoryTold ? 1 : 0);
  const failed = (ofCases + told === 0 ? 1 : told) + (isStoryTold ? 0 : 1);
  if (!last) console.error('The cases did not come to their end.');
  if (!isStoryTold) console.error('The browser story did not come to its good end.');
  if (notRun > 0) console.log(`${notRun} not run`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
