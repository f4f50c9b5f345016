/**
 * `npm start`: from a clean clone to a running portal. Every step says what it does; a second start skips what
 * is done. Ctrl-C or SIGTERM reach the server, which finishes the requests it has and ends.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { launchEnvironment } from './launch-environment.mjs';
import { ROOT, run, setUp } from './setup.mjs';

try {
  await setUp({ build: true });
  await run(process.execPath, ['--enable-source-maps', '.build/brelok.mjs', 'prepare'], {
    env: launchEnvironment(),
    failure: 'Brelok does not start; what is in the way stands above.',
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

// The channel tells the server when this process is gone, so that it never holds the port on its own.
const server = spawn(process.execPath, ['--enable-source-maps', join('.build', 'server', 'index.js')], {
  cwd: ROOT,
  env: launchEnvironment(),
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});

// A terminal's Ctrl-C reaches the server by itself too; what a supervisor sends reaches only this process.
process.on('SIGINT', () => server.kill('SIGINT'));
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.once('close', (code, signal) => process.exit(code ?? exitCodeOf(signal)));

/** Asked to end before it listened, it ends well; killed by anything else, a supervisor must start it again. */
function exitCodeOf(signal) {
  return signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1;
}
