/**
 * A maker of security keys, for tests: a root certificate, attestation certificates under it, intermediates if wanted.
 * Every certificate is right unless the test says what is to be wrong with it.
 */
import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
  derBitString,
  derBoolean,
  derElement,
  derInteger,
  derNull,
  derOctetString,
  derOid,
  derPrintable,
  derSequence,
  derSet,
  derTime,
  derUtf8,
} from './der-writer.ts';
import { seededBytes, seededEcKey } from './seeded-key.ts';

export type IssuedCertificate = { certificate: Uint8Array<ArrayBuffer>; key: KeyObject };

/** A certification authority: its own certificate and key, and what it can issue. */
export type TestCa = IssuedCertificate & {
  name: CertificateName;
  /** A certificate for the key that signs attestation statements of one model. */
  issueAttestationCertificate: (aaguid: string, unlike?: Partial<CertificateForm>) => IssuedCertificate;
  issueIntermediate: (unlike?: Partial<CertificateForm>) => TestCa;
};

/** Attribute OID and value, in order. */
export type CertificateName = readonly (readonly [oid: string, value: string])[];

export type CertificateForm = {
  subject: CertificateName;
  version: 1 | 2 | 3;
  notBefore: Date;
  notAfter: Date;
  key: KeyObject;
  /** Key that signs, where it is to be another one than the issuer's. */
  signingKey: KeyObject;
  issuer: CertificateName;
  extensions: readonly Uint8Array[];
  signatureHash: 'sha256' | 'sha1';
};

const ATTRIBUTE = { country: '2.5.4.6', organization: '2.5.4.10', unit: '2.5.4.11', commonName: '2.5.4.3' };
const SIGNED_WITH = {
  ec: { sha256: '1.2.840.10045.4.3.2', sha1: '1.2.840.10045.4.1' },
  rsa: { sha256: '1.2.840.113549.1.1.11', sha1: '1.2.840.113549.1.1.5' },
};
const ENCODED_VERSION = { 1: null, 2: 1, 3: 2 };

const FROM = new Date('2024-01-01T00:00:00Z');
const UNTIL = new Date('2044-01-01T00:00:00Z');

/** @param seed gives the same keys, names and serial numbers each time; random when left out */
export function createTestCa({
  seed = randomBytes(16).toString('hex'),
  unlike = {},
}: { seed?: string; unlike?: Partial<CertificateForm> } = {}): TestCa {
  const name = unlike.subject ?? nameOf('Demo Fob Works', 'Authenticator Attestation CA', 'Demo root');
  const key = unlike.key ?? seededEcKey(seed, 'root');
  const form: CertificateForm = {
    ...defaults(name, key, key, name),
    extensions: [basicConstraints(true), keyUsage(KEY_CERT_SIGN)],
    ...unlike,
  };
  return authority(
    seed,
    { certificate: writeCertificate(form, seededBytes(seed, 'root serial')), key },
    name,
  );
}

/** 2.5.29.19; without the CA bit an empty sequence, as DER writes a default. */
export function basicConstraints(isCa: boolean, pathLength?: number): Uint8Array {
  const members = isCa ? [derBoolean(true)] : [];
  if (pathLength !== undefined) members.push(derInteger(Uint8Array.of(pathLength)));
  return extension('2.5.29.19', derSequence(...members), true);
}

export const KEY_CERT_SIGN = 0x04;
export const DIGITAL_SIGNATURE = 0x80;

/** 2.5.29.15 with the bits of its first byte. */
export function keyUsage(bits: number): Uint8Array {
  return extension('2.5.29.15', derBitString(Uint8Array.of(bits)), true);
}

/** 1.3.6.1.4.1.45724.1.1.4, the model that a certificate is made for. */
export function aaguidExtension(aaguid: string, isCritical = false): Uint8Array {
  const bytes = Buffer.from(aaguid.replaceAll('-', ''), 'hex');
  return extension('1.3.6.1.4.1.45724.1.1.4', derOctetString(bytes), isCritical);
}

/** 2.5.29.31: where an eager verifier would fetch a revocation list. */
export function crlDistributionPoint(url: string): Uint8Array {
  const uri = derElement(0x86, Buffer.from(url, 'latin1'));
  return extension('2.5.29.31', derSequence(derSequence(derElement(0xa0, derElement(0xa0, uri)))), false);
}

export function extension(oid: string, value: Uint8Array, isCritical: boolean): Uint8Array {
  const critical = isCritical ? [derBoolean(true)] : [];
  return derSequence(derOid(oid), ...critical, derOctetString(value));
}

/** Subject of an attestation certificate in its usual order. */
export function nameOf(
  organization: string,
  unit: string,
  commonName: string,
  country = 'AQ',
): CertificateName {
  return [
    [ATTRIBUTE.country, country],
    [ATTRIBUTE.organization, organization],
    [ATTRIBUTE.unit, unit],
    [ATTRIBUTE.commonName, commonName],
  ];
}

function authority(seed: string, own: IssuedCertificate, name: CertificateName): TestCa {
  let issued = 0;
  const nextSeed = (): string => {
    issued += 1;
    return `${seed}/${issued}`;
  };
  return {
    ...own,
    name,
    issueAttestationCertificate: (aaguid, unlike = {}) => {
      const certificateSeed = nextSeed();
      const key = unlike.key ?? seededEcKey(certificateSeed, 'attestation');
      const subject = nameOf('Demo Fob Works', 'Authenticator Attestation', 'Demo fob');
      const form = {
        ...defaults(subject, key, own.key, name),
        extensions: [basicConstraints(false), keyUsage(DIGITAL_SIGNATURE), aaguidExtension(aaguid)],
        ...unlike,
      };
      return { certificate: writeCertificate(form, seededBytes(certificateSeed, 'serial')), key };
    },
    issueIntermediate: (unlike = {}) => {
      const certificateSeed = nextSeed();
      const key = unlike.key ?? seededEcKey(certificateSeed, 'intermediate');
      const subject =
        unlike.subject ??
        nameOf('Demo Fob Works', 'Authenticator Attestation CA', `Demo line ${certificateSeed}`);
      const form = {
        ...defaults(subject, key, own.key, name),
        extensions: [basicConstraints(true), keyUsage(KEY_CERT_SIGN)],
        ...unlike,
      };
      const certificate = writeCertificate(form, seededBytes(certificateSeed, 'serial'));
      return authority(certificateSeed, { certificate, key }, subject);
    },
  };
}

function defaults(
  subject: CertificateName,
  key: KeyObject,
  signingKey: KeyObject,
  issuer: CertificateName,
): CertificateForm {
  return {
    subject,
    version: 3,
    notBefore: FROM,
    notAfter: UNTIL,
    key,
    signingKey,
    issuer,
    extensions: [],
    signatureHash: 'sha256',
  };
}

/** RFC 5280 section 4.1. */
function writeCertificate(form: CertificateForm, serial: Uint8Array): Uint8Array<ArrayBuffer> {
  const keyType = form.signingKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec';
  const algorithm = derSequence(
    derOid(SIGNED_WITH[keyType][form.signatureHash]),
    ...(keyType === 'rsa' ? [derNull()] : []),
  );
  const encodedVersion = ENCODED_VERSION[form.version];
  const tbs = derSequence(
    ...(encodedVersion === null ? [] : [derElement(0xa0, derInteger(Uint8Array.of(encodedVersion)))]),
    derInteger(serial.map((byte, index) => (index === 0 ? (byte & 0x3f) | 0x40 : byte)).subarray(0, 16)),
    algorithm,
    writeName(form.issuer),
    derSequence(derTime(form.notBefore), derTime(form.notAfter)),
    writeName(form.subject),
    new Uint8Array(createPublicKey(form.key).export({ format: 'der', type: 'spki' })),
    ...(form.extensions.length === 0 ? [] : [derElement(0xa3, derSequence(...form.extensions))]),
  );
  const signature = sign(form.signatureHash, tbs, form.signingKey);
  return new Uint8Array(derSequence(tbs, algorithm, derBitString(signature)));
}

function writeName(name: CertificateName): Uint8Array {
  return derSequence(
    ...name.map(([oid, value]) =>
      derSet(derSequence(derOid(oid), oid === ATTRIBUTE.country ? derPrintable(value) : derUtf8(value))),
    ),
  );
}
