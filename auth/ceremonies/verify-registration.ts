/**
 * Registration: is this answer of a browser a new credential that the policy accepts?
 * Pure: no database, no network, no clock but `now`. Never throws on bad input; every refusal has a code.
 * The caller has claimed the challenge, and afterwards sees to it that the credential id is new (REG-16).
 * @see WebAuthn L3 #sctn-registering-a-new-credential
 */
import {
  verifyAttestation,
  type Attestation,
  type AttestationOutcome,
  type AttestationRefusal,
} from './attestation.ts';
import {
  parseAuthenticatorData,
  type AttestedCredentialData,
  type AuthenticatorData,
  type AuthenticatorFlags,
} from './authenticator-data.ts';
import { decodeCbor, type CborMap } from './cbor.ts';
import { RegistrationResponse, type Transport } from './ceremony-response.ts';
import { refuseClientData, type ClientDataRefusal } from './client-data.ts';
import { algorithmOf, parseCoseKey, type CredentialPublicKey } from './cose-key.ts';
import type { CoseAlgorithm } from './cose-algorithm.ts';
import {
  readExtensionOutputs,
  refuseExtensions,
  type ExtensionOutputs,
  type ExtensionRefusal,
} from './extension-outputs.ts';
import { refuseFlags, type FlagRefusal } from './flag-rules.ts';
import { libraryAcceptsRegistration } from './library-agreement.ts';
import {
  type AttestationFormat,
  type ExpectedCeremony,
  type RegistrationPolicy,
} from './verification-policy.ts';

/** Changes with every change of what is accepted, so that archived attestations can be weighed anew (REG-22). */
export const VERIFIER_VERSION = '2026-11-22.3';

export type RegistrationInput = ExpectedCeremony & {
  /** The parsed JSON body that the browser posted. */
  response: unknown;
};

export type VerifiedRegistration = {
  credentialId: Uint8Array<ArrayBuffer>;
  /** COSE key, byte for byte as the authenticator wrote it. */
  publicKey: Uint8Array<ArrayBuffer>;
  algorithm: CoseAlgorithm;
  signCount: number;
  flags: AuthenticatorFlags;
  format: AttestationFormat;
  attestation: Attestation;
  transports: readonly Transport[];
  extensions: ExtensionOutputs;
  /** What the browser says of discoverability (credProps); null when it says nothing. */
  isDiscoverable: boolean | null;
  archive: AttestationArchive;
};

/** All that a later verifier needs to judge the same registration again (REG-22). Bytes as received. */
export type AttestationArchive = {
  attestationObject: Uint8Array<ArrayBuffer>;
  clientDataJSON: Uint8Array<ArrayBuffer>;
  /** DER; the attestation certificate first, the pinned root last where one was reached; empty without certificates. */
  chain: readonly Uint8Array<ArrayBuffer>[];
  verdict: Attestation;
  /** Of the metadata BLOB that the model was held against; null when none was imported. */
  metadataNumber: number | null;
  verifierVersion: string;
  verifiedAt: Date;
};

export type RegistrationRefusal =
  | 'response_malformed'
  | ClientDataRefusal
  | 'attestation_object_malformed'
  | 'format_not_allowed'
  | 'authenticator_data_malformed'
  | 'attested_credential_missing'
  | 'credential_id_mismatch'
  | FlagRefusal
  | 'attachment_refused'
  | 'not_discoverable'
  | 'algorithm_not_allowed'
  | 'public_key_malformed'
  | AttestationRefusal
  | ExtensionRefusal
  | 'library_refused';

export type RegistrationOutcome =
  { ok: true; registration: VerifiedRegistration } | { ok: false; reason: RegistrationRefusal };

type AttestationObject = { format: unknown; statement: CborMap; authenticatorData: Uint8Array };
type Step<Part> = { ok: true; part: Part } | { ok: false; reason: RegistrationRefusal };
type NewCredential = {
  format: AttestationFormat;
  statement: CborMap;
  authenticatorData: AuthenticatorData;
  credential: AttestedCredentialData;
};

/**
 * Verifies the browser's answer to a registration ceremony.
 * @param now the instant at which certificates are judged
 * @returns what the caller stores, or the first reason for which the answer is refused.
 */
export async function verifyRegistration(
  input: RegistrationInput,
  policy: RegistrationPolicy,
  now: Date,
): Promise<RegistrationOutcome> {
  const parsed = RegistrationResponse.safeParse(input.response);
  if (!parsed.success) return refused('response_malformed');
  const response = parsed.data;
  const { clientDataJSON, attestationObject } = response.response;

  const clientDataRefusal = refuseClientData(clientDataJSON, 'webauthn.create', input, policy);
  if (clientDataRefusal) return refused(clientDataRefusal);

  const opened = openAttestationObject(attestationObject, policy);
  if (!opened.ok) return opened;
  const { authenticatorData, credential } = opened.part;

  const refusal =
    refuseIdentity(response, credential) ??
    refuseFlags(authenticatorData, input.rpId, policy) ??
    refusePlacement(response, policy);
  if (refusal) return refused(refusal);

  const publicKey = acceptKey(credential, policy);
  if (!publicKey.ok) return publicKey;

  const attested = verifyAttestation(
    { ...opened.part, publicKey: publicKey.part, clientDataJSON },
    policy,
    now,
  );
  if (!attested.ok) return attested;

  const extensions = readExtensionOutputs(authenticatorData.extensions);
  const extensionRefusal = refuseExtensions(extensions, policy);
  if (extensionRefusal) return refused(extensionRefusal);

  if (!(await libraryAcceptsRegistration({ response, authenticatorData, expected: input, policy })))
    return refused('library_refused');

  return {
    ok: true,
    registration: {
      ...toStored(response, opened.part),
      algorithm: publicKey.part.algorithm,
      attestation: attested.attestation,
      extensions,
      archive: toArchive(response, attested, { metadataNumber: policy.metadata?.number ?? null, now }),
    },
  };
}

type StoredMembers = Omit<VerifiedRegistration, 'algorithm' | 'attestation' | 'extensions' | 'archive'>;

function toStored(response: RegistrationResponse, opened: NewCredential): StoredMembers {
  return {
    credentialId: opened.credential.credentialId,
    publicKey: opened.credential.publicKey,
    signCount: opened.authenticatorData.signCount,
    flags: opened.authenticatorData.flags,
    format: opened.format,
    transports: response.response.transports,
    isDiscoverable: response.clientExtensionResults.credProps?.rk ?? null,
  };
}

function toArchive(
  { response }: RegistrationResponse,
  { attestation, chain }: Extract<AttestationOutcome, { ok: true }>,
  { metadataNumber, now }: { metadataNumber: number | null; now: Date },
): AttestationArchive {
  return {
    attestationObject: response.attestationObject,
    clientDataJSON: response.clientDataJSON,
    chain: chain.map(({ der }) => der),
    verdict: attestation,
    metadataNumber,
    verifierVersion: VERIFIER_VERSION,
    verifiedAt: now,
  };
}

/** Opens only what the policy wants to see: the format is looked up before anything reads the statement (REG-05). */
function openAttestationObject(bytes: Uint8Array, policy: RegistrationPolicy): Step<NewCredential> {
  const object = parseAttestationObject(bytes);
  if (!object) return refused('attestation_object_malformed');
  const format = policy.formats.find((allowed) => allowed === object.format);
  if (!format) return refused('format_not_allowed');
  const authenticatorData = parseAuthenticatorData(object.authenticatorData);
  if (!authenticatorData) return refused('authenticator_data_malformed');
  const credential = authenticatorData.attestedCredential;
  if (!credential) return refused('attested_credential_missing');
  return { ok: true, part: { format, statement: object.statement, authenticatorData, credential } };
}

/** @see WebAuthn L3 #sctn-generating-an-attestation-object: exactly these three members (REG-18) */
function parseAttestationObject(bytes: Uint8Array): AttestationObject | null {
  const object = decodeCbor(bytes).value;
  if (!(object instanceof Map) || object.size !== 3) return null;
  const statement: unknown = object.get('attStmt');
  const authenticatorData: unknown = object.get('authData');
  if (!(statement instanceof Map) || !(authenticatorData instanceof Uint8Array)) return null;
  return { format: object.get('fmt'), statement, authenticatorData };
}

/** Both outer ids are the browser's word, the attested one is signed: all three must be the same (REG-16). */
function refuseIdentity(
  { id, rawId }: RegistrationResponse,
  { credentialId }: AttestedCredentialData,
): RegistrationRefusal | null {
  const isSame = Buffer.compare(id, rawId) === 0 && Buffer.compare(id, credentialId) === 0;
  return isSame ? null : 'credential_id_mismatch';
}

/** What was asked for in the browser is asked again here (REG-04). Unsigned: it catches mistakes, attestation catches lies. */
function refusePlacement(
  response: RegistrationResponse,
  policy: RegistrationPolicy,
): RegistrationRefusal | null {
  if (policy.attachment === 'cross-platform' && response.authenticatorAttachment === 'platform')
    return 'attachment_refused';
  if (policy.residentKey === 'required' && response.clientExtensionResults.credProps?.rk === false)
    return 'not_discoverable';
  return null;
}

/** @see WebAuthn L3 #sctn-alg-identifier */
function acceptKey(
  { publicKeyMembers }: AttestedCredentialData,
  policy: RegistrationPolicy,
): Step<CredentialPublicKey> {
  const algorithm = algorithmOf(publicKeyMembers);
  if (!policy.algorithms.some((allowed) => allowed === algorithm)) return refused('algorithm_not_allowed');
  const publicKey = parseCoseKey(publicKeyMembers);
  return publicKey ? { ok: true, part: publicKey } : refused('public_key_malformed');
}

function refused(reason: RegistrationRefusal): { ok: false; reason: RegistrationRefusal } {
  return { ok: false, reason };
}
