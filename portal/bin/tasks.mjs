/** The developer's commands: `npm run check`, `npm run dev`, … Each one first makes the clone runnable. */
import { launchEnvironment } from './launch-environment.mjs';
import { run, runTool, setUp } from './setup.mjs';

const LINTED = ['auth', 'key-agent', 'portal', 'prisma', 'test'];

const TASKS = {
  setup: async () => console.log('ready: npm start, npm test, npm run check'),
  build: async () => undefined,
  dev: () => runTool('@react-router/dev react-router', ['dev', '--host', '127.0.0.1']),
  format: () => runTool('prettier', ['--write', '.', '--log-level', 'warn']),
  'format:check': (options) => runTool('prettier', ['--check', '.', '--log-level', 'warn'], options),
  lint: async (options) => {
    await generateRouteTypes();
    await runTool('oxlint', ['--type-aware', '--deny-warnings', ...LINTED], options);
  },
  typecheck: async (options) => {
    await generateRouteTypes();
    await runTool('typescript tsc', [], options);
  },
  boundaries: (options) =>
    runTool('dependency-cruiser depcruise', ['--config', '.dependency-cruiser.cjs', ...LINTED], options),
  deadcode: (options) => runTool('knip', [], options),
  requirements: () => run(process.execPath, ['test/requirements/main.mjs', '--summary']),
  'db:migrate': () => run(process.execPath, ['.build/brelok.mjs', 'migrate'], { env: launchEnvironment() }),
  'db:author': () => run(process.execPath, ['prisma/author-migration.mjs', ...process.argv.slice(3)]),
  'test:watch': () => runTool('vitest', ['watch']),
};

/** Two at a time; linter and compiler stand in one row, since both need the route types made first. */
const CHECKS = [
  ['lint', 'typecheck', 'requirements'],
  ['format:check', 'boundaries', 'deadcode'],
];
const NEEDS_BUILD = new Set(['build', 'db:migrate']);

const name = process.argv[2] ?? '';
try {
  await setUp({ build: NEEDS_BUILD.has(name) });
  if (name === 'check') await checkAll();
  else await taskNamed(name)();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function taskNamed(wanted) {
  const task = TASKS[wanted];
  if (task) return task;
  throw new Error(`no task "${wanted}"; there are: check, ${Object.keys(TASKS).join(', ')}`);
}

/** Every gate runs even when another one failed, so that one run shows all there is to mend. */
async function checkAll() {
  const failed = [];
  await Promise.all(CHECKS.map((row) => checkRow(row, failed)));
  if (failed.length > 0) throw new Error(`check: ${failed.join(', ')} failed`);
  console.log('check: all gates passed');
}

async function checkRow(row, failed) {
  for (const check of row) {
    const startedAt = Date.now();
    try {
      await taskNamed(check)({ quiet: true });
      console.log(`${check}: ok (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
    } catch (error) {
      console.error(`${check}: FAILED (${messageOf(error)})`);
      failed.push(check);
    }
  }
}

/** The routes' own types, which neither the linter nor the compiler can do without. */
function generateRouteTypes() {
  return runTool('@react-router/dev react-router', ['typegen'], { quiet: true });
}

function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
