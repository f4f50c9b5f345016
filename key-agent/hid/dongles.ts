/**
 * The dongles that are plugged in, used by one operation at a time. Whoever holds a dongle has the bus to itself: meanwhile
 * nobody enumerates, which would slow the exchange down on some systems. The handle is given back however the work ends.
 */
import type { Clock } from '../clock.ts';
import { requireNotAborted } from '../clock.ts';
import type { ConnectedFob, FobDriver, Slot } from '../drivers/driver.ts';
import { referenceFob } from '../drivers/reference-fob.ts';
import { yubikeyOtp } from '../drivers/yubikey-otp.ts';
import { AgentError } from '../errors.ts';
import { judgeDevice, toDevices } from './device-filter.ts';
import type { Device, DriverName, Verdict } from './device-filter.ts';
import type { DevicePath, HidTransport } from './transport.ts';

/** A plugged-in device that one of the drivers speaks to. */
export type Dongle = Pick<Device, 'path' | 'vendorId' | 'productId' | 'product'> & { driver: DriverName };

export type JudgedDevice = { device: Device; verdict: Verdict };

type Use = { dongle: Dongle; slot: Slot | undefined; signal: AbortSignal };

export type Dongles = {
  list: () => Promise<Dongle[]>;
  /** Everything that is plugged in, and what the agent may do with it. */
  judgeAll: () => Promise<JudgedDevice[]>;
  /** The paths of dongles and FIDO keys, or null while a dongle is in use. */
  seePlugged: () => Promise<ReadonlySet<DevicePath> | null>;
  /** @throws AgentError `busy` when an operation has not ended yet, and what the work throws */
  use: <T>(use: Use, work: (driver: FobDriver, fob: ConnectedFob) => Promise<T>) => Promise<T>;
};

const DRIVERS: Record<DriverName, FobDriver> = { 'yubikey-otp': yubikeyOtp, 'reference-fob': referenceFob };

export function createDongles({ transport, clock }: { transport: HidTransport; clock: Clock }): Dongles {
  let isInUse = false;
  const judgeAll = async () => {
    const devices = toDevices(await transport.listCollections());
    return devices.map((device) => ({ device, verdict: judgeDevice(device) }));
  };
  return {
    judgeAll,
    list: async () => (await judgeAll()).flatMap(toDongle),
    seePlugged: async () => {
      if (isInUse) return null;
      const seen = (await judgeAll()).filter(({ verdict }) => verdict.use !== 'none');
      return new Set(seen.map(({ device }) => device.path));
    },
    use: async ({ dongle, slot, signal }, work) => {
      if (isInUse) throw new AgentError('busy');
      isInUse = true;
      try {
        requireNotAborted(signal);
        const connection = await transport.open(dongle.path);
        try {
          return await work(DRIVERS[dongle.driver], { connection, clock, slot });
        } finally {
          await connection.close();
        }
      } finally {
        isInUse = false;
      }
    },
  };
}

function toDongle({ device, verdict }: JudgedDevice): Dongle[] {
  if (verdict.use !== 'driver') return [];
  const { path, vendorId, productId, product } = device;
  return [{ path, vendorId, productId, product, driver: verdict.driver }];
}
