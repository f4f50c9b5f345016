import { setTimeout as sleepFor } from 'node:timers/promises';
import { AgentError } from './errors.ts';

/** Time is an argument everywhere, so that a test of a 15-second wait takes none. */
export type Clock = {
  now: () => Date;
  /** @throws AgentError `cancelled` as soon as the signal is aborted */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    try {
      await sleepFor(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted) throw new AgentError('cancelled', 'cancelled while waiting', { cause: error });
      throw error;
    }
  },
};

/** @throws AgentError `cancelled` */
export function requireNotAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AgentError('cancelled');
}
