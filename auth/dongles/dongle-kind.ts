import type { SealedName } from '../tokens/envelope.ts';
import type { ProofKind } from '../wire/messages.ts';

/** The kinds of keys that only a key-agent can read; what each proves is told in README.md. */
export const DONGLE_KINDS = ['challenge-response', 'static-code'] as const;
export type DongleKind = (typeof DONGLE_KINDS)[number];

export function isDongleKind(kind: string): kind is DongleKind {
  return DONGLE_KINDS.some((known) => known === kind);
}

/** As what a dongle that proves itself so may have been issued. */
export function dongleKindOf(proofKind: ProofKind): DongleKind {
  return proofKind === 'static-code' ? 'static-code' : 'challenge-response';
}

/** Bytes of a dongle's secret, by how it is used: a YubiKey's slot takes 20, a reference fob has 32. */
export const SECRET_BYTES = { 'hmac-sha1': 20, 'hmac-sha256': 32 } as const;
export type SecretKind = keyof typeof SECRET_BYTES;

/** What its secret is sealed under (auth/tokens/envelope.ts). */
export function secretNameOf(keyId: string): SealedName {
  return [`dongle ${keyId}`];
}
