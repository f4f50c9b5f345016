import { createDongles } from '#key-agent/hid/dongles.ts';
import type { Dongle, Dongles } from '#key-agent/hid/dongles.ts';
import type { FobIdentity, Slot, Waiting } from '#key-agent/drivers/driver.ts';
import { aVirtualClock } from '../virtual-clock.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { aSimulatedTransport } from './simulated-transport.ts';
import type { SimulatedTransport } from './simulated-transport.ts';
import type { FobModel } from './fob-model.ts';

export type Bench = {
  clock: VirtualClock;
  transport: SimulatedTransport;
  dongles: Dongles;
  /** Plugs a fob in and gives what the agent sees of it. */
  plug: (model: FobModel) => Promise<Dongle>;
  identify: (dongle: Dongle, waiting?: Partial<Waiting> & { slot?: Slot }) => Promise<FobIdentity>;
  answer: (dongle: Dongle, challenge: Uint8Array, waiting?: Partial<Waiting>) => Promise<Uint8Array>;
};

/** A USB bus without a kernel. Each fob is made with the bench's clock. */
export function aBench(pauseMs = 0): Bench {
  const clock = aVirtualClock(pauseMs);
  const transport = aSimulatedTransport(clock);
  const dongles = createDongles({ transport, clock });
  const use = ({
    signal = new AbortController().signal,
    onTouchNeeded = () => undefined,
  }: Partial<Waiting>) => ({
    signal,
    onTouchNeeded,
  });
  return {
    clock,
    transport,
    dongles,
    plug: async (model) => {
      const path = transport.plug(model);
      const dongle = (await dongles.list()).find((candidate) => candidate.path === path);
      if (dongle === undefined) throw new Error(`${model.device.name} is no dongle to the agent`);
      return dongle;
    },
    identify: (dongle, { slot, ...waiting } = {}) => {
      const way = use(waiting);
      return dongles.use({ dongle, slot, signal: way.signal }, (driver, fob) => driver.identify(fob, way));
    },
    answer: (dongle, challenge, waiting = {}) => {
      const way = use(waiting);
      return dongles.use({ dongle, slot: undefined, signal: way.signal }, (driver, fob) =>
        driver.answer(fob, challenge, way),
      );
    },
  };
}
