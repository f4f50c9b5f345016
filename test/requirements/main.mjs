/**
 * `npm run auth:requirements`: every requirement, the tests that carry its id in their names, and what that makes of it.
 * Fails where a requirement has neither a test nor a reason in auth/README.md, where a reason has outlived its truth, and
 * where a test names a requirement that there is not. `--summary` prints the faults and one line. A folder may be given
 * in place of the project.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, setUp } from '../../portal/bin/setup.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { summary: { type: 'boolean', default: false } },
});
const root = positionals[0] ?? ROOT;

await setUp();
const { testsIn } = await import('./test-titles.mjs');
const { judgeRequirements, statusOf } = await import('./requirements.mjs');

const list = JSON.parse(readFileSync(join(root, 'auth', 'requirements.json'), 'utf8'));
const readme = readFileSync(join(root, 'auth', 'README.md'), 'utf8');
const tests = testFiles().flatMap((path) => testsIn(path, readFileSync(join(root, path), 'utf8')));
const { rows, faults } = judgeRequirements(list, tests, readme);

if (!values.summary) for (const row of rows) printRow(row);
for (const fault of faults) console.error(`FAULT ${fault}`);
const count = (status) => rows.filter((row) => statusOf(row) === status).length;
console.log(
  `${rows.length} requirements: ${count('tested')} tested, ${count('not yet')} not yet, ${count('MISSING')} missing; ${faults.length} faults`,
);
process.exitCode = faults.length === 0 && rows.length > 0 ? 0 : 1;

function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(test|spec)\.tsx?$/.test(path))
    .map((path) => join('test', path))
    .sort();
}

function printRow(row) {
  console.log(`${row.id}  ${statusOf(row).padEnd(8)} ${row.wording}`);
  if (row.reason) console.log(`          because ${row.reason}`);
  for (const { path, line, name } of row.tests) console.log(`          ${path}:${line} ${name}`);
}
