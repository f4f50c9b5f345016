import type { AuthServices } from '../auth-services.ts';
import { CHALLENGE_LIFETIME_SECONDS, mintChallenge } from './challenge.ts';

/** What the page hands to `navigator.credentials.get`, in the JSON form of WebAuthn L3. */
export type AuthenticationOptions = {
  challenge: string;
  rpId: string;
  timeout: number;
  userVerification: 'required';
  hints: readonly string[];
};

/**
 * Begins a sign-in without a user name: any key of this relying party may answer, and must verify its user
 * (AUT-01, AUT-08). Nothing is stored.
 * @param browserToken the pre-session cookie
 * @see WebAuthn L3 #dictdef-publickeycredentialrequestoptionsjson
 */
export async function beginAuthentication(
  { relyingParty, sealingKeys, now }: AuthServices,
  browserToken: string,
): Promise<{ options: AuthenticationOptions; state: string }> {
  const { challenge, state } = await mintChallenge({
    keys: sealingKeys,
    purpose: 'sign-in',
    browserToken,
    now: now(),
  });
  return {
    state,
    options: {
      challenge,
      rpId: relyingParty.rpId,
      timeout: CHALLENGE_LIFETIME_SECONDS * 1000,
      userVerification: 'required',
      hints: ['security-key'],
    },
  };
}
