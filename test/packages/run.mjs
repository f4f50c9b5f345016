/**
 * `npm run test:packages`: the key-agent's packages are built, installed, asked, ended and removed, each as its user would.
 * A kind may be named (deb, windows, npm). The last line is `N passed, N failed, N not run`, with a reason for each of the
 * last; no case at all is a failure.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUp } from '../../portal/bin/setup.mjs';
import { debCases } from './deb-cases.mjs';
import { npmCases } from './npm-cases.mjs';
import { endAgents } from './programs.mjs';
import { windowsCases } from './windows-cases.mjs';

const KINDS = { deb: debCases, windows: windowsCases, npm: npmCases };
const USAGE = 2;

const wanted = process.argv.slice(2);
const unknown = wanted.find((kind) => !(kind in KINDS));
if (unknown !== undefined) {
  console.error(`no kind "${unknown}"; there are: ${Object.keys(KINDS).join(', ')}`);
  process.exit(USAGE);
}

const total = { passed: 0, failed: 0, notRun: 0 };
const kinds = wanted.length === 0 ? Object.keys(KINDS) : wanted;
const folder = mkdtempSync(join(tmpdir(), 'brelok-packages-'));
try {
  await setUp({ build: true });
  for (const kind of kinds) await runKind(kind);
} catch (error) {
  console.error(error);
  total.failed += 1;
} finally {
  endAgents();
  rmSync(folder, { recursive: true, force: true });
}
if (total.passed + total.failed === 0) console.error('no case ran');
console.log(`${total.passed} passed, ${total.failed} failed, ${total.notRun} not run`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

async function runKind(kind) {
  const { makeAgentPackages, PACKAGES_FOLDER } = await import('../../portal/bin/agent-packages.mjs');
  const [made] = await makeAgentPackages([kind]);
  const { cases, obstacle, end } = KINDS[kind]({ file: join(PACKAGES_FOLDER, made.name), folder });
  for (const [name, work] of Object.entries(cases)) {
    if (obstacle !== null) tell('notRun', `not run  ${kind}: ${name} (${obstacle})`);
    else await runCase(`${kind}: ${name}`, work);
  }
  if (obstacle === null) await end();
}

/** The cases of a kind build on each other: what is installed first is removed last. */
async function runCase(name, work) {
  const startedAt = Date.now();
  try {
    await work();
    tell('passed', `passed   ${name} (${((Date.now() - startedAt) / 1_000).toFixed(1)} s)`);
  } catch (error) {
    tell('failed', `FAILED   ${name}`);
    console.log(error);
  }
}

function tell(outcome, line) {
  total[outcome] += 1;
  console.log(line);
}
