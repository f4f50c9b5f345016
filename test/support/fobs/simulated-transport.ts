/** Models of fobs behind the agent's own interface, in one process and on a virtual clock. */
import { AgentError } from '#key-agent/errors.ts';
import type { HidCollection, HidConnection, HidTransport } from '#key-agent/hid/transport.ts';
import type { Clock } from '#key-agent/clock.ts';
import { readCollections } from './read-collections.ts';
import type { FobModel } from './fob-model.ts';

const SILENCE_MS = 4_000;
const INPUT_POLL_MS = 10;

export type SimulatedTransport = HidTransport & {
  plug: (model: FobModel) => string;
  unplug: (path: string) => void;
  /** Another fob appears under the same name. */
  replace: (path: string, model: FobModel) => void;
  /** Keeps a device from this user, as a system without the udev rule does. */
  deny: (path: string) => void;
  /** Unplugs a device in the middle: after this many calls of its open connection. */
  unplugAfterCalls: (path: string, calls: number) => void;
  /** Every path that was ever opened, in order. */
  readonly opened: string[];
  readonly enumerations: () => number;
  /** How many connections are open now. */
  readonly openNow: () => number;
};

export function aSimulatedTransport(clock: Clock): SimulatedTransport {
  const plugged = new Map<string, FobModel>();
  const denied = new Set<string>();
  const callsLeft = new Map<string, number>();
  const opened: string[] = [];
  let [count, enumerations, openNow] = [0, 0, 0];

  const modelAt = (path: string) => {
    const model = plugged.get(path);
    if (model === undefined) throw new AgentError('dongle_removed');
    return model;
  };
  const spendCall = (path: string) => {
    const left = callsLeft.get(path);
    if (left === undefined) return;
    callsLeft.set(path, left - 1);
    if (left <= 0) plugged.delete(path);
  };
  const silent = async (): Promise<never> => {
    await clock.sleep(SILENCE_MS);
    throw new AgentError('dongle_silent');
  };
  const connect = (path: string): HidConnection => {
    let isOpen = true;
    const call = () => {
      if (!isOpen) throw new Error('used after it was closed');
      spendCall(path);
      return modelAt(path);
    };
    return {
      readFeature: async () => call().getFeature() ?? silent(),
      writeFeature: async (report) => {
        if (!call().setFeature(report)) await silent();
      },
      writeOutput: async (report) => call().output(report),
      readInput: async (timeoutMs) => {
        for (let waited = 0; ; waited += INPUT_POLL_MS) {
          const report = call().nextInput();
          await clock.sleep(report === null ? INPUT_POLL_MS : 1);
          if (report !== null || waited >= timeoutMs) return report;
        }
      },
      close: async () => {
        if (isOpen) openNow -= 1;
        isOpen = false;
      },
    };
  };

  return {
    opened,
    enumerations: () => enumerations,
    openNow: () => openNow,
    plug: (model) => {
      count += 1;
      plugged.set(`hidraw${count}`, model);
      return `hidraw${count}`;
    },
    unplug: (path) => void plugged.delete(path),
    replace: (path, model) => void plugged.set(path, model),
    deny: (path) => void denied.add(path),
    unplugAfterCalls: (path, calls) => void callsLeft.set(path, calls),
    listCollections: async () => {
      enumerations += 1;
      return [...plugged].flatMap(([path, model]) => collectionsOf(path, model));
    },
    open: async (path) => {
      modelAt(path);
      if (denied.has(path)) throw new AgentError('dongle_access_denied');
      opened.push(path);
      openNow += 1;
      return connect(path);
    },
  };
}

function collectionsOf(path: string, { device }: FobModel): HidCollection[] {
  return readCollections(device.descriptor).map(({ usagePage, usage }) => ({
    path,
    vendorId: device.vendorId,
    productId: device.productId,
    usagePage,
    usage,
    product: device.name,
    serialNumber: device.serialNumber,
  }));
}
