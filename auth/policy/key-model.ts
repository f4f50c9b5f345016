/** A model of key that may prove itself by its maker's certificates: what an administrator gives, and what is kept. */
import { X509Certificate } from 'node:crypto';
import { ZERO_AAGUID } from '../ceremonies/authenticator-data.ts';
import { isWithinValidity, parseCertificate } from '../ceremonies/certificate.ts';
import type { AttestationCertificate } from '../ceremonies/certificate.ts';

export const KEY_MODEL_FIELDS = ['aaguid', 'name', 'maker', 'roots'] as const;
export type KeyModelField = (typeof KEY_MODEL_FIELDS)[number];
export type KeyModelTexts = Record<KeyModelField, string>;

export type KeyModelFault =
  | 'missing'
  | 'too_long'
  | 'not_aaguid'
  | 'no_certificate'
  | 'too_many_certificates'
  | 'unreadable_certificate'
  | 'not_valid_now'
  /** A private key was pasted along; it is kept nowhere. */
  | 'private_key';
export type KeyModelFaults = Partial<Record<KeyModelField, KeyModelFault>>;

export type KeyModelData = {
  /** Lower-case UUID; of a model whose keys know U2F only, and have none, a word of ours and its name. */
  aaguid: string;
  name: string;
  maker: string;
  /** The certificates alone, in PEM. */
  rootsPem: string;
};

/** What a person compares with the maker's own page before trusting a root. */
export type RootFacts = { subject: string; fingerprint: string; validTo: Date };

export type KeyModelOutcome =
  { ok: true; model: KeyModelData; roots: RootFacts[] } | { ok: false; faults: KeyModelFaults };

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /PRIVATE KEY-----/;
const AAGUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOST_ROOTS = 20;
const LONGEST_NAME = 120;

/** Before the name of a model without an AAGUID: its keys are known by their roots alone (REG-07). */
const U2F_ONLY = 'u2f:';

/** The models that a key with a PIN of its own can prove: only these let somebody of the staff in. */
export const FIDO2_MODELS = { NOT: { aaguid: { startsWith: U2F_ONLY } } } as const;

/** Whether keys of a model have no AAGUID. Their roots vouch for nothing but U2F. */
export function isU2fOnly({ aaguid }: { aaguid: string }): boolean {
  return aaguid.startsWith(U2F_ONLY);
}

/** Reads what an administrator typed or uploaded. Every field that is wrong is named at once. */
export function parseKeyModel(texts: KeyModelTexts, now: Date): KeyModelOutcome {
  const aaguid = toUuid(texts.aaguid);
  const certificates = (texts.roots.match(CERTIFICATE) ?? []).map(readPem);
  const faults: KeyModelFaults = {};
  const aaguidFault = faultOfAaguid(texts.aaguid, aaguid);
  if (aaguidFault !== null) faults.aaguid = aaguidFault;
  for (const field of ['name', 'maker'] as const) {
    if (texts[field] === '') faults[field] = 'missing';
    if (texts[field].length > LONGEST_NAME) faults[field] = 'too_long';
  }
  const rootsFault = faultOfRoots(texts.roots, certificates, now);
  if (rootsFault !== null) faults.roots = rootsFault;
  if (Object.keys(faults).length > 0) return { ok: false, faults };

  const roots = certificates.filter((certificate) => certificate !== null);
  return {
    ok: true,
    model: {
      aaguid: aaguid === ZERO_AAGUID ? `${U2F_ONLY}${texts.name}` : aaguid,
      name: texts.name,
      maker: texts.maker,
      rootsPem: roots.map(({ x509 }) => x509.toString()).join(''),
    },
    roots: roots.map(toRootFacts),
  };
}

/** The facts of roots that are stored already. */
export function rootFactsOf(rootsPem: string): RootFacts[] {
  const certificates = (rootsPem.match(CERTIFICATE) ?? []).map(readPem);
  return certificates.filter((certificate) => certificate !== null).map(toRootFacts);
}

function faultOfAaguid(typed: string, aaguid: string): KeyModelFault | null {
  if (typed === '') return 'missing';
  return AAGUID.test(aaguid) ? null : 'not_aaguid';
}

function faultOfRoots(
  typed: string,
  certificates: readonly (AttestationCertificate | null)[],
  now: Date,
): KeyModelFault | null {
  if (typed === '') return 'missing';
  if (PRIVATE_KEY.test(typed)) return 'private_key';
  if (certificates.length === 0) return 'no_certificate';
  if (certificates.length > MOST_ROOTS) return 'too_many_certificates';
  const readable = certificates.filter((certificate) => certificate !== null);
  if (readable.length < certificates.length) return 'unreadable_certificate';
  return readable.every((certificate) => isWithinValidity(certificate, now)) ? null : 'not_valid_now';
}

/** Makers write it with and without dashes. */
function toUuid(typed: string): string {
  const digits = typed.toLowerCase().replaceAll('-', '');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function readPem(pem: string): AttestationCertificate | null {
  try {
    return parseCertificate(new Uint8Array(new X509Certificate(pem).raw));
  } catch {
    return null; // OpenSSL can't read it, so it is no certificate
  }
}

function toRootFacts({ x509 }: AttestationCertificate): RootFacts {
  return {
    subject: x509.subject.replaceAll('\n', ', '),
    fingerprint: x509.fingerprint256,
    validTo: new Date(x509.validTo),
  };
}
