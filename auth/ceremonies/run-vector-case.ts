/** Puts one case through the two verification functions, by the same way that a browser's answer takes. */
import { toBase64Url } from './base64url.ts';
import { policyOf, type VectorCase } from './vector-case.ts';
import { verifyAuthentication } from './verify-authentication.ts';
import { verifyRegistration } from './verify-registration.ts';

export type VectorVerdict = {
  verdict: 'accept' | 'reject';
  /** The refusal's code; for an accepted one, what was proven. */
  code: string;
};

/** The verdict under the case's own policy and clock. */
export function runVectorCase(vector: VectorCase): Promise<VectorVerdict> {
  switch (vector.ceremony) {
    case 'registration':
      return runRegistration(vector);
    case 'authentication':
      return runAuthentication(vector);
  }
}

async function runRegistration(
  vector: Extract<VectorCase, { ceremony: 'registration' }>,
): Promise<VectorVerdict> {
  const { clientDataJSON, attestationObject } = vector.response;
  const response = {
    ...credentialOf(vector),
    clientExtensionResults: {},
    response: {
      clientDataJSON: toBase64Url(clientDataJSON),
      attestationObject: toBase64Url(attestationObject),
    },
  };
  const outcome = await verifyRegistration({ ...vector, response }, policyOf(vector), vector.now);
  return outcome.ok
    ? { verdict: 'accept', code: outcome.registration.attestation.verdict }
    : { verdict: 'reject', code: outcome.reason };
}

async function runAuthentication(
  vector: Extract<VectorCase, { ceremony: 'authentication' }>,
): Promise<VectorVerdict> {
  const { clientDataJSON, authenticatorData, signature, userHandle } = vector.response;
  const response = {
    ...credentialOf(vector),
    clientExtensionResults: {},
    response: {
      clientDataJSON: toBase64Url(clientDataJSON),
      authenticatorData: toBase64Url(authenticatorData),
      signature: toBase64Url(signature),
      userHandle: userHandle ? toBase64Url(userHandle) : null,
    },
  };
  const outcome = await verifyAuthentication(
    { ...vector, response, userHandle: 'optional' },
    // The format does not keep it: the case's policy alone says whether verification is required.
    { ...vector.stored, userVerified: false },
    policyOf(vector),
    vector.now,
  );
  return outcome.ok
    ? { verdict: 'accept', code: outcome.assertion.signCountState }
    : { verdict: 'reject', code: outcome.reason };
}

function credentialOf({ response }: VectorCase) {
  const id = toBase64Url(response.id);
  return { id, rawId: id, type: 'public-key' };
}
