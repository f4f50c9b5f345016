/**
 * The second opinion: @simplewebauthn/server must come to the same conclusion as the checks of this folder.
 * It gets every option explicitly, never a certificate, a root, a metadata service or `advancedFIDOConfig`; so the parts of it
 * that look at the wall clock, fetch revocation lists or skip checks are never reached.
 */
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { toBase64Url } from './base64url.ts';
import type { AuthenticatorData } from './authenticator-data.ts';
import type { AuthenticationResponse, RegistrationResponse } from './ceremony-response.ts';
import type { AuthenticationPolicy, ExpectedCeremony } from './verification-policy.ts';

type LibraryAnswer = { verified: boolean };

type Ceremony<Response> = {
  response: Response;
  authenticatorData: AuthenticatorData;
  expected: ExpectedCeremony;
  policy: AuthenticationPolicy;
};

/**
 * The one place where the library's answers become ours (AUT-14): `verified === true` is yes; an exception, a missing
 * answer and anything merely truthy are no. Its messages name origins and challenges and go nowhere.
 */
export async function isAffirmed(ask: () => Promise<LibraryAnswer>): Promise<boolean> {
  try {
    const answer = await ask();
    return answer.verified === true;
  } catch {
    return false;
  }
}

/**
 * Asks about a registration. The attestation statement was verified before, at the caller's clock, and is left out:
 * the library would judge its certificates by the wall clock and by process-wide settings.
 */
export function libraryAcceptsRegistration(ceremony: Ceremony<RegistrationResponse>): Promise<boolean> {
  const { response, authenticatorData, expected, policy } = ceremony;
  return isAffirmed(() =>
    verifyRegistrationResponse({
      response: {
        id: toBase64Url(response.id),
        rawId: toBase64Url(response.rawId),
        type: response.type,
        clientExtensionResults: {},
        response: {
          clientDataJSON: toBase64Url(response.response.clientDataJSON),
          attestationObject: toBase64Url(withoutStatement(authenticatorData.bytes)),
        },
      },
      ...explicitOptions(expected, policy),
      expectedType: 'webauthn.create',
      requireUserPresence: true,
      supportedAlgorithmIDs: [...policy.algorithms],
    }),
  );
}

/**
 * Asks about an authentication. The sign count is compared by us, after the signature: the library would do it before and so
 * report a clone to anybody who sends a low number. It is therefore told the highest count that it lets pass.
 */
export function libraryAcceptsAuthentication(
  ceremony: Ceremony<AuthenticationResponse> & { publicKey: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  const { response, authenticatorData, expected, policy, publicKey } = ceremony;
  return isAffirmed(() =>
    verifyAuthenticationResponse({
      response: {
        id: toBase64Url(response.id),
        rawId: toBase64Url(response.rawId),
        type: response.type,
        clientExtensionResults: {},
        response: {
          clientDataJSON: toBase64Url(response.response.clientDataJSON),
          authenticatorData: toBase64Url(response.response.authenticatorData),
          signature: toBase64Url(response.response.signature),
        },
      },
      ...explicitOptions(expected, policy),
      expectedType: 'webauthn.get',
      expectedTopOrigin: [...policy.topOrigins],
      credential: {
        id: toBase64Url(response.id),
        publicKey,
        counter: Math.max(0, authenticatorData.signCount - 1),
      },
    }),
  );
}

function explicitOptions(expected: ExpectedCeremony, policy: AuthenticationPolicy) {
  return {
    expectedChallenge: toBase64Url(expected.challenge),
    expectedOrigin: [...expected.origins],
    expectedRPID: expected.rpId,
    requireUserVerification: policy.userVerification === 'required',
  };
}

/** CBOR of { fmt: "none", attStmt: {}, authData }, the length of authData always in two bytes. */
function withoutStatement(authenticatorData: Uint8Array): Uint8Array {
  const length = authenticatorData.byteLength;
  return Buffer.concat([
    Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
    Uint8Array.of(length >> 8, length & 0xff),
    authenticatorData,
  ]);
}
