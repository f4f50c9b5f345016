/** What proves each kind of dongle: section 3.3. Pure; the secret comes opened from its envelope. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { padSlotChallenge, staticProof } from '../wire/fob-challenge.ts';
import type { ProofKind } from '../wire/messages.ts';

/**
 * How a YubiKey's slot takes a challenge that is shorter than 64 bytes: `cut` hashes what was meant, `whole` all 64 bytes. It
 * is programmed into the slot and shows when the dongle is registered. Other dongles know only `cut`.
 */
export const PADDINGS = ['cut', 'whole'] as const;
export type Padding = (typeof PADDINGS)[number];

export type Proving = { kind: ProofKind; secret: Uint8Array; padding: Padding };

/**
 * @param challenge 32 bytes, of fobChallenge
 * @param proof in base64url, as the agent sent it
 */
export function isProof(proving: Proving, challenge: Uint8Array, proof: string): boolean {
  const [expected, given] = [expectedProof(proving, challenge), Buffer.from(proof, 'base64url')];
  return expected.byteLength === given.byteLength && timingSafeEqual(expected, given);
}

/** Under which padding a proof is right; null under none. */
export function findPadding(
  proving: Omit<Proving, 'padding'>,
  challenge: Uint8Array,
  proof: string,
): Padding | null {
  const possible: readonly Padding[] = proving.kind === 'hmac-sha1' ? PADDINGS : ['cut'];
  return possible.find((padding) => isProof({ ...proving, padding }, challenge, proof)) ?? null;
}

export function parsePadding(stored: string): Padding {
  return PADDINGS.find((padding) => padding === stored) ?? 'cut';
}

function expectedProof({ kind, secret, padding }: Proving, challenge: Uint8Array): Uint8Array {
  switch (kind) {
    case 'hmac-sha1': {
      const hashed = padding === 'whole' ? padSlotChallenge(challenge) : challenge;
      return createHmac('sha1', secret).update(hashed).digest();
    }
    case 'hmac-sha256':
      return createHmac('sha256', secret).update(challenge).digest();
    case 'static-code':
      return staticProof(secret, challenge);
  }
}
