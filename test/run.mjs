/**
 * `npm test`: every test from a clean clone, with one command.
 * `npm run test:unit` and `npm run test:e2e` run a half each; further arguments go to the runner.
 * The last line is `N passed, N failed, N skipped`; no test at all is a failure.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, runTool, setUp } from '../portal/bin/setup.mjs';

const RESULTS = join(ROOT, '.build', 'test-results');

const RUNNERS = {
  unit: { needsBuild: true, run: runUnit },
  e2e: { needsBuild: true, run: runBrowser },
};

const [wanted, ...rest] = process.argv.slice(2);
const chosen = wanted === undefined ? ['unit', 'e2e'] : [wanted];
if (chosen.some((name) => !(name in RUNNERS))) {
  console.error(`no runner "${wanted}"; there are: ${Object.keys(RUNNERS).join(', ')}`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
/** Named once more at the end, where the reader of a long log looks first. */
const failures = [];
try {
  await setUp({ build: chosen.some((name) => RUNNERS[name].needsBuild) });
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  for (const name of chosen) add(await RUNNERS[name].run(rest));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed += 1;
}
if (total.passed + total.failed === 0) {
  console.error('no test ran');
  total.failed = 1;
}
process.exitCode = total.failed === 0 ? 0 : 1;
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);

function add({ passed, failed, skipped }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

async function runUnit(args) {
  const file = join(RESULTS, 'unit.json');
  const ended = await outcomeOf(
    runTool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args]),
  );
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const failedFiles = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  );
  failures.push(...namesOfFailed(report, failedFiles));
  return countAtLeastOneFailure(ended, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + failedFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

function namesOfFailed({ testResults }, failedFiles) {
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${relative(ROOT, name)} ${fullName}`),
  );
  return [...tests, ...failedFiles.map(({ name, message }) => `${relative(ROOT, name)} ${message}`)];
}

async function runBrowser(args) {
  if (!existsSync(join(ROOT, 'test', 'e2e'))) return { passed: 0, failed: 0, skipped: 0 };
  const file = join(RESULTS, 'e2e.json');
  const ended = await outcomeOf(
    runTool('@playwright/test playwright', ['test', '--reporter=list,json', ...args], {
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    }),
  );
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(file, 'utf8'));
  return countAtLeastOneFailure(ended, {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  });
}

/** A runner that ended badly without naming a failed test (a crash, an unhandled rejection) still counts as failed. */
function countAtLeastOneFailure(endedWell, counts) {
  return endedWell || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

async function outcomeOf(runner) {
  try {
    await runner;
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}
