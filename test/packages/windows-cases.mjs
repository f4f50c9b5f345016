/**
 * The zip for Windows under Debian's wine: its scripts and the program, not the driver, for which wine has no devices, and not
 * the start without a window, which wine's conhost does not know.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, isThere, knock, run, startAgent, waitFor } from './programs.mjs';

const RUN = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run';
const LISTED = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\BrelokKeyAgent';
const TARGET = '%LOCALAPPDATA%\\Programs\\brelok-key-agent';

export function windowsCases({ file, folder }) {
  const missing = ['wine', 'unzip'].filter((program) => !isThere(program));
  const obstacle =
    missing.length === 0 ? null : `${missing.join(', ')} missing; apt-get install wine64 wine unzip`;
  const prefix = join(folder, 'wine');
  const unpacked = join(folder, 'unpacked');
  const env = { ...process.env, WINEPREFIX: prefix, WINEDEBUG: '-all', DISPLAY: '' };
  const wine = (...args) => run('wine', args, { folder, env, cwd: join(unpacked, 'brelok-key-agent') });
  const ours = () => filesBelow(join(prefix, 'drive_c')).filter((path) => path.includes('brelok-key-agent'));
  const cases = {
    'it tells its version, and says plainly that there is no driver': () => {
      mkdirSync(unpacked);
      execFileSync('unzip', ['-q', file, '-d', unpacked]);
      wine('wineboot', '-i');
      wine('reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f');
      const version = wine('cmd', '/c', 'brelok-key-agent.cmd', '--version');
      assert.equal(`${version.code} ${version.out.trim()}`, '0 0.1.0');
      const { code, err } = wine('cmd', '/c', 'brelok-key-agent.cmd', '--check');
      assert.equal(code, 1);
      assert.match(err, /^The USB driver cannot be used: /);
    },
    'install.cmd puts it into the user’s own folder, to be started at sign-in, and allows a portal': () => {
      const { code, out } = wine('cmd', '/c', 'install.cmd', 'https://portal.example');
      assert.equal(code, 0);
      assert.match(out, /is installed/);
      const paths = ours();
      for (const name of ['runtime/brelok-key-agent.exe', 'key-agent.mjs', 'uninstall.cmd', 'portals.json'])
        assert.ok(
          paths.some((path) => path.endsWith(name)),
          name,
        );
      assert.match(
        wine('reg', 'query', RUN).out,
        /BrelokKeyAgent .*brelok-key-agent\.exe" "C:.*key-agent\.mjs"/,
      );
    },
    'it runs and answers no stranger': async () => {
      const program = ['runtime\\brelok-key-agent.exe', 'key-agent.mjs'];
      const cwd = join(unpacked, 'brelok-key-agent');
      const running = await startAgent('wine', program, { folder, env, cwd });
      assert.equal(await knock(running.port), 404);
    },
    'uninstall.cmd ends it and leaves nothing': async () => {
      const { code, out } = wine('cmd', '/c', `${TARGET}\\uninstall.cmd`);
      assert.equal(code, 0);
      assert.match(out, /removed/);
      await waitFor(() => ours().length === 0);
      assert.equal(await knock(17_700), null);
      assert.notEqual(wine('reg', 'query', LISTED).code, 0);
      assert.doesNotMatch(wine('reg', 'query', RUN).out, /BrelokKeyAgent/);
    },
  };
  return { cases, obstacle, end: async () => void run('wineserver', ['-k'], { folder, env }) };
}
