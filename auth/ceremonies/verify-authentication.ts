/**
 * Authentication: did the stored credential's key answer this challenge, here, with its holder's PIN?
 * Pure: no database, no network, no clock but `now`. Never throws on bad input; every refusal has a code.
 * The caller has claimed the challenge and found the credential by its id, and decides about the state of key, holder and
 * account before and after (AUT-03).
 * @see WebAuthn L3 #sctn-verifying-assertion
 */
import {
  parseAuthenticatorData,
  type AuthenticatorData,
  type AuthenticatorFlags,
} from './authenticator-data.ts';
import { AuthenticationResponse } from './ceremony-response.ts';
import { refuseClientData, type ClientDataRefusal } from './client-data.ts';
import { isSignatureValid } from './cose-algorithm.ts';
import { parseStoredCoseKey, type CredentialPublicKey } from './cose-key.ts';
import { refuseBackup, refusePresence, type PresenceRefusal } from './flag-rules.ts';
import { libraryAcceptsAuthentication } from './library-agreement.ts';
import { createHash } from 'node:crypto';
import type { AuthenticationPolicy, ExpectedCeremony } from './verification-policy.ts';

export type AuthenticationInput = ExpectedCeremony & {
  /** The parsed JSON body that the browser posted. */
  response: unknown;
  /** `required` for the flow without a user name (AUT-02); `optional` accepts an absent handle, never a wrong one. */
  userHandle: 'required' | 'optional';
};

/** What was stored at registration, and the count of the last accepted sign-in. */
export type StoredCredential = {
  credentialId: Uint8Array;
  publicKey: Uint8Array;
  signCount: number;
  backupEligible: boolean;
  /** Whether the key verified its holder at registration; then it must do so each time, whatever the policy says. */
  userVerified: boolean;
  userHandle: Uint8Array | null;
};

/** `equal_zero`: a key without a counter. `regressed`: not above the stored count, as a copy of the key would be. */
export type SignCountState = 'advanced' | 'equal_zero' | 'regressed';

/** Everything in here is covered by a valid signature of the stored credential. */
export type VerifiedAssertion = {
  newSignCount: number;
  signCountState: SignCountState;
  flags: AuthenticatorFlags;
  userHandle: Uint8Array<ArrayBuffer> | null;
  verifiedAt: Date;
};

export type AuthenticationRefusal =
  | 'response_malformed'
  | 'credential_id_mismatch'
  | 'user_handle_missing'
  | 'user_handle_mismatch'
  | ClientDataRefusal
  | 'authenticator_data_malformed'
  | PresenceRefusal
  | 'algorithm_not_allowed'
  | 'stored_key_unusable'
  | 'signature_invalid'
  | 'library_refused';

/** Refusals of an answer that the key has truly signed: facts about the key and not about somebody's request. */
export type AssertionAnomaly =
  'sign_count_regressed' | 'backup_eligibility_changed' | 'backup_eligible_refused';

/**
 * An outcome with an `assertion` comes from the key itself. The caller acts on an anomaly (suspend, alarm, or only refuse);
 * a refusal without one proves nothing about the key and must never raise an alarm about it.
 */
export type AuthenticationOutcome =
  | { ok: true; assertion: VerifiedAssertion & { signCountState: Exclude<SignCountState, 'regressed'> } }
  | { ok: false; reason: AssertionAnomaly; assertion: VerifiedAssertion }
  | { ok: false; reason: AuthenticationRefusal };

/**
 * Verifies the browser's answer to an authentication ceremony against the stored credential.
 * @param now kept in the result, so that the caller stores one instant
 */
export async function verifyAuthentication(
  input: AuthenticationInput,
  stored: StoredCredential,
  policy: AuthenticationPolicy,
  now: Date,
): Promise<AuthenticationOutcome> {
  const parsed = AuthenticationResponse.safeParse(input.response);
  if (!parsed.success) return refused('response_malformed');
  const response = parsed.data;

  const early =
    refuseIdentity(response, stored, input.userHandle) ??
    refuseClientData(response.response.clientDataJSON, 'webauthn.get', input, policy);
  if (early) return refused(early);

  const authenticatorData = parseAuthenticatorData(response.response.authenticatorData);
  // An assertion carries no credential data. @see WebAuthn L3 #sctn-authenticator-data
  if (!authenticatorData || authenticatorData.attestedCredential)
    return refused('authenticator_data_malformed');
  const absent = refusePresence(authenticatorData, input.rpId, policy);
  if (absent) return refused(absent);
  if (stored.userVerified && !authenticatorData.flags.userVerified) return refused('user_not_verified');

  const publicKey = parseStoredCoseKey(stored.publicKey);
  if (!publicKey) return refused('stored_key_unusable');
  if (!policy.algorithms.includes(publicKey.algorithm)) return refused('algorithm_not_allowed');
  if (!hasSigned(publicKey, response)) return refused('signature_invalid');
  const storedKey = new Uint8Array(stored.publicKey);
  if (
    !(await libraryAcceptsAuthentication({
      response,
      authenticatorData,
      expected: input,
      policy,
      publicKey: storedKey,
    }))
  )
    return refused('library_refused');

  return weigh(authenticatorData, response.response.userHandle ?? null, stored, policy, now);
}

/** @see WebAuthn L3 #sctn-verifying-assertion, "identify the user being authenticated" */
function refuseIdentity(
  { id, rawId, response }: AuthenticationResponse,
  stored: StoredCredential,
  demanded: 'required' | 'optional',
): AuthenticationRefusal | null {
  if (Buffer.compare(id, stored.credentialId) !== 0 || Buffer.compare(rawId, stored.credentialId) !== 0)
    return 'credential_id_mismatch';
  if (!response.userHandle) return demanded === 'required' ? 'user_handle_missing' : null;
  if (!stored.userHandle || Buffer.compare(response.userHandle, stored.userHandle) !== 0)
    return 'user_handle_mismatch';
  return null;
}

function hasSigned(publicKey: CredentialPublicKey, { response }: AuthenticationResponse): boolean {
  const clientDataHash = createHash('sha256').update(response.clientDataJSON).digest();
  const signed = Buffer.concat([response.authenticatorData, clientDataHash]);
  return isSignatureValid({ ...publicKey, signed, signature: response.signature });
}

/** Only now, after the signature, does what the key says about itself count (AUT-09, AUT-10). */
function weigh(
  { flags, signCount }: AuthenticatorData,
  userHandle: Uint8Array<ArrayBuffer> | null,
  stored: StoredCredential,
  policy: AuthenticationPolicy,
  now: Date,
): AuthenticationOutcome {
  const signCountState = compareSignCount(signCount, stored.signCount);
  const assertion = { newSignCount: signCount, flags, userHandle, verifiedAt: now };
  const anomaly = { ok: false as const, assertion: { ...assertion, signCountState } };

  if (flags.backupEligible !== stored.backupEligible)
    return { ...anomaly, reason: 'backup_eligibility_changed' };
  if (refuseBackup(flags, policy)) return { ...anomaly, reason: 'backup_eligible_refused' };
  if (signCountState === 'regressed') return { ...anomaly, reason: 'sign_count_regressed' };
  return { ok: true, assertion: { ...assertion, signCountState } };
}

/** @see WebAuthn L3 #sctn-sign-counter */
function compareSignCount(received: number, stored: number): SignCountState {
  if (received === 0 && stored === 0) return 'equal_zero';
  return received > stored ? 'advanced' : 'regressed';
}

function refused(reason: AuthenticationRefusal): { ok: false; reason: AuthenticationRefusal } {
  return { ok: false, reason };
}
