/**
 * A guest with a real kernel, for machines whose own has no /dev/uhid: Debian's cloud kernel under QEMU, started from an
 * initramfs with Node, the agent and the cases. Nothing is installed but QEMU and three tools; the kernel is only unpacked.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../portal/bin/setup.mjs';

/** Beside what npm keeps, since each build empties its own folder: the kernel is fetched once. */
const WORK = join(ROOT, 'node_modules', '.cache', 'brelok-hid');
const GUEST_LIMIT_MS = 240_000;
const MODULES = ['hid', 'uhid', 'hid-generic'];
/** For the browser story; virtio is of no use before virtio_ring. */
const NETWORK_MODULES = [
  'virtio_ring',
  'virtio',
  'virtio_pci_modern_dev',
  'virtio_pci_legacy_dev',
  'virtio_pci',
  'failover',
  'net_failover',
  'virtio_net',
];
/** The guest, as QEMU's own network shows it; it reaches this machine's loopback and serves two ports there. */
const GUEST = '10.0.2.15';
const APT = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'APT::Sandbox::User=root'];

/** What must be there, and the package that brings it. */
const TOOLS = [
  ['/usr/bin/qemu-system-x86_64', 'qemu-system-x86'],
  ['/bin/busybox', 'busybox-static'],
  ['/usr/bin/cpio', 'cpio'],
  ['/bin/udevadm', 'udev'],
];

/** Packages of this machine that are missing; all of them where there is no apt to ask. */
export function missingPackages() {
  return TOOLS.filter(([path]) => !existsSync(path)).map(([, name]) => name);
}

export function installPackages(names) {
  console.log(`installing ${names.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  apt(['update', '-qq'], { env });
  apt(['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/**
 * Runs the cases in a guest, then the customer's computer of the browser story, and gives what it wrote to its serial line.
 * @param story `{ origin, agentPort, handPort }`
 */
export async function runInGuest(programs, story) {
  const kernel = fetchKernel();
  const image = makeImage(kernel, programs);
  return boot(kernel.image, image, story);
}

/** Security updates rename the package, so its name is asked for. */
function fetchKernel() {
  const name = kernelPackage() ?? (apt(['update', '-qq']), kernelPackage());
  if (!name) throw new Error('apt knows no cloud kernel (linux-image-cloud-amd64)');
  const folder = join(WORK, name);
  if (!existsSync(join(folder, 'boot'))) {
    const fresh = `${folder}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    apt(['download', '-qq', name], { cwd: fresh });
    const [file] = readdirSync(fresh).filter((entry) => entry.endsWith('.deb'));
    execFileSync('dpkg', ['-x', join(fresh, file), fresh]);
    rmSync(folder, { recursive: true, force: true });
    cpSync(fresh, folder, { recursive: true });
    rmSync(fresh, { recursive: true, force: true });
  }
  const [image] = readdirSync(join(folder, 'boot')).filter((entry) => entry.startsWith('vmlinuz'));
  return { image: join(folder, 'boot', image), folder };
}

function kernelPackage() {
  try {
    const text = execFileSync('apt-cache', ['depends', 'linux-image-cloud-amd64'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /Depends: (linux-image-\S+-cloud-amd64)/.exec(text)?.[1];
  } catch {
    return undefined; // without lists apt knows no package at all
  }
}

function makeImage(kernel, programs) {
  const root = join(WORK, 'root');
  rmSync(root, { recursive: true, force: true });
  for (const folder of [
    'bin',
    'proc',
    'sys',
    'dev',
    'tmp',
    'run',
    'root',
    'modules',
    'app',
    'usr/bin',
    'etc/udev/rules.d',
    'lib/systemd',
  ]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  copyFileSync(join(ROOT, 'test', 'hid', 'init.sh'), join(root, 'init'));
  chmodSync(join(root, 'init'), 0o755);
  copyFileSync('/bin/busybox', join(root, 'bin', 'busybox'));
  copyModules(kernel.folder, root);
  copyPrograms(root, programs);
  const image = join(WORK, 'initrd');
  execFileSync('sh', ['-c', `find . | cpio -o -H newc --quiet > '${image}'`], { cwd: root });
  return image;
}

function copyModules(folder, root) {
  const below = execFileSync('find', [join(folder, 'lib', 'modules'), '-name', '*.ko*'], {
    encoding: 'utf8',
  }).split('\n');
  for (const name of [...MODULES, ...NETWORK_MODULES]) {
    const path = below.find((file) => new RegExp(`/${name}\\.ko(\\.xz)?$`).test(file));
    if (!path) throw new Error(`the kernel has no module ${name}`);
    const target = join(root, 'modules', `${name}.ko`);
    if (path.endsWith('.xz')) execFileSync('sh', ['-c', `busybox unxz -c '${path}' > '${target}'`]);
    else copyFileSync(path, target);
  }
}

function copyPrograms(root, programs) {
  const app = join(root, 'app');
  for (const file of programs) copyFileSync(file, join(app, file.split('/').at(-1)));
  const prebuilt = ['HID_hidraw-linux-x64', 'HID-linux-x64'];
  for (const name of ['node-hid', 'pkg-prebuilds']) {
    cpSync(join(ROOT, 'node_modules', name), join(app, 'node_modules', name), {
      recursive: true,
      filter: (path) => !path.includes('/prebuilds/') || prebuilt.some((folder) => path.includes(folder)),
    });
  }
  const rules = join(ROOT, 'key-agent', 'packaging', 'linux', '70-brelok-key-agent.rules');
  copyFileSync(rules, join(root, 'etc', 'udev', 'rules.d', '70-brelok-key-agent.rules'));
  copyWithLibraries(process.execPath, join(root, 'usr', 'bin', 'node'), root);
  copyWithLibraries('/bin/udevadm', join(root, 'bin', 'udevadm'), root);
  copyWithLibraries('/bin/udevadm', join(root, 'lib', 'systemd', 'systemd-udevd'), root);
  for (const folder of prebuilt) {
    const library = join(app, 'node_modules', 'node-hid', 'prebuilds', folder, 'node-napi-v4.node');
    copyLibraries(library, root);
  }
}

function copyWithLibraries(program, target, root) {
  copyFileSync(realpathSync(program), target);
  copyLibraries(realpathSync(program), root);
}

function copyLibraries(program, root) {
  const text = execFileSync('ldd', [program], { encoding: 'utf8' });
  for (const [, path] of text.matchAll(/(?:=> )?(\/\S+) \(0x/g)) {
    const target = join(root, path);
    if (existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(realpathSync(path), target);
  }
}

function boot(kernel, initrd, { origin, agentPort, handPort }) {
  const append = 'console=ttyS0 quiet panic=-1 mitigations=off nokaslr tsc=reliable rdinit=/init';
  const story = `brelok_story=${[origin, agentPort, `${GUEST}:${handPort}`].join()}`;
  const ports = [agentPort, handPort].map((port) => `hostfwd=tcp:127.0.0.1:${port}-${GUEST}:${port}`);
  const network = [
    '-netdev',
    ['user', 'id=n0', ...ports].join(),
    '-device',
    'virtio-net-pci,netdev=n0,romfile=',
  ];
  const machine = ['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '2', '-m', '768', '-machine', 'q35'];
  const bare = ['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-serial', 'stdio'];
  const image = ['-kernel', kernel, '-initrd', initrd, '-append', `${append} ${story}`];
  const args = [...machine, ...bare, ...network, ...image];
  const guest = spawn('qemu-system-x86_64', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const limit = setTimeout(() => guest.kill('SIGKILL'), GUEST_LIMIT_MS);
  let serial = '';
  return new Promise((resolve, reject) => {
    guest.once('error', reject);
    guest.stdout.on('data', (part) => {
      serial += part;
      process.stdout.write(part);
    });
    guest.once('close', () => {
      clearTimeout(limit);
      resolve(serial.replaceAll('\r', ''));
    });
  });
}

function apt(args, options = {}) {
  execFileSync('apt-get', [...APT, ...args], { stdio: ['ignore', 'ignore', 'inherit'], ...options });
}
