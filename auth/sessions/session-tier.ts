import { kindOf } from '../keys/key-kind.ts';
import { readProof } from '../keys/key-proof.ts';
import { isTier } from '../permissions/tiers.ts';
import type { Tier } from '../permissions/tiers.ts';
import { tierOfKey } from '../policy/policy.ts';
import type { Policy, ProvenKey } from '../policy/policy.ts';

/** The columns of a key that say what it proves. */
export type ProofRow = { kind: string; attestation: string | null };

/** What a session opens now: as much as was proven at sign-in, and never more than its key is worth by today's rules. */
export function tierOfSession(
  session: { tier: number; agentProtection: string | null; key: ProofRow },
  policy: Policy,
): Tier {
  const { agentProtection } = session;
  const worthNow = tierOfKey(policy, { ...proofOf(session.key), agentProtection });
  return isTier(session.tier) && session.tier < worthNow ? session.tier : worthNow;
}

export function proofOf({ kind, attestation }: ProofRow): ProvenKey {
  return { kind: kindOf(kind), proof: readProof(attestation) };
}

/** Whatever is not known to be attested counts as unattested. */
export function attestationOf(stored: string | null): 'attested' | 'unattested' {
  return readProof(stored).verdict;
}
