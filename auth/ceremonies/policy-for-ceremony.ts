import { X509Certificate } from 'node:crypto';
import type { Db, Tx } from '#prisma/client.ts';
import { findMetadataJudgement } from '../metadata/find-metadata.ts';
import { isU2fOnly } from '../policy/key-model.ts';
import { ES256 } from '../policy/policy.ts';
import type { Policy } from '../policy/policy.ts';
import { ZERO_AAGUID } from './authenticator-data.ts';
import type { AuthenticationPolicy, RegistrationPolicy, TrustedRoot } from './verification-policy.ts';

export type Audience = 'customer' | 'staff';
/** The kinds of keys that speak to the browser: with a PIN of their own, and without. */
export type CeremonyKind = 'fido2' | 'u2f';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * What a sign-in is measured against. Synced passkeys and framed pages are refused whatever the policy says. A U2F key
 * knows one algorithm and no PIN; a credential that was registered with one must show it all the same.
 */
export function authenticationPolicyOf(policy: Policy, kind: CeremonyKind): AuthenticationPolicy {
  return {
    algorithms:
      kind === 'u2f' ? policy.algorithms.filter((algorithm) => algorithm === ES256) : policy.algorithms,
    userVerification: kind === 'u2f' ? 'preferred' : 'required',
    backupEligible: 'refused',
    crossOrigin: 'refused',
    topOrigins: [],
  };
}

/** The staff have no keys without a PIN of their own (ADM-01): one that was issued so is registered as any other. */
export function ceremonyKindOf(kind: string, audience: Audience): CeremonyKind {
  return kind === 'u2f' && audience === 'customer' ? 'u2f' : 'fido2';
}

/** Which key an answer should come from. */
export type ExpectedKey = {
  audience: Audience;
  kind: CeremonyKind;
  /** The model that it was received as; null when nobody said. */
  modelName: string | null;
  now: Date;
};

/** What a new key is measured against: the installation's rules for its audience and the models it knows. */
export async function findRegistrationPolicy(
  db: Db | Tx,
  policy: Policy,
  expected: ExpectedKey,
): Promise<RegistrationPolicy> {
  const models = await db.keyModel.findMany({ select: { aaguid: true, name: true, rootsPem: true } });
  return expected.kind === 'u2f'
    ? u2fPolicy(policy, models, expected)
    : fido2Policy(
        policy,
        models.filter((model) => !isU2fOnly(model)),
        {
          audience: expected.audience,
          metadata: await findMetadataJudgement(db, policy.metadata, expected.now),
        },
      );
}

type ModelRow = { aaguid: string; name: string; rootsPem: string };

function fido2Policy(
  policy: Policy,
  models: readonly ModelRow[],
  { audience, metadata }: { audience: Audience; metadata: RegistrationPolicy['metadata'] },
): RegistrationPolicy {
  const attestation = policy.attestation[audience];
  return {
    ...authenticationPolicyOf(policy, 'fido2'),
    attestation,
    formats: attestation === 'required' ? ['packed'] : ['packed', 'none'],
    roots: models.flatMap((model) => toTrustedRoots(model, [model.aaguid])),
    aaguids: attestation === 'required' ? models.map(({ aaguid }) => aaguid) : null,
    metadata,
    residentKey: 'required',
    attachment: 'cross-platform',
    credProtect: policy.credentialProtection === 'demanded' ? 3 : null,
    minPinLength: policy.minPinLength.length,
    unknownMinPinLength: policy.minPinLength.demand === 'demanded' ? 'refused' : 'accepted',
  };
}

/**
 * A U2F certificate names no model, so the root alone can say which one it is (REG-05, REG-07): it must be a root of
 * the model that the key was received as, or, where nobody said, of any model that the company trusts.
 */
function u2fPolicy(
  policy: Policy,
  models: readonly ModelRow[],
  { audience, modelName }: ExpectedKey,
): RegistrationPolicy {
  const attestation = policy.attestation[audience];
  const trusted = models.filter(({ name }) => modelName === null || name === modelName);
  return {
    ...authenticationPolicyOf(policy, 'u2f'),
    attestation,
    formats: attestation === 'required' ? ['fido-u2f'] : ['fido-u2f', 'none'],
    roots: trusted.flatMap((model) => toTrustedRoots(model, null)),
    aaguids: [ZERO_AAGUID],
    metadata: null, // it speaks of models by an AAGUID, which these keys have not
    residentKey: 'any',
    attachment: 'cross-platform',
    credProtect: null,
    minPinLength: null,
    unknownMinPinLength: 'accepted',
  };
}

function toTrustedRoots({ rootsPem }: ModelRow, models: readonly string[] | null): TrustedRoot[] {
  return (rootsPem.match(CERTIFICATE) ?? []).map((pem) => ({
    certificate: new Uint8Array(new X509Certificate(pem).raw),
    models,
  }));
}
