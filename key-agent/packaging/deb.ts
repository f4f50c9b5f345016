import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AGENT_VERSION } from '../version.ts';
import { writeAr } from './archives/ar.ts';
import { writeTar } from './archives/tar.ts';
import { below, textEntry } from './entry.ts';
import type { Entry, Package } from './entry.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { Payload } from './payload.ts';

const HOME = 'usr/lib/brelok-key-agent';
const DOCUMENTS = 'usr/share/doc/brelok-key-agent';
const USER_UNITS = 'usr/lib/systemd/user';
const SCRIPTS = ['postinst', 'prerm', 'postrm'];
const BEST = { level: 9 };

type Parts = { payload: Payload; node: NodeRuntime; root: string };

/**
 * The package for Debian and Ubuntu on x64, with Node in it: program, udev rule, and a user unit that starts with each
 * graphical session. Written without dpkg-deb, so that it can be built anywhere.
 * @see deb(5), deb-control(5)
 */
export async function makeDeb({ payload, node, root }: Parts): Promise<Package> {
  const source = (name: string) => readFile(join(root, 'key-agent', 'packaging', 'linux', name));
  const files: Entry[] = [
    ...below(HOME, [
      payload.program,
      ...(await payload.modules(/^HID_hidraw-linux-x64$/)),
      { path: 'node', bytes: node.program, isProgram: true },
    ]),
    { path: 'usr/bin/brelok-key-agent', bytes: await source('brelok-key-agent'), isProgram: true },
    {
      path: 'usr/lib/udev/rules.d/70-brelok-key-agent.rules',
      bytes: await source('70-brelok-key-agent.rules'),
    },
    { path: `${USER_UNITS}/brelok-key-agent.service`, bytes: await source('brelok-key-agent.service') },
    {
      path: `${USER_UNITS}/graphical-session.target.wants/brelok-key-agent.service`,
      linkTo: '../brelok-key-agent.service',
    },
    { path: `${DOCUMENTS}/README.md`, bytes: await readFile(join(root, 'key-agent', 'README.md')) },
    { ...payload.licences, path: `${DOCUMENTS}/copyright` },
    { path: `${DOCUMENTS}/node-LICENSE`, bytes: node.licence },
  ];
  const scripts = await Promise.all(
    SCRIPTS.map(async (path) => ({ path, bytes: await source(path), isProgram: true })),
  );
  const control = [
    textEntry('control', controlFile(files)),
    textEntry('md5sums', checksums(files)),
    ...scripts,
  ];
  const bytes = writeAr([
    { name: 'debian-binary', bytes: Buffer.from('2.0\n') },
    { name: 'control.tar.gz', bytes: gzipSync(writeTar(control, './'), BEST) },
    { name: 'data.tar.gz', bytes: gzipSync(writeTar(files, './'), BEST) },
  ]);
  return { name: `brelok-key-agent_${AGENT_VERSION}_amd64.deb`, bytes };
}

function controlFile(files: readonly Entry[]): string {
  const bytes = files.reduce((sum, entry) => sum + ('bytes' in entry ? entry.bytes.byteLength : 0), 0);
  return `Package: brelok-key-agent
Version: ${AGENT_VERSION}
Architecture: amd64
Maintainer: Brelok <key-agent@brelok.invalid>
Installed-Size: ${Math.ceil(bytes / 1_024)}
Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6, libudev1, libusb-1.0-0
Recommends: udev, xdg-utils
Section: utils
Priority: optional
Description: lets legacy USB keys sign in to customer portals
 Pages of portals that the user allows ask this program, by signed messages
 over 127.0.0.1, to let a legacy USB key prove itself. While somebody is
 signed in, it tells the portal whether the key is still plugged in.
`;
}

/** For `dpkg --verify`. */
function checksums(files: readonly Entry[]): string {
  return files
    .flatMap((entry) =>
      'bytes' in entry ? [`${createHash('md5').update(entry.bytes).digest('hex')}  ${entry.path}\n`] : [],
    )
    .join('');
}
