/** What must not change unnoticed, and which tests must notice it. Everything is read from the sources as they are. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ROOT } from '../../portal/bin/setup.mjs';
import { mutationsOf } from './conditions.mjs';
import { rowMutationsOf } from './rows.mjs';

const CEREMONIES = join('auth', 'ceremonies');
const VERIFICATIONS = ['verify-registration', 'verify-authentication'].map((name) =>
  join(CEREMONIES, `${name}.ts`),
);

/** The tests of the two functions and their parts. Those that start processes or need a database say nothing more. */
const TESTS_OF_CEREMONIES = [
  'verify-registration',
  'verify-authentication',
  'attestation-certificate-profile',
  'attestation-chain',
  'attestation-statement',
  'cbor',
  'certificate',
  'ceremony-response',
  'client-data',
  'cose-key',
  'library-agreement',
  'tampering',
  'own-vectors',
  'w3c-vectors',
].map((name) => join('test', CEREMONIES, `${name}.test.ts`));

/**
 * @typedef {{ path: string, line: number, removed: string, mutated: string, rounds: string[][] }} Mutant
 * `rounds`: test files by the order in which they are asked; the first that fails has noticed.
 */

/** @returns {Mutant[]} */
export function allMutants() {
  return [...verificationMutants(), ...permissionMutants(), ...keyStateMutants()];
}

/** The two functions and whatever they import from their own folder. */
function verificationMutants() {
  return importsBelow(CEREMONIES, VERIFICATIONS).flatMap((path) => {
    const [own, others] = parted(TESTS_OF_CEREMONIES, [testOf(path)]);
    const rounds = [own, ...parted(others, VERIFICATIONS.map(testOf))];
    return mutationsOf(path, read(path)).map((mutation) => ({ ...mutation, rounds }));
  });
}

/** The one rule of who may do what, and its tables. */
function permissionMutants() {
  const tests = testsIn(join('test', 'auth', 'permissions'));
  return ['can', 'roles', 'tiers'].flatMap((name) => {
    const path = join('auth', 'permissions', `${name}.ts`);
    return conditionsAndRows(path, parted(tests, [join('test', 'auth', 'permissions', 'can.test.ts')]));
  });
}

function keyStateMutants() {
  const path = join('auth', 'keys', 'key.ts');
  return conditionsAndRows(path, [
    [testOf(path)],
    [join('test', 'auth', 'keys', 'change-key-status.test.ts')],
  ]);
}

function conditionsAndRows(path, rounds) {
  const text = read(path);
  return [...mutationsOf(path, text), ...rowMutationsOf(path, text)].map((mutation) => ({
    ...mutation,
    rounds,
  }));
}

/** Those of the tests that are wanted first, where they are there, and the others. */
function parted(tests, wanted) {
  return [tests.filter((test) => wanted.includes(test)), tests.filter((test) => !wanted.includes(test))];
}

/** These files and all that they import from the folder, other than types alone. */
function importsBelow(folder, paths, known = new Set()) {
  for (const path of paths) {
    if (known.has(path) || dirname(path) !== folder) continue;
    known.add(path);
    const names = [...read(path).matchAll(/^(?:import|\}|export) (?!type )[^;]*?from '(\.\/[^']+)';/gm)];
    importsBelow(
      folder,
      names.map(([, name]) => join(folder, name)),
      known,
    );
  }
  return [...known];
}

function testOf(path) {
  return join('test', dirname(path), `${basename(path, '.ts')}.test.ts`);
}

function testsIn(folder) {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}

function read(path) {
  if (!existsSync(join(ROOT, path)))
    throw new Error(`${path} is not there; tell test/mutation where it went`);
  return readFileSync(join(ROOT, path), 'utf8');
}
