/**
 * Which devices the agent may touch (AGT-15). A device is judged by all its top-level collections, which the system takes
 * from its report descriptor: one that can also type or point is not opened, whatever else it offers. The one exception is
 * the YubiKey, whose challenge-response lies on its keyboard; it goes by the maker's numbers, and nothing but the feature
 * report of that keyboard is used.
 */
import type { DevicePath, HidCollection } from './transport.ts';

export type DriverName = 'yubikey-otp' | 'reference-fob';

/** A plugged-in device with all its collections. */
export type Device = {
  path: DevicePath;
  vendorId: number;
  productId: number;
  product: string;
  collections: { usagePage: number; usage: number }[];
};

export type Verdict =
  | { use: 'driver'; driver: DriverName }
  /** A FIDO key: the browser speaks to it, the agent only sees that it is there. */
  | { use: 'presence' }
  | { use: 'none'; reason: 'types_or_points' | 'unknown_device' };

const GENERIC_DESKTOP = 0x01;
const POINTER = 0x01;
const MOUSE = 0x02;
const KEYBOARD = 0x06;
const KEYPAD = 0x07;
const SYSTEM_CONTROL = 0x80;
const DIGITIZERS = 0x0d;
const CONSUMER = 0x0c;
const FIDO = 0xf1d0;
const FIDO_USAGE = 0x01;

const YUBICO = 0x1050;
/** YubiKeys with an OTP interface. @see Yubico ykdef.h */
const YUBIKEY_PRODUCTS: ReadonlySet<number> = new Set([
  0x0010, 0x0110, 0x0111, 0x0114, 0x0116, 0x0401, 0x0403, 0x0405, 0x0407, 0x0410,
]);

/** The vendor-defined page of the reference fob, and its only usage: key-agent/README.md */
const REFERENCE_PAGE = 0xff42;
const REFERENCE_USAGE = 0x01;

/** Rows of the enumeration put together by device. */
export function toDevices(collections: readonly HidCollection[]): Device[] {
  const devices = new Map<DevicePath, Device>();
  for (const { path, vendorId, productId, product, usagePage, usage } of collections) {
    const device = devices.get(path) ?? { path, vendorId, productId, product, collections: [] };
    device.collections.push({ usagePage, usage });
    devices.set(path, device);
  }
  return [...devices.values()];
}

/** What the agent may do with a device. */
export function judgeDevice(device: Device): Verdict {
  if (isYubikeyKeyboard(device)) return { use: 'driver', driver: 'yubikey-otp' };
  if (device.collections.some(isInputDevice)) return { use: 'none', reason: 'types_or_points' };
  if (isOnly(device, REFERENCE_PAGE, REFERENCE_USAGE)) return { use: 'driver', driver: 'reference-fob' };
  if (isOnly(device, FIDO, FIDO_USAGE)) return { use: 'presence' };
  return { use: 'none', reason: 'unknown_device' };
}

function isYubikeyKeyboard(device: Device): boolean {
  return (
    device.vendorId === YUBICO &&
    YUBIKEY_PRODUCTS.has(device.productId) &&
    isOnly(device, GENERIC_DESKTOP, KEYBOARD)
  );
}

function isOnly({ collections }: Device, usagePage: number, usage: number): boolean {
  return (
    collections.length > 0 &&
    collections.every((collection) => collection.usagePage === usagePage && collection.usage === usage)
  );
}

/** What an attacker could listen to, or act with. */
function isInputDevice({ usagePage, usage }: { usagePage: number; usage: number }): boolean {
  if (usagePage === DIGITIZERS || usagePage === CONSUMER) return true;
  return usagePage === GENERIC_DESKTOP && [POINTER, MOUSE, KEYBOARD, KEYPAD, SYSTEM_CONTROL].includes(usage);
}
