/**
 * What a ceremony is measured against: the installation's policy, and what this one ceremony asked for.
 * Plain values; the caller loads them, so the verification itself reads nothing.
 */
import type { CoseAlgorithm } from './cose-algorithm.ts';

/** The statement formats that can be checked here. Every other one is refused before anything looks inside. */
export const ATTESTATION_FORMATS = ['packed', 'none', 'fido-u2f'] as const;
export type AttestationFormat = (typeof ATTESTATION_FORMATS)[number];

/** A certificate that the company trusts to vouch for models: a maker's root, an intermediate, or one attestation certificate. */
export type TrustedRoot = {
  /** X.509 certificate in DER. */
  certificate: Uint8Array;
  /** AAGUIDs (lower-case UUID form) of the models it may vouch for; null for any. */
  models: readonly string[] | null;
};

/** A model that the metadata of the FIDO Alliance speaks against, and the status for which it does. */
export type BadModel = { aaguid: string; status: string };

/** What was imported of that metadata, judged at the instant of the ceremony (auth/metadata). */
export type MetadataJudgement = {
  /** Of the BLOB. */
  number: number;
  /** False when part of it is missing: then no model is known to be good. */
  isWhole: boolean;
  badModels: readonly BadModel[];
};

export type ClientDataPolicy = {
  crossOrigin: 'refused' | 'allowed';
  /** Pages that may frame ours; looked at only when `crossOrigin` is allowed. */
  topOrigins: readonly string[];
};

export type AuthenticationPolicy = ClientDataPolicy & {
  algorithms: readonly CoseAlgorithm[];
  userVerification: 'required' | 'preferred';
  backupEligible: 'refused' | 'allowed';
};

export type RegistrationPolicy = AuthenticationPolicy & {
  /** `optional` accepts an unattested key and marks it so; a statement that is present must verify all the same. */
  attestation: 'required' | 'optional';
  formats: readonly AttestationFormat[];
  roots: readonly TrustedRoot[];
  /** Models that may be attested (lower-case UUID form); null for every model that proves itself. */
  aaguids: readonly string[] | null;
  /** Null while no metadata was ever imported. It can only take away: it makes no model trusted (REG-10). */
  metadata: MetadataJudgement | null;
  /** `required` refuses when the browser says that the credential is not discoverable. */
  residentKey: 'required' | 'any';
  /** `cross-platform` refuses when the browser says that the credential lives in the computer itself. */
  attachment: 'cross-platform' | 'any';
  /** Least credProtect level that the key must confirm; null when the policy does not insist. */
  credProtect: 1 | 2 | 3 | null;
  /** Least minimum PIN length that the key may answer; null when the policy has none. */
  minPinLength: number | null;
  /** What of a key that does not tell its minimum PIN length, where the policy has one. */
  unknownMinPinLength: 'refused' | 'accepted';
};

export type ExpectedCeremony = {
  /** The challenge that was minted for this ceremony. */
  challenge: Uint8Array;
  /** Allowed origins, from configuration, compared exactly. */
  origins: readonly string[];
  rpId: string;
};
