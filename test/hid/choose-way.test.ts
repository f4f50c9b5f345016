/** Where `npm run test:hid` makes its devices, by what a machine has. */
import { expect, test } from 'vitest';
import { chooseWay } from './choose-way.mjs';

const DEBIAN = {
  isUhidWritable: false,
  isRoot: false,
  platform: 'linux',
  arch: 'x64',
  hasApt: true,
  missing: [],
};
const QEMU = ['qemu-system-x86', 'cpio'];

test('root on a machine with /dev/uhid needs no guest, and no package for one', () => {
  expect(chooseWay({ ...DEBIAN, isUhidWritable: true, isRoot: true, missing: QEMU })).toEqual({
    way: 'direct',
  });
});

test('whoever may not make devices goes into a guest, root or not', () => {
  expect(chooseWay(DEBIAN)).toEqual({ way: 'guest' });
  expect(chooseWay({ ...DEBIAN, isRoot: true })).toEqual({ way: 'guest' });
  expect(chooseWay({ ...DEBIAN, isUhidWritable: true })).toEqual({ way: 'guest' });
});

test('root installs what a guest needs; everybody else is told which packages', () => {
  expect(chooseWay({ ...DEBIAN, isRoot: true, missing: QEMU })).toEqual({ way: 'install', packages: QEMU });
  expect(chooseWay({ ...DEBIAN, missing: QEMU })).toEqual({
    way: 'none',
    advice: 'Missing packages. Run: sudo apt-get install --no-install-recommends qemu-system-x86 cpio',
  });
});

test.for([{ platform: 'darwin' }, { arch: 'arm64' }, { hasApt: false }])(
  'a machine with neither says what it would take: %o',
  (unlike) => {
    expect(chooseWay({ ...DEBIAN, ...unlike, isRoot: true })).toMatchObject({
      way: 'none',
      advice: expect.stringContaining('/dev/uhid'),
    });
  },
);
