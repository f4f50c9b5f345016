/**
 * One copy of the project with its test runner kept warm, in a process of its own, so that a change which makes a loop
 * endless can be ended. Takes `{ tests, changed }` and answers `{ passed }`, or `{ fault }` where it could not ask.
 */
import { join } from 'node:path';
import { createVitest } from 'vitest/node';

const [root = '', ...allTests] = process.argv.slice(2);

/** A slow machine must not pass for a test that noticed. */
const TEST_TIMEOUT_MS = 60_000;

const vitest = await createVitest('test', {
  root,
  include: allTests, // the global set-up looks at these to know which databases are needed
  watch: false,
  isolate: false,
  pool: 'threads',
  maxWorkers: 1,
  bail: 1,
  silent: true,
  reporters: [{}],
  testTimeout: TEST_TIMEOUT_MS,
});

process.on('message', ({ tests, changed }) => {
  void ask(tests, changed).then(
    (passed) => process.send({ passed }),
    (error) => process.send({ fault: String(error) }),
  );
});
process.on('disconnect', () => void vitest.close().then(() => process.exit()));
process.send({ ready: true });

async function ask(tests, changed) {
  for (const path of changed) vitest.invalidateFile(join(root, path));
  const paths = tests.map((test) => join(root, test));
  const specifications = paths.map((path) => vitest.getRootProject().createSpecification(path));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, true);
  // The runner remembers earlier rounds too.
  const asked = testModules.filter(({ moduleId }) => paths.includes(moduleId));
  if (asked.length !== paths.length)
    throw new Error(`${asked.length} of ${paths.length} test files were run`);
  return unhandledErrors.length === 0 && asked.every((module) => module.ok());
}
