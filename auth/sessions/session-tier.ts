import { readProof } from '../keys/key-proof.ts';
import { isTier } from '../permissions/tiers.ts';
import type { Tier } from '../permissions/tiers.ts';
import { tierOfKey } from '../policy/policy.ts';
import type { Policy } from '../policy/policy.ts';

/** What a session opens now: as much as was proven at sign-in, and never more than its key is worth by today's rules. */
export function tierOfSession(
  session: { tier: number; key: { attestation: string | null } },
  policy: Policy,
): Tier {
  const worthNow = tierOfKey(policy, readProof(session.key.attestation));
  return isTier(session.tier) && session.tier < worthNow ? session.tier : worthNow;
}

/** Whatever is not known to be attested counts as unattested. */
export function attestationOf(stored: string | null): 'attested' | 'unattested' {
  return readProof(stored).verdict;
}
