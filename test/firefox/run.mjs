/**
 * `npm run test:firefox`: Debian's Firefox on the portal's own pages, and the key-agent on this machine, over the loopback
 * address and by Firefox's own rules; the portal is of this machine too, so Firefox does not ask its user. Installs nothing;
 * without Firefox it exits 2 and names the package. The last line is `N passed, N failed`; no story at all is a failure.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runTool, setUp } from '../../portal/bin/setup.mjs';

const FIREFOX = '/usr/bin/firefox-esr';
const CANNOT_RUN = 2;
const RESULTS = join(ROOT, '.build', 'test-results');
const FILE = join(RESULTS, 'firefox.json');

if (!existsSync(FIREFOX)) {
  console.error('Missing package. Run: sudo apt-get install --no-install-recommends firefox-esr');
  process.exit(CANNOT_RUN);
}
const { passed, failed } = await countStories();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function countStories() {
  try {
    await setUp({ build: true });
    mkdirSync(RESULTS, { recursive: true });
    rmSync(FILE, { force: true });
    const config = join('test', 'firefox', 'vitest.config.ts');
    const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${FILE}`];
    await runTool('vitest', ['run', '--config', config, ...reporters]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  if (!existsSync(FILE)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(FILE, 'utf8'));
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failures = report.numFailedTests + broken.length;
  return { passed: report.numPassedTests, failed: report.numPassedTests + failures === 0 ? 1 : failures };
}
