import { X509Certificate } from 'node:crypto';
import type { Db, Tx } from '#prisma/client.ts';
import { findMetadataJudgement } from '../metadata/find-metadata.ts';
import type { Policy } from '../policy/policy.ts';
import type { AuthenticationPolicy, RegistrationPolicy, TrustedRoot } from './verification-policy.ts';

export type Audience = 'customer' | 'staff';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** What a sign-in is measured against. Synced passkeys and framed pages are refused whatever the policy says. */
export function authenticationPolicyOf(policy: Policy): AuthenticationPolicy {
  return {
    algorithms: policy.algorithms,
    userVerification: 'required',
    backupEligible: 'refused',
    crossOrigin: 'refused',
    topOrigins: [],
  };
}

/** What a new key is measured against: the installation's rules for its audience and the models it knows. */
export async function findRegistrationPolicy(
  db: Db | Tx,
  policy: Policy,
  { audience, now }: { audience: Audience; now: Date },
): Promise<RegistrationPolicy> {
  const models = await db.keyModel.findMany({ select: { aaguid: true, rootsPem: true } });
  const attestation = policy.attestation[audience];
  return {
    ...authenticationPolicyOf(policy),
    attestation,
    formats: attestation === 'required' ? ['packed'] : ['packed', 'none'],
    roots: models.flatMap(toTrustedRoots),
    aaguids: attestation === 'required' ? models.map(({ aaguid }) => aaguid) : null,
    metadata: await findMetadataJudgement(db, policy.metadata, now),
    residentKey: 'required',
    attachment: 'cross-platform',
    credProtect: policy.credentialProtection === 'demanded' ? 3 : null,
    minPinLength: policy.minPinLength.length,
    unknownMinPinLength: policy.minPinLength.demand === 'demanded' ? 'refused' : 'accepted',
  };
}

function toTrustedRoots({ aaguid, rootsPem }: { aaguid: string; rootsPem: string }): TrustedRoot[] {
  return (rootsPem.match(CERTIFICATE) ?? []).map((pem) => ({
    certificate: new Uint8Array(new X509Certificate(pem).raw),
    models: [aaguid],
  }));
}
