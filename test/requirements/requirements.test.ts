/** `npm run auth:requirements` on small projects: every way in which list, tests and README can disagree. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { judgeRequirements, statusOf } from './requirements.mjs';
import { testsIn } from './test-titles.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const FAMILIES = { families: { REG: 'registration' }, elsewhere: { AGT: 'told elsewhere' } };
const PROVEN = "test('REG-01 a key is registered once', () => {});";

type Files = Record<string, string>;
type Project = { rows?: Files; readme?: string; tests?: Files };

function judge({
  rows = { 'REG-01': 'A key is registered once' },
  readme = '',
  tests = { 'test/a.test.ts': PROVEN },
}: Project) {
  const found = Object.entries(tests).flatMap(([path, text]) => testsIn(path, text));
  const judged = judgeRequirements({ ...FAMILIES, requirements: rows }, found, readme);
  return { ...judged, statuses: judged.rows.map(statusOf) };
}

test('a row whose id stands in the name of a test is tested', () => {
  const { rows, faults, statuses } = judge({});
  expect([statuses, faults]).toEqual([['tested'], []]);
  expect(rows[0]?.tests).toMatchObject([
    { path: 'test/a.test.ts', line: 1, name: 'REG-01 a key is registered once' },
  ]);
});

test('a row with neither a test nor a reason is a fault', () => {
  const { faults, statuses } = judge({
    tests: { 'test/a.test.ts': "test('a key is registered', () => {});" },
  });
  expect([statuses, faults]).toEqual([
    ['MISSING'],
    ['REG-01: no test carries it in its name, and auth/README.md gives no reason'],
  ]);
});

test('a row that the README admits is no fault', () => {
  const readme = '# auth\n\n- not yet: REG-01, because no key was made yet\n';
  const { rows, faults, statuses } = judge({ readme, tests: {} });
  expect([statuses, faults, rows[0]?.reason]).toEqual([['not yet'], [], 'no key was made yet']);
});

test.for<[string, Project, string]>([
  [
    'a README line whose row is tested',
    { readme: '- not yet: REG-01, because of time' },
    'REG-01: auth/README.md says "not yet", but test/a.test.ts:1 tests it',
  ],
  [
    'a README line about no row',
    { readme: '- not yet: REG-77, because of time' },
    '"not yet: REG-77" names no requirement',
  ],
  ['a README line without a reason', { readme: '- not yet: REG-01, because', tests: {} }, 'gives no reason'],
  [
    'a test about no row',
    { tests: { 'test/a.test.ts': PROVEN, 'test/b.spec.tsx': "test('REG-77 x', () => {});" } },
    'test/b.spec.tsx:1: REG-77 is no requirement',
  ],
  [
    'a mistyped family',
    { tests: { 'test/a.test.ts': PROVEN, 'test/b.test.ts': "test('RGE-01 x', () => {});" } },
    'RGE-01 is no requirement',
  ],
  ['a row of no family', { rows: { 'REG-01': 'x', 'XYZ-01': 'y' } }, 'XYZ-01: belongs to no family'],
  ['a row without a wording', { rows: { 'REG-01': ' ' } }, 'REG-01: has no wording'],
])('%s is a fault', ([, project, expected]) => {
  expect(judge(project).faults).toContainEqual(expect.stringContaining(expected));
});

test.for([
  ['a template', 'for (const one of [1]) test(`REG-01 for ${one}`, () => {});'],
  ['a sum', "test('REG-01 ' + 'a key', () => {});"],
  ['a table', "test.for([1, 2])('REG-01 for %i', () => {});"],
  ['a row of a table', "test.each([['REG-01 a', 1]])('%s', () => {});"],
  ['a group', "describe('REG-01 a key', () => { test('is registered', () => {}); });"],
  ['a group of a table', "describe.each([1])('REG-01 %i', () => { test.for([2])('%i', () => {}); });"],
  ['a condition', "test.runIf(true)('REG-01 a key', () => {});"],
  ['a browser’s group', "test.describe('REG-01 a key', () => { test('is registered', () => {}); });"],
  ['a wrapper', "const attempt = (name: string) => test(name, () => {});\nattempt('REG-01 a key');"],
  [
    'another name of test',
    "import { test as portalTest } from './x.ts';\nportalTest('REG-01 a key', () => {});",
  ],
])('an id is found in %s', ([, text = '']) => {
  expect(judge({ tests: { 'test/a.test.ts': text } })).toMatchObject({ statuses: ['tested'], faults: [] });
});

test.for([
  ['a skipped test', "test.skip('REG-01 a key', () => {});"],
  ['a test to be written', "test.todo('REG-01 a key');"],
  ['a skipped group', "describe.skip('REG-01 a key', () => { test('is registered', () => {}); });"],
  ['a group without tests', "describe('REG-01 a key', () => {});"],
  ['a remark', "// REG-01\ntest('a key', () => {});"],
  ['what a test expects', "test('a key', () => { expect('REG-01').toBe('REG-01'); });"],
  ['a neighbouring group', "describe('REG-01', () => {});\ntest('a key', () => {});"],
  [
    'a step of another story',
    "test('a key', async () => { await test.step('REG-01 is registered', () => {}); });",
  ],
])('%s proves nothing', ([, text = '']) => {
  expect(judge({ tests: { 'test/a.test.ts': text } }).statuses).toEqual(['MISSING']);
});

test('a family that is told elsewhere is nobody’s fault here', () => {
  const tests = {
    'test/a.test.ts': `${PROVEN}
test('AGT-99 the agent', () => {});`,
  };
  expect(judge({ tests }).faults).toEqual([]);
});

test('the command tells rows, reasons and faults, and fails with a fault or without rows', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brelok-requirements-'));
  const rows = { 'REG-01': 'A key is registered once', 'REG-02': 'It is told' };
  await write(folder, {
    'auth/requirements.json': JSON.stringify({ ...FAMILIES, requirements: rows }),
    'auth/README.md': '- not yet: REG-02, because of time\n',
    'test/deep/a.test.ts': PROVEN,
  });
  const { status, said } = run(folder);
  expect(said).toContain('REG-01  tested   A key is registered once');
  expect(said).toContain('test/deep/a.test.ts:1 REG-01 a key is registered once');
  expect(said).toContain('because of time');
  expect(said).toContain('2 requirements: 1 tested, 1 not yet, 0 missing; 0 faults');
  expect(status).toBe(0);

  await write(folder, { 'auth/README.md': '' });
  expect(run(folder, '--summary')).toEqual({
    status: 1,
    said: expect.stringMatching(/^2 requirements: 1 tested, 0 not yet, 1 missing; 1 faults\nFAULT REG-02: /),
  });
  await write(folder, {
    'auth/requirements.json': JSON.stringify({ ...FAMILIES, requirements: {} }),
    'test/deep/a.test.ts': '',
  });
  expect(run(folder).status).toBe(1);
  await rm(folder, { recursive: true });
});

test('the project’s own list agrees with its tests and its README', () => {
  expect(run(PROJECT, '--summary').said).toMatch(/ 0 missing; 0 faults\n$/);
});

async function write(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function run(...args: string[]): { status: number | null; said: string } {
  const command = [join('test', 'requirements', 'main.mjs'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: PROJECT, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}
