/**
 * From a verified statement to a verdict: is this key of a model that the company trusts, or does nobody say so?
 * @see WebAuthn L3 #sctn-registering-a-new-credential, "assess the attestation trustworthiness"
 */
import { toAttestedKey, toCredential, type AttestedKey, type Credential } from '../keys/key-proof.ts';
import { verifyChain, type ChainRefusal } from './attestation-chain.ts';
import { hasPackedProfile } from './attestation-certificate-profile.ts';
import { verifyStatement, type StatementContext, type StatementRefusal } from './attestation-statement.ts';
import { ZERO_AAGUID } from './authenticator-data.ts';
import { fingerprintOf, type AttestationCertificate } from './certificate.ts';
import type { AttestationFormat, MetadataJudgement, RegistrationPolicy } from './verification-policy.ts';

/** A pinned root vouches for the key. */
export type VerifiedKey = AttestedKey & {
  /** Proven by the attestation certificate. U2F has no models: zero there, and only the root is proven. */
  aaguid: string;
  /** SHA-256 of the pinned certificate, lower-case hex. */
  rootFingerprint: string;
};

/** Somebody holds a private key; what it lives in is their word only. */
export type UnattestedCredential = Credential & { claimedAaguid: string };

export type Attestation = VerifiedKey | UnattestedCredential;

export type AttestationRefusal =
  | StatementRefusal
  | ChainRefusal
  | 'attestation_missing'
  | 'certificate_profile_wrong'
  | 'aaguid_mismatch'
  | 'aaguid_not_proven'
  | 'model_not_allowed'
  | MetadataRefusal;

/** The model is one that the FIDO Alliance warns of; or its word was imported, and part of it is missing. */
export type MetadataRefusal = 'model_status_bad' | 'metadata_incomplete';

export type AttestationOutcome =
  | { ok: true; attestation: Attestation; chain: readonly AttestationCertificate[] }
  | { ok: false; reason: AttestationRefusal };

type Certificates = readonly [AttestationCertificate, ...AttestationCertificate[]];
type Judged = { format: AttestationFormat; aaguid: string; certificates: Certificates };

/**
 * Verifies the statement and weighs it by the policy.
 * Faults of a statement are refused under every policy; only the lack of a trusted voucher is a matter of policy.
 */
export function verifyAttestation(
  context: StatementContext,
  policy: Pick<RegistrationPolicy, 'attestation' | 'roots' | 'aaguids' | 'metadata'>,
  now: Date,
): AttestationOutcome {
  const statement = verifyStatement(context);
  if (!statement.ok) return statement;

  const { aaguid } = context.credential;
  // Also where the model is only claimed: no honest key claims to be one that is warned of.
  if (isBad(aaguid, policy.metadata)) return { ok: false, reason: 'model_status_bad' };
  if (statement.kind !== 'certified') return unattested('attestation_missing', aaguid, policy, []);

  const judged: Judged = { format: context.format, aaguid, certificates: statement.certificates };
  const fault = refuseCertificate(judged);
  if (fault) return { ok: false, reason: fault };

  const chain = verifyChain({ certificates: judged.certificates, roots: policy.roots, model: aaguid, now });
  if (!chain.ok && chain.reason !== 'root_not_trusted') return chain;
  if (!chain.ok) return unattested('root_not_trusted', aaguid, policy, judged.certificates);
  if (!isModelProven(judged)) return unattested('aaguid_not_proven', aaguid, policy, judged.certificates);
  if (policy.aaguids && !policy.aaguids.includes(aaguid)) return { ok: false, reason: 'model_not_allowed' };
  if (policy.metadata?.isWhole === false) return { ok: false, reason: 'metadata_incomplete' };

  return {
    ok: true,
    attestation: toAttestedKey({ aaguid, rootFingerprint: fingerprintOf(chain.root) }),
    chain: chain.chain,
  };
}

function isBad(aaguid: string, metadata: MetadataJudgement | null): boolean {
  return metadata?.badModels.some((model) => model.aaguid === aaguid) ?? false;
}

/** Nobody trusted vouches: the end of the road where the policy requires attestation, otherwise an unattested key. */
function unattested(
  reason: AttestationRefusal,
  claimedAaguid: string,
  policy: Pick<RegistrationPolicy, 'attestation'>,
  chain: readonly AttestationCertificate[],
): AttestationOutcome {
  if (policy.attestation === 'required') return { ok: false, reason };
  return { ok: true, attestation: toCredential({ claimedAaguid }), chain };
}

function refuseCertificate({ format, aaguid, certificates }: Judged): AttestationRefusal | null {
  if (certificates[0].basicConstraints.isCa) return 'certificate_profile_wrong';
  if (format !== 'packed') return null;
  if (!hasPackedProfile(certificates[0])) return 'certificate_profile_wrong';
  const certified = certificates[0].aaguid;
  return certified === null || certified === aaguid ? null : 'aaguid_mismatch';
}

/** U2F certificates name no model; everything else must, and no model is called zero (REG-07). */
function isModelProven({ format, aaguid, certificates }: Judged): boolean {
  if (format === 'fido-u2f') return true;
  return certificates[0].aaguid === aaguid && aaguid !== ZERO_AAGUID;
}
