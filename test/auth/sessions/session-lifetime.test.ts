import { expect, test } from 'vitest';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { absoluteEndsAt, sessionTimeState } from '#auth/sessions/session-lifetime.ts';
import { NOON } from '#test/support/audit-log.ts';

const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);
const open = { lastSeenAt: NOON, expiresAt: absoluteEndsAt(NOON, PRODUCTION_POLICY), endedAt: null };
const stateAt = (seconds: number, differences: Partial<typeof open> | { endedAt: Date } = {}) =>
  sessionTimeState({ ...open, ...differences }, PRODUCTION_POLICY, after(seconds));

test('SES-03 a session rests after five idle minutes, to the second', () => {
  expect(stateAt(299)).toBe('live');
  expect(stateAt(300)).toBe('idle');
});

test('SES-03 a session ends after twelve hours, however busy', () => {
  const twelveHours = 12 * 3600;
  expect(stateAt(twelveHours - 1, { lastSeenAt: after(twelveHours - 2) })).toBe('live');
  expect(stateAt(twelveHours, { lastSeenAt: after(twelveHours - 2) })).toBe('expired');
});

test('a session that was ended stays ended', () => {
  expect(stateAt(1, { endedAt: NOON })).toBe('ended');
});
