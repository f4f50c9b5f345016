/** How a case of the own vectors differs from an honest one, and the few words that all of them need. */
import type { KeyObject } from 'node:crypto';
import type { Fob } from './ceremonies.ts';
import { SOFT_AAGUID, type Behaviour } from './soft-authenticator.ts';
import type { CertificateForm } from './test-ca.ts';

export type Recipe = {
  unlike?: Partial<Behaviour>;
  algorithm?: -7 | -8;
  policy?: Record<string, unknown>;
  stored?: Record<string, unknown>;
  response?: Record<string, unknown>;
  expected?: Record<string, unknown>;
};

/** Name, what differs, and the code that the verification must give. */
export type NamedRecipe = [name: string, recipe: Recipe, code: string];

export const OTHER_AAGUID = '11111111-2222-4333-8444-555555555555';
export const UNATTESTED_ALLOWED = { attestation: 'optional', formats: ['packed', 'none'] };

/** A statement by a certificate of this maker, with the chain that comes along. */
export function certified(
  ca: Pick<Fob['ca'], 'issueAttestationCertificate'>,
  unlike: Partial<CertificateForm> = {},
  ...issuers: readonly Uint8Array[]
): Partial<Behaviour> {
  const { certificate, key } = ca.issueAttestationCertificate(SOFT_AAGUID, unlike);
  return { attestWith: { chain: [certificate, ...issuers], key } };
}

/** A statement by any certificate and key. */
export function attestedBy(key: KeyObject, ...chain: readonly Uint8Array[]): Partial<Behaviour> {
  return { attestWith: { chain, key } };
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const hexOf = (aaguid: string): string => aaguid.replaceAll('-', '');
