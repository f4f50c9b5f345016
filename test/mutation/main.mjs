/**
 * `npm run test:mutation [FILE…]`: proves that no check can go unnoticed. Takes each condition of the two verification
 * functions, of the permission rule and of the key's states out of a copy of the project, one at a time, and each row out
 * of their tables or into one more, and asks the tests; one change with which all of them still pass makes the run fail.
 * It takes some minutes and is therefore no part of `npm test`.
 */
import { fork } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ROOT, setUp } from '../../portal/bin/setup.mjs';

/** Who takes so much longer than all tests took without a change runs in circles; a busy machine is no circle. */
const PATIENCE = { factor: 5, leastMs: 60_000 };
/** So many mutants a process: what it remembers of them must not fill the memory. */
const MUTANTS_OF_ASKER = 100;
const FIRST_LIMIT_MS = 600_000;
const PROGRESS_EVERY = 25;

const COPIED = ['auth', 'test', 'portal', 'package.json', 'tsconfig.json', 'vitest.config.ts'];
const LINKED = ['node_modules', 'prisma'];

await setUp();
const { allMutants } = await import('./areas.mjs');
const wanted = process.argv.slice(2).map((path) => basename(path, '.ts'));
const mutants = allMutants().filter(
  ({ path }) => wanted.length === 0 || wanted.includes(basename(path, '.ts')),
);
const allTests = [...new Set(mutants.flatMap(({ rounds }) => rounds.flat()))];

const missed = [];
let done = 0;
const startedAt = Date.now();
const queue = [...mutants];
await Promise.all(Array.from({ length: availableParallelism() }, work));

console.log(`${mutants.length} mutants, ${mutants.length - missed.length} noticed, ${missed.length} missed`);
process.exitCode = missed.length === 0 && mutants.length > 0 ? 0 : 1;

async function work() {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'mutation-')));
  try {
    for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
    for (const path of LINKED) symlinkSync(join(ROOT, path), join(copy, path));
    while (queue.length > 0) await askAbout(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Asks one process about the next mutants, until it has done its share or one of them has cost it its life. */
async function askAbout(copy) {
  const asker = await startAsker(copy);
  try {
    for (let count = 0; count < MUTANTS_OF_ASKER && asker.process.connected && queue.length > 0; count += 1)
      await tryOne(asker, copy, queue.shift());
  } finally {
    await stop(asker.process);
  }
}

async function tryOne(asker, copy, { path, line, removed, mutated, rounds }) {
  const file = join(copy, path);
  const original = readFileSync(file, 'utf8');
  writeFileSync(file, mutated);
  if (await passAll(asker, rounds, path)) {
    console.log(`MISSED ${path}:${line} ${removed}`);
    missed.push(removed);
  }
  writeFileSync(file, original);
  tellProgress();
}

function tellProgress() {
  done += 1;
  if (done % PROGRESS_EVERY !== 0) return;
  console.log(`${done} of ${mutants.length}, ${Math.round((Date.now() - startedAt) / 1000)} s …`);
}

async function passAll(asker, rounds, path) {
  for (const tests of rounds) if (tests.length > 0 && !(await passes(asker, tests, [path]))) return false;
  return true;
}

/** Whether all these tests pass. A mutant that runs in circles does not, and its process is ended. */
async function passes({ process: asker, limitMs }, tests, changed) {
  const answer = nextMessage(asker);
  asker.send({ tests, changed });
  const timer = setTimeout(() => asker.kill('SIGKILL'), limitMs);
  const { passed, fault } = await answer;
  clearTimeout(timer);
  if (fault !== undefined) throw new Error(`the tests could not be run: ${fault}`);
  return passed;
}

/** A process that is ready to be asked: all tests pass in it as long as nothing is changed. */
async function startAsker(copy) {
  const child = fork(join(copy, 'test', 'mutation', 'asker.mjs'), [copy, ...allTests], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { passed } = await nextMessage(child);
  if (passed === false) throw new Error('the test runner did not start');
  const begunAt = Date.now();
  if (!(await passes({ process: child, limitMs: FIRST_LIMIT_MS }, allTests, [])))
    throw new Error('the tests fail without any change; mend that first');
  const limitMs = Math.max(PATIENCE.leastMs, PATIENCE.factor * (Date.now() - begunAt));
  return { process: child, limitMs };
}

/** What the process says next; one that ends instead has not passed. */
function nextMessage(child) {
  return new Promise((resolve) => {
    const settle = (message) => {
      child.off('message', settle).off('exit', fail);
      resolve(message);
    };
    const fail = () => settle({ passed: false });
    child.once('message', settle).once('exit', fail);
  });
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.disconnect();
  await ended;
}
