import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLimiter } from '#auth/limits/limiter.ts';
import type { Limiter, Whom } from '#auth/limits/limiter.ts';
import { LIMITS } from '#auth/limits/limits.ts';
import type { KindLimits, LimitKind } from '#auth/limits/limits.ts';
import { aLimiter } from '#test/support/limits.ts';

const MINUTE_MS = 60_000;

/** How many of so many tries are admitted. */
function tries(limiter: Limiter, count: number, whom: Whom | ((index: number) => Whom)): number {
  const admitted = Array.from({ length: count }, (_, index) =>
    limiter.admit('pin', typeof whom === 'function' ? whom(index) : whom),
  );
  return admitted.filter(({ ok }) => ok).length;
}

test('WEB-09 whatever the times, no window of the length ever holds more than the limit', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(pauses, fc.integer({ min: 1, max: 12 }), (pausesMs, most) => {
      const { limiter, clock } = aLimiter({ pin: { address: { most, everySeconds: 60 } } });
      const admittedAt: number[] = [];
      for (const pauseMs of pausesMs) {
        clock.ms += pauseMs;
        if (limiter.admit('pin', { address: '192.0.2.7' }).ok) admittedAt.push(clock.ms);
      }
      for (const [index, at] of admittedAt.entries()) {
        const later = admittedAt[index + most];
        if (later !== undefined) expect(later - at).toBeGreaterThanOrEqual(MINUTE_MS);
      }
    }),
  );
});

test('WEB-09 whoever waits as long as they are told to is admitted', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(pauses, (pausesMs) => {
      const { limiter, clock } = aLimiter({ pin: { address: { most: 3, everySeconds: 60 } } });
      for (const pauseMs of pausesMs) {
        clock.ms += pauseMs;
        const admission = limiter.admit('pin', { address: '192.0.2.7' });
        if (admission.ok) continue;
        expect(admission.retryAfterSeconds).toBeLessThanOrEqual(70);
        clock.ms += admission.retryAfterSeconds * 1_000;
        expect(limiter.admit('pin', { address: '192.0.2.7' }).ok).toBe(true);
      }
    }),
  );
});

test('WEB-09 a clock that goes back opens no limit', () => {
  const { limiter, clock } = aLimiter({ pin: { address: { most: 2, everySeconds: 60 } } });
  expect(tries(limiter, 5, { address: '192.0.2.7' })).toBe(2);
  clock.ms -= 3_600_000;
  expect(tries(limiter, 5, { address: '192.0.2.7' })).toBe(0);
});

test('WEB-09 an IPv6 line is counted as one, an IPv4 address in any spelling too, and others for themselves', () => {
  const { limiter } = aLimiter({ pin: { address: { most: 2, everySeconds: 60 } } });
  expect(tries(limiter, 9, (index) => ({ address: `2001:db8:0:1::${index + 1}` }))).toBe(2);
  expect(tries(limiter, 9, { address: '2001:db8:0:2::1' })).toBe(2);
  expect(tries(limiter, 1, { address: '192.0.2.7' })).toBe(1);
  expect(tries(limiter, 9, { address: '::ffff:192.0.2.7' })).toBe(1);
  expect(tries(limiter, 9, { address: 'not an address' })).toBe(2);
});

test('WEB-09 a key and an account are counted besides, and say which of them is used up', () => {
  const { limiter } = aLimiter({
    pin: { key: { most: 2, everySeconds: 60 }, account: { most: 3, everySeconds: 60 } },
  });
  expect(tries(limiter, 5, { key: 'key-1', account: 'account-1' })).toBe(2);
  expect(tries(limiter, 5, { key: 'key-2', account: 'account-1' })).toBe(1);
  expect(limiter.admit('pin', { key: 'key-3', account: 'account-1' })).toMatchObject({ scope: 'account' });
  expect(tries(limiter, 5, { key: 'key-3', account: null })).toBe(2);
});

test('WEB-09 who is refused by one limit uses up no other', () => {
  const { limiter } = aLimiter({
    pin: { key: { most: 1, everySeconds: 60 }, account: { most: 3, everySeconds: 60 } },
  });
  expect(tries(limiter, 50, { key: 'key-1', account: 'account-1' })).toBe(1);
  expect(tries(limiter, 2, (index) => ({ key: `other-${index}`, account: 'account-1' }))).toBe(2);
});

test('WEB-09 what all have together goes first to addresses from which somebody signed in lately', () => {
  const { limiter, clock } = aLimiter({ pin: { everybody: { most: 10, mostUnknown: 6, everySeconds: 60 } } });
  limiter.remember('192.0.2.7');
  expect(tries(limiter, 100, (index) => ({ address: `198.51.100.${index}` }))).toBe(6);
  expect(tries(limiter, 100, { address: '192.0.2.7' })).toBe(4);
  clock.ms += 30 * 24 * 60 * MINUTE_MS + 1;
  expect(tries(limiter, 100, { address: '192.0.2.7' })).toBe(6);
});

test('WEB-09 a stranger who names somebody’s key can’t shut them out of an address that is known', () => {
  const { limiter } = aLimiter({ pin: { key: { most: 3, everySeconds: 60 } } });
  limiter.remember('192.0.2.7');
  expect(tries(limiter, 50, (index) => ({ claimedKey: 'key-1', address: `198.51.100.${index}` }))).toBe(3);
  expect(tries(limiter, 50, { claimedKey: 'key-1', address: '192.0.2.7' })).toBe(3);
});

test('WEB-09 a flood of new addresses resets nobody’s counter, and shares one when memory is full', () => {
  const { limiter } = aLimiter({ pin: { address: { most: 2, everySeconds: 60 } } }, { mostPerScope: 40 });
  limiter.remember('192.0.2.7');
  expect(tries(limiter, 5, { address: '203.0.113.1' })).toBe(2);
  expect(tries(limiter, 500, (index) => ({ address: `10.0.${index >> 8}.${index & 255}` }))).toBe(19 + 2);
  expect(tries(limiter, 5, { address: '203.0.113.1' })).toBe(0);
  expect(tries(limiter, 5, { address: '192.0.2.7' })).toBe(2);
});

test('WEB-09 no name of a counter tells an address or an id', () => {
  const { limiter } = aLimiter({ pin: LIMITS.pin });
  limiter.remember('192.0.2.7');
  limiter.admit('pin', { address: '192.0.2.7', key: 'key-12345', account: 'account-12345' });
  const names = limiter.takeUnwritten().map(({ name }) => name);
  expect(names).toHaveLength(5);
  expect(names.join('\n')).not.toMatch(/192\.0\.2|12345/);
  const other = createLimiter({ key: new Uint8Array(32).fill(9), now: limiter.now });
  other.remember('192.0.2.7');
  const [known = ''] = other.takeUnwritten().map(({ name }) => name);
  expect(names).not.toContain(known);
});

test('every limit admits at least one, and keeps a share for addresses that are known', () => {
  for (const kind of Object.keys(LIMITS)) {
    const { everybody, ...others }: KindLimits = LIMITS[kind as LimitKind]; // a key of the table
    for (const limit of Object.values(others)) expect(limit.most).toBeGreaterThan(0);
    if (everybody !== undefined) expect(everybody.mostUnknown).toBeLessThanOrEqual(everybody.most);
  }
});
