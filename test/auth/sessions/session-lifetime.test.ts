import { expect, test } from 'vitest';
import type { Tier } from '#auth/permissions/tiers.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import type { Policy } from '#auth/policy/policy.ts';
import { absoluteEndsAt, sessionState } from '#auth/sessions/session-lifetime.ts';
import { NOON } from '#test/support/audit-log.ts';

const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000);

type Differences = { lastSeenAt?: Date; endedAt?: Date; tier?: Tier; policy?: Policy };

function stateAt(
  seconds: number,
  { tier = 4, policy = PRODUCTION_POLICY, lastSeenAt = NOON, endedAt }: Differences = {},
) {
  const expiresAt = absoluteEndsAt({ startedAt: NOON, tier }, policy);
  const key = { kind: 'fido2', attestation: 'attested' };
  const unlocked = { lockedAt: null, watchId: null, agentProtection: null, presenceSeenAt: null };
  const times = { tier, lastSeenAt, expiresAt, endedAt: endedAt ?? null, ...unlocked, key };
  return sessionState(times, policy, after(seconds));
}

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

test.for([3, 2, 1] as const)('SES-03 a session of tier %i ends after four hours, however busy', (tier) => {
  const fourHours = 4 * 3600;
  expect(stateAt(fourHours - 1, { tier, lastSeenAt: after(fourHours - 2) })).toBe('live');
  expect(stateAt(fourHours, { tier, lastSeenAt: after(fourHours - 2) })).toBe('expired');
});

test('SES-03 a key that proves less rests after ten idle minutes where the others rest later', () => {
  const session = { ...PRODUCTION_POLICY.session, idleMinutes: 15 };
  const policy = { ...PRODUCTION_POLICY, session };
  expect([stateAt(599, { tier: 3, policy }), stateAt(600, { tier: 3, policy })]).toEqual(['live', 'idle']);
  expect([stateAt(899, { policy }), stateAt(900, { policy })]).toEqual(['live', 'idle']);
});

test('SES-03 a key that proves less never has longer than one that proves everything', () => {
  expect([stateAt(299, { tier: 3 }), stateAt(300, { tier: 3 })]).toEqual(['live', 'idle']);
});
