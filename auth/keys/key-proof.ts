/**
 * What is proven of a registered key, as types that can't be taken for each other: an attested key is hardware of a
 * model that its maker vouches for under a pinned root; a credential is a private key that somebody holds somewhere.
 * Whatever needs hardware asks for `AttestedKey`, and does not compile with the other.
 */
declare const PROOF: unique symbol;

export type AttestedKey = { readonly verdict: 'attested'; readonly [PROOF]: 'attested key' };
export type Credential = { readonly verdict: 'unattested'; readonly [PROOF]: 'credential' };
export type KeyProof = AttestedKey | Credential;

/** For the one who has verified the attestation to a pinned root (ceremonies/attestation.ts), and nobody else. */
export function toAttestedKey<Facts extends object>(facts: Facts): AttestedKey & Facts {
  return { ...facts, verdict: 'attested' } as AttestedKey & Facts; // the brand exists in the type alone
}

export function toCredential<Facts extends object>(facts: Facts): Credential & Facts {
  return { ...facts, verdict: 'unattested' } as Credential & Facts; // the brand exists in the type alone
}

/** What the verification once stored of a key. Whatever is not known to be attested is a credential. */
export function readProof(stored: string | null): KeyProof {
  return stored === 'attested' ? toAttestedKey({}) : toCredential({});
}
