import { expect, test } from 'vitest';
import { KEY_KINDS, kindOf } from '#auth/keys/key-kind.ts';
import { DEMO_POLICY, PRODUCTION_POLICY, Policy, tierOfKey } from '#auth/policy/policy.ts';
import { proofOf, tierOfSession } from '#auth/sessions/session-tier.ts';

/** As product.md has it. */
const WORTH = {
  fido2: { production: [4, 2], demo: [4, 4] },
  u2f: { production: [3, 2], demo: [3, 3] },
  'challenge-response': { production: [2, 2], demo: [2, 2] },
  'static-code': { production: [1, 1], demo: [1, 1] },
} as const;

test.for(KEY_KINDS)(
  'PIN-02 a key of kind %s is worth what the table of tiers says, attested and not',
  (kind) => {
    const worth = (policy: Policy) =>
      (['attested', 'unattested'] as const).map((attestation) =>
        tierOfKey(policy, proofOf({ kind, attestation })),
      );
    expect(worth(PRODUCTION_POLICY)).toEqual(WORTH[kind].production);
    expect(worth(DEMO_POLICY)).toEqual(WORTH[kind].demo);
  },
);

test('what is not known of a key counts as what proves the least', () => {
  expect(kindOf('made-up')).toBe('static-code');
  expect(proofOf({ kind: 'u2f', attestation: null }).proof.verdict).toBe('unattested');
});

test('a session never rises above what was proven when it began', () => {
  const key = { kind: 'fido2', attestation: 'attested' };
  expect(tierOfSession({ tier: 3, agentProtection: null, key }, PRODUCTION_POLICY)).toBe(3);
  expect(tierOfSession({ tier: 4, agentProtection: null, key: { ...key, kind: 'u2f' } }, DEMO_POLICY)).toBe(
    3,
  );
});

test('rules that an older version stored are read with the parts that they lack', () => {
  const { oneTimePinDays, ...stored } = PRODUCTION_POLICY;
  const { lower, ...session } = stored.session;
  expect(Policy.parse({ ...stored, session })).toEqual(PRODUCTION_POLICY);
  expect([lower, oneTimePinDays]).toEqual([{ idleMinutes: 10, absoluteHours: 4 }, 7]);
});
