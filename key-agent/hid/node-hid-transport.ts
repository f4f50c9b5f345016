/**
 * Devices as the system has them, by way of node-hid: always its asynchronous half, on Linux always the hidraw driver (the
 * other one would detach a YubiKey's keyboard), always by path.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import HID from 'node-hid';
import type { Device, HIDAsync } from 'node-hid';
import { AgentError, DriverError } from '../errors.ts';
import type { DevicePath, HidCollection, HidConnection, HidTransport } from './transport.ts';

/** Below the five seconds that Linux itself waits for a device that does not answer. */
const REPORT_DEADLINE_MS = 4_000;
/** A read may wait as long as it was told to; its answer may come a little later than that. */
const READ_GRACE_MS = 1_000;
const UNNUMBERED = 0;
/** Whether a device whose report failed is gone: so often, so far apart. */
const LOOKS_FOR_REMOVAL = 4;
const LOOK_MS = 100;

/** The kernel's devices. The driver is loaded when something is first asked of it: every call may throw DriverError. */
export function createNodeHidTransport(): HidTransport {
  if (process.platform === 'linux') HID.setDriverType('hidraw');
  return { listCollections, open };
}

async function listCollections(): Promise<HidCollection[]> {
  const devices = await listDevices();
  return devices.flatMap((device) => (device.path === undefined ? [] : [toCollection(device, device.path)]));
}

async function listDevices(): Promise<Device[]> {
  try {
    return await HID.devicesAsync();
  } catch (error) {
    throw new DriverError(error);
  }
}

function toCollection(device: Device, path: DevicePath): HidCollection {
  return {
    path,
    vendorId: device.vendorId,
    productId: device.productId,
    usagePage: device.usagePage ?? 0,
    usage: device.usage ?? 0,
    product: device.product ?? '',
    serialNumber: device.serialNumber ?? '',
  };
}

async function open(path: DevicePath): Promise<HidConnection> {
  try {
    // On macOS an exclusive handle would take a YubiKey's keyboard away from its user.
    return connect(await HID.HIDAsync.open(path, { nonExclusive: true }), path);
  } catch (error) {
    if (await isPluggedIn(path)) {
      throw new AgentError('dongle_access_denied', 'the system keeps the device from this user', {
        cause: error,
      });
    }
    throw new AgentError('dongle_removed', 'the device is gone', { cause: error });
  }
}

function connect(device: HIDAsync, path: DevicePath): HidConnection {
  // node-hid ends the process on an 'error' event that nobody listens to.
  device.on('error', () => undefined);
  const report = <T>(work: Promise<T>, deadlineMs = REPORT_DEADLINE_MS) => settle(work, { path, deadlineMs });
  let closing: Promise<void> | undefined;
  return {
    readFeature: async (reportBytes) => {
      const answer = await report(device.getFeatureReport(UNNUMBERED, reportBytes + 1));
      return requireLength(answer.subarray(1), reportBytes);
    },
    writeFeature: async (bytes) => void (await report(device.sendFeatureReport(withReportId(bytes)))),
    writeOutput: async (bytes) => void (await report(device.write(withReportId(bytes)))),
    readInput: async (timeoutMs) => {
      const answer = await report(device.read(timeoutMs), timeoutMs + READ_GRACE_MS);
      // Against its type, node-hid answers an empty buffer when the time is up.
      return answer === undefined || answer.byteLength === 0 ? null : new Uint8Array(answer);
    },
    close: () => (closing ??= closeQuietly(device)),
  };
}

function withReportId(bytes: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.of(UNNUMBERED), bytes]);
}

function requireLength(bytes: Uint8Array, expected: number): Uint8Array {
  if (bytes.byteLength === expected) return new Uint8Array(bytes);
  throw new AgentError('dongle_faulty', `a report of ${bytes.byteLength} bytes in place of ${expected}`);
}

/** node-hid tells all failures by one kind of error, so whether the device is gone is looked up. */
async function settle<T>(
  work: Promise<T>,
  { path, deadlineMs }: { path: DevicePath; deadlineMs: number },
): Promise<T> {
  const deadline = startDeadline(deadlineMs);
  try {
    return await Promise.race([work, deadline.passed]);
  } catch (error) {
    if (error instanceof AgentError) {
      work.catch(() => undefined); // it ends later, with the handle; by then nobody waits for it
      throw error;
    }
    if (await isStillPluggedIn(path))
      throw new AgentError('dongle_faulty', 'the system refused a report', { cause: error });
    throw new AgentError('dongle_removed', 'the device went away', { cause: error });
  } finally {
    deadline.clear();
  }
}

function startDeadline(ms: number): { passed: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AgentError('dongle_silent', `no answer in ${ms} ms`)), ms);
  });
  return { passed, clear: () => clearTimeout(timer) };
}

/** A report fails a moment before the system strikes the device off its list. */
async function isStillPluggedIn(path: DevicePath): Promise<boolean> {
  for (let look = 1; look < LOOKS_FOR_REMOVAL; look += 1) {
    if (!(await isPluggedIn(path))) return false;
    await sleep(LOOK_MS);
  }
  return isPluggedIn(path);
}

async function isPluggedIn(path: DevicePath): Promise<boolean> {
  const collections = await listCollections();
  return collections.some((collection) => collection.path === path);
}

async function closeQuietly(device: HIDAsync): Promise<void> {
  try {
    await device.close();
  } catch (error) {
    // A handle of a device that is gone may refuse to be closed; there is nothing left to give back.
    if (!(error instanceof Error)) throw error;
  }
}
