#!/usr/bin/env node
/** `npm run key-agent -- COMMAND`: the local program that reads legacy dongles, built first where that is needed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, setUp } from './setup.mjs';

try {
  await setUp({ build: true });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
const program = join(ROOT, '.build', 'key-agent.mjs');
const agent = spawn(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => agent.kill(signal));
agent.once('close', (code) => process.exit(code ?? 1));
