import { expect, test } from 'vitest';
import { timeLeftOf, warningOf } from '#portal/live/time-left.ts';
import { NOON } from '#test/support/audit-log.ts';

const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);

test('SES-03 a person is warned in coarse steps before the session locks, and not before the last minute', () => {
  const stepAt = (idle: number) => warningOf({ idle, whole: 9_999, warnFrom: 60 })?.step ?? null;
  expect([61, 60, 31, 30, 11, 10, 0].map(stepAt)).toEqual([
    null,
    'minute',
    'minute',
    'half',
    'half',
    'moments',
    'moments',
  ]);
});

test('SES-03 what comes first is told of: the absolute limit is put off by nothing', () => {
  expect(warningOf({ idle: 20, whole: 50, warnFrom: 60 })).toEqual({ limit: 'idle', step: 'half' });
  expect(warningOf({ idle: 299, whole: 50, warnFrom: 60 })).toEqual({ limit: 'whole', step: 'minute' });
});

test('SES-03 where the rules allow one idle minute, a page does not warn from its first second on', () => {
  const times = { idleEndsAt: after(60), expiresAt: after(7_200) };
  const left = timeLeftOf({ ...times, idleLimitSeconds: 60 }, NOON);
  expect(left).toEqual({ idle: 60, whole: 7_200, warnFrom: 30 });
  expect(warningOf(left)).toBeNull();
});
