/**
 * Proves that no check of the verification can go unnoticed: `node test/mutation/verification.mjs [FILE…]`.
 * Takes each condition of the checks out of a copy of the project, one at a time, and runs the tests of the ceremonies;
 * a change with which all of them still pass is a survivor, and one survivor makes the run fail.
 * It takes some minutes and is therefore no part of `npm test`.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ROOT, setUp } from '../../portal/bin/setup.mjs';
import { mutationsOf } from './conditions.mjs';

const SOURCES = [
  'attestation-certificate-profile',
  'attestation-chain',
  'attestation-statement',
  'attestation',
  'authenticator-data',
  'base64url',
  'cbor',
  'ceremony-response',
  'certificate',
  'client-data',
  'cose-algorithm',
  'cose-key',
  'der',
  'ed25519-point',
  'extension-outputs',
  'flag-rules',
  'library-agreement',
  'verify-authentication',
  'verify-registration',
];

/** A slow machine must not pass for a test that noticed; a change that makes a loop endless must not hold up the rest. */
const TIME_LIMIT = ['--testTimeout=60000'];
const RUN_LIMIT_MS = 180_000;

/** Copies of the project at work at the same time. */
const WORKERS = Math.max(1, availableParallelism() - 1);

/** The tests of the two functions and their parts. Those that start processes or need a database say nothing more. */
const TESTS = [
  'attestation-certificate-profile',
  'attestation-chain',
  'attestation-statement',
  'cbor',
  'certificate',
  'ceremony-response',
  'client-data',
  'cose-key',
  'library-agreement',
  'own-vectors',
  'tampering',
  'verify-authentication',
  'verify-registration',
  'w3c-vectors',
].map((name) => `test/auth/ceremonies/${name}.test.ts`);

await setUp();
const wanted = process.argv.slice(2).map((path) => basename(path, '.ts'));
const sources = wanted.length > 0 ? wanted : SOURCES;
const queue = sources.flatMap((name) => {
  const path = join('auth', 'ceremonies', `${name}.ts`);
  return mutationsOf(path, readFileSync(join(ROOT, path), 'utf8'));
});

const survivors = [];
let done = 0;
const total = queue.length;
await Promise.all(Array.from({ length: WORKERS }, work));

console.log(
  `${total - survivors.length} conditions missed by a test when they go, ${survivors.length} not missed`,
);
process.exitCode = survivors.length === 0 && total > 0 ? 0 : 1;

async function work() {
  const copy = mkdtempSync(join(tmpdir(), 'mutation-'));
  try {
    for (const path of ['auth', 'test', 'portal', 'package.json', 'tsconfig.json'])
      cpSync(join(ROOT, path), join(copy, path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    if (!(await passes(copy))) throw new Error('the tests fail without any change; mend that first');
    for (let next = queue.shift(); next; next = queue.shift()) await tryOne(copy, next);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function tryOne(copy, { path, line, removed, mutated }) {
  const file = join(copy, path);
  const original = readFileSync(file, 'utf8');
  writeFileSync(file, mutated);
  const isSurvivor = await passes(copy);
  writeFileSync(file, original);
  done += 1;
  if (done % 25 === 0) console.log(`${done} of ${total} …`);
  if (!isSurvivor) return;
  console.log(`SURVIVED ${path}:${line} ${removed}`);
  survivors.push(removed);
}

/** Whether all tests pass in this copy. A mutant that hangs does not. */
function passes(folder) {
  const args = [
    'run',
    '--bail=1',
    '--silent',
    '--no-isolate',
    '--pool=threads',
    '--maxWorkers=1',
    ...TIME_LIMIT,
    ...TESTS,
  ];
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), ...args], {
    cwd: folder,
    stdio: 'ignore',
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), RUN_LIMIT_MS);
  return new Promise((resolve) => {
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      resolve(exitCode === 0);
    });
  });
}
