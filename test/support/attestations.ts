/** Attestations that differ from a right one in the point that a test is about. */
import type { RegistrationPolicy } from '#auth/ceremonies/verification-policy.ts';
import type { CborInput, CborInputMap } from './cbor-writer.ts';
import { aFob, register, verdictOf, type Fob } from './ceremonies.ts';
import { SOFT_AAGUID, type Behaviour } from './soft-authenticator.ts';
import type { CertificateForm, TestCa } from './test-ca.ts';

export type PolicyChange = Partial<RegistrationPolicy>;

/** Accepts unattested keys, with or without a statement. */
export const OPTIONAL: PolicyChange = { attestation: 'optional', formats: ['packed', 'none'] };

/** Registers and gives `accepted` or the refusal's code. */
export function verdict(fob: Fob, unlike: Partial<Behaviour>, policy: PolicyChange = {}): Promise<string> {
  return verdictOf(register(fob, { unlike, policy }));
}

/** A statement by a certificate of this maker that differs from a right one. */
export function certifiedBy(ca: TestCa, unlike: Partial<CertificateForm>): Partial<Behaviour> {
  const { certificate, key } = ca.issueAttestationCertificate(SOFT_AAGUID, unlike);
  return { attestWith: { chain: [certificate], key } };
}

/** The usual maker's certificate with other extensions. */
export function certifiedWith(...extensions: readonly Uint8Array[]): Partial<Behaviour> {
  return certifiedBy(aFob().ca, { extensions });
}

/** A right statement with its members changed after it was signed. */
export function withStatement(
  change: (members: Map<number | string, CborInput>) => unknown,
): Partial<Behaviour> {
  const statement = (members: CborInputMap): CborInputMap => {
    const copy = new Map(members);
    change(copy);
    return copy;
  };
  return { tamper: { statement } };
}

/** The x5c of a statement. */
export function chainIn(statement: ReadonlyMap<number | string, CborInput>): readonly CborInput[] {
  const chain = statement.get('x5c');
  return Array.isArray(chain) ? chain : [];
}
