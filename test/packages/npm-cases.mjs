/** The package for npm, installed by npm into a folder of its own, with nothing fetched. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, knock, run, startAgent } from './programs.mjs';

export function npmCases({ file, folder }) {
  const prefix = join(folder, 'prefix');
  mkdirSync(prefix);
  const env = { ...process.env, KEY_AGENT_STATE_DIR: join(folder, 'npm-state') };
  const npm = (...args) =>
    run('npm', [...args, '--global', '--prefix', prefix, '--offline', '--no-audit'], { folder });
  const program = join(prefix, 'bin', 'brelok-key-agent');
  const agent = (...args) => run(program, args, { folder, env });
  const cases = {
    'it installs with nothing fetched and nothing compiled': () => {
      // An empty cache: whatever npm wanted beside the file would be missing.
      const { code, err } = npm('install', file, '--cache', join(folder, 'npm-cache'));
      assert.equal(code, 0, err);
    },
    'it tells its version, and its check finds the driver': () => {
      assert.deepEqual(agent('--version'), { code: 0, out: '0.1.0\n', err: '' });
      const { code, out } = agent('--check');
      assert.equal(code, 0);
      assert.match(out, /plugged in|: /);
    },
    'the interpreter of PAC files is in it': () => {
      const script = `import { readFile } from 'node:fs/promises'; import { QuickJS } from 'quickjs-wasi';
        const wasm = await readFile(new URL(import.meta.resolve('quickjs-wasi/quickjs.wasm')));
        console.log((await QuickJS.create({ wasm })).evalCode('6 * 7').toNumber());`;
      const cwd = join(prefix, 'lib', 'node_modules', 'brelok-key-agent');
      const { out, err } = run(process.execPath, ['--input-type=module', '-e', script], { folder, cwd });
      assert.equal(out, '42\n', err);
    },
    'it runs, answers no stranger, and ends when it is asked to': async () => {
      const running = await startAgent(program, [], { folder, env });
      assert.equal(await knock(running.port), 404);
      assert.equal(await running.end(), 0);
      console.log(`         from start to listening: ${running.startMs} ms`);
    },
    'removing it leaves nothing': () => {
      assert.equal(agent('allow', 'https://portal.example').code, 0);
      assert.equal(agent('--uninstall').code, 0);
      assert.equal(npm('uninstall', 'brelok-key-agent').code, 0);
      assert.deepEqual(filesBelow(prefix), []);
    },
  };
  return { cases, obstacle: null, end: async () => undefined };
}
