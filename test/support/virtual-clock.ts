import { setTimeout } from 'node:timers/promises';
import type { Clock } from '#key-agent/clock.ts';
import { AgentError } from '#key-agent/errors.ts';

export type VirtualClock = Clock & {
  /** Lets something happen as soon as that much time has passed. */
  after: (ms: number, act: () => void) => void;
  advance: (ms: number) => void;
  /** Milliseconds since the clock was made. */
  passedMs: () => number;
};

const START = Date.parse('2026-05-20T10:00:00Z');

/**
 * A clock on which waiting takes no time: whoever sleeps moves it.
 * @param pauseMs what a sleep really takes, where work that no clock can hurry (signing) must keep up
 */
export function aVirtualClock(pauseMs = 0): VirtualClock {
  let passed = 0;
  let due: { at: number; act: () => void }[] = [];
  const advance = (ms: number) => {
    passed += ms;
    const ripe = due.filter(({ at }) => at <= passed);
    due = due.filter(({ at }) => at > passed);
    for (const { act } of ripe) act();
  };
  return {
    now: () => new Date(START + passed),
    passedMs: () => passed,
    advance,
    after: (ms, act) => void due.push({ at: passed + ms, act }),
    sleep: async (ms, signal) => {
      if (signal?.aborted) throw new AgentError('cancelled');
      await (pauseMs === 0 ? Promise.resolve() : setTimeout(pauseMs));
      advance(ms);
      if (signal?.aborted) throw new AgentError('cancelled');
    },
  };
}
