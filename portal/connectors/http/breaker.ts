/** Leaves a source alone that keeps failing, so that neither side is worn out by asking. */
import { SourceFault } from './source-fault.ts';

export interface Breaker {
  /**
   * Runs the work, unless the source is being left alone.
   * @throws SourceFault `paused`
   */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** So many failures within so long open it; after a pause one try is let through. */
const FAILURES = 5;
const WITHIN_MS = 60_000;
const PAUSE_MS = 30_000;

/** Counts passing faults only: a wrong password or an unknown set says nothing about the source's health. */
export function createBreaker(now: () => Date): Breaker {
  let failedAt: number[] = [];
  let openedAt: number | null = null;

  const fail = (): void => {
    const at = now().getTime();
    failedAt = [...failedAt.filter((time) => time > at - WITHIN_MS), at];
    if (openedAt !== null || failedAt.length >= FAILURES) openedAt = at;
  };
  const succeed = (): void => {
    failedAt = [];
    openedAt = null;
  };

  return {
    run: async (work) => {
      if (openedAt !== null && now().getTime() - openedAt < PAUSE_MS) {
        throw new SourceFault(
          'paused',
          'the source failed several times in a row and is left alone',
          PAUSE_MS,
        );
      }
      try {
        const result = await work();
        succeed();
        return result;
      } catch (error) {
        if (error instanceof SourceFault && error.isPassing) fail();
        throw error;
      }
    },
  };
}
