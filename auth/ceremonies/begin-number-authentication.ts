import type { AuthServices } from '../auth-services.ts';
import type { AuthenticationOptions } from './begin-authentication.ts';
import { CHALLENGE_LIFETIME_SECONDS, mintChallenge } from './challenge.ts';
import type { ChallengePurpose } from './challenge.ts';
import { decoyCredentialIdFor } from './decoy-credential.ts';
import { findCredentialIdByNumber, findUsualIdLength } from './find-credential.ts';

/** What the page hands to `navigator.credentials.get` for a key that must be told which credential is meant. */
export type NumberAuthenticationOptions = Omit<AuthenticationOptions, 'userVerification'> & {
  userVerification: 'discouraged';
  allowCredentials: readonly { type: 'public-key'; id: string; transports: readonly string[] }[];
};

/**
 * Begins the sign-in of a key without a PIN of its own, by the number that is printed on it. A number that no such key
 * has is answered with a credential id that is made from it: always the same one, of the usual length and with the same
 * work, so that nobody learns which numbers there are (AUT-13). Nothing is stored.
 * @param number as it was typed
 */
export async function beginNumberAuthentication(
  { db, relyingParty, sealingKeys, peppers, now }: AuthServices,
  { number: typed, browserToken }: { number: string; browserToken: string },
): Promise<{ options: NumberAuthenticationOptions; state: string }> {
  const number = toPrintedNumber(typed);
  const length = await findUsualIdLength(db);
  const decoy = decoyCredentialIdFor(peppers.current.key, { number, length });
  const known = await findCredentialIdByNumber(db, number);
  const { challenge, state } = await mintChallenge({
    keys: sealingKeys,
    purpose: purposeOf(number),
    browserToken,
    now: now(),
  });
  return {
    state,
    options: {
      challenge,
      rpId: relyingParty.rpId,
      timeout: CHALLENGE_LIFETIME_SECONDS * 1000,
      userVerification: 'discouraged',
      hints: ['security-key'],
      allowCredentials: [{ type: 'public-key', id: known ?? decoy, transports: ['usb'] }],
    },
  };
}

/** The number as it is stored, whatever was typed between its groups. */
export function toPrintedNumber(typed: string): string {
  return typed
    .normalize('NFKC')
    .replaceAll(/[\s\-–—]/g, '')
    .toUpperCase();
}

/** A challenge for one number answers for no other. */
export function purposeOf(number: string): ChallengePurpose {
  return `number-sign-in:${number}`;
}
