import { expect, test } from 'vitest';
import { KEY_STATUSES, canMakeTransition } from '#auth/keys/key.ts';
import type { KeyTransition } from '#auth/keys/key.ts';

const TRANSITIONS = ['activate', 'suspend', 'resume', 'revoke'] as const satisfies KeyTransition[];

test('REC-01 a key goes only the ways that are written down', () => {
  const ways = KEY_STATUSES.flatMap((status) =>
    TRANSITIONS.filter((transition) => canMakeTransition(status, transition)).map(
      (transition) => `${status}: ${transition}`,
    ),
  );
  expect(ways).toEqual([
    'assigned: activate',
    'assigned: revoke',
    'active: suspend',
    'active: revoke',
    'suspended: resume',
    'suspended: revoke',
  ]);
});

test('REC-07 nothing leads out of revoked: a key that is found again stays revoked', () => {
  for (const transition of TRANSITIONS) expect(canMakeTransition('revoked', transition)).toBe(false);
});
