/** `npm run brelok -- COMMAND`: the operator's command line, built first where that is needed. */
import { spawnSync } from 'node:child_process';
import { launchEnvironment } from './launch-environment.mjs';
import { ROOT, setUp } from './setup.mjs';

try {
  await setUp({ build: true });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '.build/brelok.mjs', ...process.argv.slice(2)],
  {
    cwd: ROOT,
    env: { ...launchEnvironment(), BRELOK_CALLED_FROM: process.env.INIT_CWD ?? process.cwd() },
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
