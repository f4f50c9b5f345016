/** A limiter with limits and a clock of the test. */
import { createLimiter } from '#auth/limits/limiter.ts';
import type { Limiter } from '#auth/limits/limiter.ts';
import { LIMITS } from '#auth/limits/limits.ts';
import type { KindLimits, LimitKind } from '#auth/limits/limits.ts';

const NOON_MS = Date.parse('2026-11-22T12:00:00.000Z');
const KEY = new Uint8Array(32).fill(3);

/** @param limits in place of those of the portal; what is not named has none */
export function aLimiter(
  limits: Partial<Record<LimitKind, KindLimits>>,
  { mostPerScope = 1_000, clock = { ms: NOON_MS } }: { mostPerScope?: number; clock?: { ms: number } } = {},
): { limiter: Limiter; clock: { ms: number } } {
  const none = Object.fromEntries(Object.keys(LIMITS).map((kind) => [kind, {}])) as Record<
    LimitKind,
    KindLimits
  >; // its keys
  const limiter = createLimiter({
    key: KEY,
    now: () => new Date(clock.ms),
    limits: { ...none, ...limits },
    mostPerScope,
  });
  return { limiter, clock };
}
