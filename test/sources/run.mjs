/**
 * `npm run test:sources`: the connectors against real servers. What can't be installed here is skipped, and said so.
 * The last line is `N passed, N failed, N skipped`; no test at all is a failure.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runTool, setUp } from '../../portal/bin/setup.mjs';

const RESULTS = join(ROOT, '.build', 'test-results');
const FILE = join(RESULTS, 'sources.json');

const { passed, failed, skipped } = await countTests();
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);

async function countTests() {
  try {
    await setUp();
    mkdirSync(RESULTS, { recursive: true });
    rmSync(FILE, { force: true });
    const config = join('test', 'sources', 'vitest.config.ts');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${FILE}`];
    await runTool('vitest', ['run', '--config', config, ...reporters, ...process.argv.slice(2)]).catch(
      (error) => console.error(error.message),
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  if (!existsSync(FILE)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(FILE, 'utf8'));
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failures = report.numFailedTests + broken.length;
  const none = report.numPassedTests + failures === 0 && report.numPendingTests === 0 ? 1 : 0;
  return { passed: report.numPassedTests, failed: failures + none, skipped: report.numPendingTests };
}
