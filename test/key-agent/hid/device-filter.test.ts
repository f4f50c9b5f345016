import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeDevice, toDevices } from '#key-agent/hid/device-filter.ts';
import { DONGLE_VECTORS } from '#test/support/dongle-vectors.ts';
import { aFidoKey, aKeyboard, aMouse, aSilentModel, DESCRIPTORS } from '#test/support/fobs/fob-model.ts';
import type { FobModel } from '#test/support/fobs/fob-model.ts';
import { aBench } from '#test/support/fobs/plugged.ts';
import { readCollections } from '#test/support/fobs/read-collections.ts';
import { aReferenceFob } from '#test/support/fobs/virtual-reference-fob.ts';
import { aVirtualYubikey } from '#test/support/fobs/virtual-yubikey.ts';

const YUBIKEY_PRODUCTS = [0x0010, 0x0110, 0x0111, 0x0114, 0x0116, 0x0401, 0x0403, 0x0405, 0x0407, 0x0410];

function verdictOf({ device }: FobModel) {
  const collections = readCollections(device.descriptor);
  return judgeDevice({ ...device, path: 'p', product: device.name, collections });
}

function aDevice(descriptor: Uint8Array, vendorId = 0x1209, productId = 0x0001): FobModel {
  return aSilentModel({ name: 'Device', vendorId, productId, serialNumber: '', descriptor });
}

test('AGT-15 the descriptors of the tests are those that are published', () => {
  expect(DESCRIPTORS.fido).toEqual(DONGLE_VECTORS.descriptors.fido);
  expect(DESCRIPTORS.mouse).toEqual(DONGLE_VECTORS.descriptors.mouse);
});

test('AGT-15 a YubiKey’s OTP interface and the reference fob have a driver', () => {
  expect(verdictOf(aVirtualYubikey())).toEqual({ use: 'driver', driver: 'yubikey-otp' });
  expect(verdictOf(aReferenceFob())).toEqual({ use: 'driver', driver: 'reference-fob' });
});

test('AGT-15 a FIDO key is seen, and left to the browser', () => {
  expect(verdictOf(aFidoKey())).toEqual({ use: 'presence' });
});

test.each([
  ['a keyboard', aKeyboard()],
  ['a mouse', aMouse()],
  ['a keyboard that has the reference fob’s page too', aDevice(DESCRIPTORS.referenceWithKeyboard)],
  ['a keyboard of the YubiKey’s maker that is no YubiKey', aDevice(DESCRIPTORS.yubikey, 0x1050, 0x0001)],
  [
    'a keyboard with a YubiKey’s product number and another maker’s',
    aDevice(DESCRIPTORS.yubikey, 0x046d, 0x0407),
  ],
  [
    'a YubiKey whose interface can do more than type',
    aDevice(DESCRIPTORS.referenceWithKeyboard, 0x1050, 0x0407),
  ],
])('AGT-15 %s is refused', (_, model) => {
  expect(verdictOf(model)).toEqual({ use: 'none', reason: 'types_or_points' });
});

test('AGT-15 the maker’s number alone opens nothing: a YubiKey’s FIDO interface stays the browser’s', () => {
  expect(verdictOf(aDevice(DESCRIPTORS.fido, 0x1050, 0x0407))).toEqual({ use: 'presence' });
  expect(verdictOf(aDevice(DESCRIPTORS.mouse, 0x1050, 0x0407))).toMatchObject({ use: 'none' });
});

test('AGT-15 a device on any other page is unknown, and one without a collection too', () => {
  const device = { path: 'p', vendorId: 0x096e, productId: 0x0201, product: '' };
  expect(judgeDevice({ ...device, collections: [] })).toEqual({ use: 'none', reason: 'unknown_device' });
  const vendorPage = { ...device, collections: [{ usagePage: 0xff00, usage: 1 }] };
  expect(judgeDevice(vendorPage)).toEqual({ use: 'none', reason: 'unknown_device' });
});

test('AGT-15 whatever a device is made of, one that types or points is opened only as a YubiKey', () => {
  const collection = fc.record({
    usagePage: fc.constantFrom(0x01, 0x0c, 0x0d, 0xf1d0, 0xff42, 0xff00),
    usage: fc.constantFrom(1, 2, 6, 7, 0x80),
  });
  const anyDevice = fc.record({
    path: fc.constant('p'),
    vendorId: fc.constantFrom(0x1050, 0x1209, 0x046d),
    productId: fc.constantFrom(...YUBIKEY_PRODUCTS, 0x0001),
    product: fc.constant(''),
    collections: fc.array(collection, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(anyDevice, (device) => {
      const types = device.collections.some(({ usagePage, usage }) => usagePage === 1 && usage === 6);
      const isYubikey = device.vendorId === 0x1050 && YUBIKEY_PRODUCTS.includes(device.productId);
      const verdict = judgeDevice(device);
      if (types && !isYubikey) expect(verdict.use).toBe('none');
      if (verdict.use === 'driver' && types) expect(verdict.driver).toBe('yubikey-otp');
    }),
    { numRuns: 2_000 },
  );
});

test('AGT-15 rows of one path are one device', () => {
  const row = { path: 'p', vendorId: 1, productId: 2, product: 'x', serialNumber: '' };
  const devices = toDevices([
    { ...row, usagePage: 0xff42, usage: 1 },
    { ...row, usagePage: 1, usage: 6 },
    { ...row, path: 'q', usagePage: 1, usage: 2 },
  ]);
  expect(devices.map(({ collections }) => collections.length)).toEqual([2, 1]);
});

test('AGT-15 among all that is plugged in, nothing but dongles is ever opened', async () => {
  const { transport, dongles, plug, identify } = aBench();
  for (const model of [aKeyboard(), aMouse(), aFidoKey(), aDevice(DESCRIPTORS.referenceWithKeyboard)]) {
    transport.plug(model);
  }
  const fob = await plug(aReferenceFob());
  await identify(fob);
  expect(await dongles.list()).toEqual([fob]);
  expect(transport.opened).toEqual([fob.path]);
});
