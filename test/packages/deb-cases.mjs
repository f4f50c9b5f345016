/**
 * The package for Debian, installed by dpkg in a root of its own that holds nothing but a shell and the libraries which the
 * package depends on.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow, isThere, knock, run, startAgent } from './programs.mjs';

const HOME = 'usr/lib/brelok-key-agent';
const LIBRARY = `${HOME}/node_modules/node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node`;
const DEPENDENCIES = ['libc6', 'libgcc-s1', 'libstdc++6', 'libudev1', 'libusb-1.0-0'];
/** None of this machine's own settings of Node. */
const CLEAN = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/home' };
const DPKG_STATE = ['var/lib/dpkg'];

export function debCases({ file, folder }) {
  const obstacle = findObstacle();
  if (obstacle !== null) return { cases: asNames(), obstacle };
  const root = join(folder, 'root');
  makeRoot(root);
  const before = filesBelow(root, DPKG_STATE);
  const dpkg = (...args) =>
    asRoot('dpkg', ['--force-not-root', '--log=/dev/null', `--root=${root}`, ...args], folder);
  const agent = (...args) => asRoot('chroot', [root, '/usr/bin/brelok-key-agent', ...args], folder);
  return {
    cases: makeCases({ file, folder, root, before, dpkg, agent }),
    obstacle,
    end: async () => undefined,
  };
}

function makeCases({ file, folder, root, before, dpkg, agent }) {
  return {
    'it does not install without the libraries that it needs': () => {
      writeStatus(
        root,
        DEPENDENCIES.filter((name) => name !== 'libusb-1.0-0'),
      );
      const { code, err } = dpkg('-i', file);
      assert.notEqual(code, 0);
      assert.match(err, /depends on libusb-1\.0-0/);
      assert.equal(dpkg('-P', 'brelok-key-agent').code, 0);
      writeStatus(root, DEPENDENCIES);
    },
    'it installs, and dpkg finds every file as it was packed': () => {
      const { code, err } = dpkg('-i', file);
      assert.equal(code, 0, err);
      assert.equal(dpkg('--verify', 'brelok-key-agent').out, '');
      assert.deepEqual(
        filesBelow(root, DPKG_STATE).filter((path) => !before.includes(path) && !path.startsWith(HOME)),
        [
          'usr/bin/brelok-key-agent',
          'usr/lib/systemd/user/brelok-key-agent.service',
          'usr/lib/systemd/user/graphical-session.target.wants/brelok-key-agent.service',
          'usr/lib/udev/rules.d/70-brelok-key-agent.rules',
          'usr/share/doc/brelok-key-agent/README.md',
          'usr/share/doc/brelok-key-agent/copyright',
          'usr/share/doc/brelok-key-agent/node-LICENSE',
        ],
      );
    },
    'every library that its programs load is in a package that it depends on': () => {
      for (const library of copyLibraries(root, before)) {
        const owner = ownerOf(library);
        assert.ok(DEPENDENCIES.includes(owner), `${library} is in ${owner}`);
      }
    },
    'it tells its version, and checks a machine without devices': () => {
      assert.deepEqual(agent('--version'), { code: 0, out: '0.1.0\n', err: '' });
      const { code, out } = agent('--check');
      assert.equal(code, 0);
      assert.match(out, /plugged in/);
    },
    'it runs, answers no stranger, and ends when it is asked to': async () => {
      // Not in its own root, since it reads in /proc whose program is asking, and is silent where it can't.
      const [program, script] = ['node', 'key-agent.mjs'].map((name) => join(root, HOME, name));
      const env = { ...CLEAN, KEY_AGENT_STATE_DIR: join(folder, 'deb-state') };
      const running = await startAgent(program, [script], { folder, env });
      assert.equal(await knock(running.port), 404);
      assert.equal(await running.end(), 0);
      assert.equal(await knock(running.port), null);
      console.log(`         from start to listening: ${running.startMs} ms`);
    },
    'its user unit is one that systemd takes': () => {
      const unit = join(root, 'usr/lib/systemd/user/brelok-key-agent.service');
      const text = readFileSync(unit, 'utf8');
      assert.match(text, /^ExecStart=\/usr\/bin\/brelok-key-agent$/m);
      if (!isThere('systemd-analyze')) return;
      // The program is not on this machine itself, so one that is stands in for it.
      const tried = join(folder, 'brelok-key-agent.service');
      writeFileSync(tried, text.replace('/usr/bin/brelok-key-agent', '/bin/true'));
      const env = { ...CLEAN, XDG_RUNTIME_DIR: folder };
      const { code, err } = run('systemd-analyze', ['verify', '--user', '--man=no', tried], { folder, env });
      assert.equal(`${code} ${err}`, '0 ');
    },
    'removing it leaves nothing': () => {
      assert.equal(agent('allow', 'https://portal.example').code, 0);
      assert.equal(agent('--uninstall').code, 0);
      const { code, err } = dpkg('-P', 'brelok-key-agent');
      assert.equal(code, 0, err);
      const libraries = (path) => path.includes('.so');
      assert.deepEqual(
        filesBelow(root, DPKG_STATE).filter((path) => !libraries(path)),
        before,
      );
    },
  };
}

function asNames() {
  return Object.fromEntries(Object.keys(makeCases({})).map((name) => [name, undefined]));
}

function findObstacle() {
  const missing = ['dpkg', 'busybox', 'chroot'].filter((program) => !isThere(program));
  if (missing.length > 0)
    return `${missing.join(', ')} missing; apt-get install dpkg busybox-static coreutils`;
  if (process.arch !== 'x64') return 'the package is for x64';
  const [command, args] = rootCommand('true', []);
  return spawnSync(command, args).status === 0 ? null : 'takes root, or user namespaces (unshare)';
}

/** Not root, one is so in a namespace of one's own. */
function rootCommand(command, args) {
  if (process.getuid?.() === 0) return [command, args];
  return ['unshare', ['--map-root-user', command, ...args]];
}

function asRoot(command, args, folder) {
  const [program, all] = rootCommand(command, args);
  return run(program, all, { folder, env: CLEAN });
}

function makeRoot(root) {
  for (const name of ['bin', 'home', 'var/lib/dpkg/info', 'var/lib/dpkg/updates', 'var/lib/dpkg/triggers'])
    mkdirSync(join(root, name), { recursive: true });
  copyFileSync('/bin/busybox', join(root, 'bin', 'busybox'));
  symlinkSync('busybox', join(root, 'bin', 'sh'));
  writeStatus(root, DEPENDENCIES);
}

/** What dpkg takes for installed, in this machine's own versions. */
function writeStatus(root, names) {
  const paragraphs = names.map((name) => {
    const text = execFileSync('dpkg-query', ['--status', name], { encoding: 'utf8' });
    writeFileSync(join(root, 'var/lib/dpkg/info', `${name}:amd64.list`), '');
    writeFileSync(join(root, 'var/lib/dpkg/info', `${name}.list`), '');
    return text.replace(/^(Pre-)?(Depends|Conffiles):.*\n( .*\n)*/gm, '');
  });
  writeFileSync(join(root, 'var/lib/dpkg/status'), `${paragraphs.join('\n')}\n`);
}

/** @returns where this machine has the libraries that the package's programs load, of which the root has copies now */
function copyLibraries(root, before) {
  assert.ok(!before.some((path) => path.includes('.so')), 'the root has libraries of its own');
  const text = [`${HOME}/node`, LIBRARY]
    .map((path) => execFileSync('ldd', [join(root, path)], { encoding: 'utf8' }))
    .join('');
  const paths = [...new Set([...text.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path]) => path))];
  for (const path of paths) {
    if (existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(realpathSync(path), join(root, path));
  }
  return paths;
}

/** dpkg knows some libraries by the folder in which they were before all of them went below /usr. */
function ownerOf(library) {
  const names = [library, library.startsWith('/usr/') ? library.slice('/usr'.length) : `/usr${library}`];
  const found = names
    .map((name) => spawnSync('dpkg', ['-S', name], { encoding: 'utf8' }))
    .find((one) => one.status === 0);
  return found?.stdout.split(':')[0] ?? 'no package';
}
