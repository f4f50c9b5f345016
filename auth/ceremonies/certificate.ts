/**
 * One X.509 certificate of an attestation chain: what node:crypto tells about it, and the few fields it does not.
 * @see RFC 5280 section 4; WebAuthn L3 #sctn-packed-attestation-cert-requirements
 */
import { X509Certificate } from 'node:crypto';
import { toAaguid } from './authenticator-data.ts';
import {
  contentOf,
  DER_TAG,
  DerFault,
  oidOf,
  readDer,
  readDerElements,
  readDerSequence,
  type DerElement,
} from './der.ts';

export type AttestationCertificate = {
  der: Uint8Array<ArrayBuffer>;
  x509: X509Certificate;
  /** The number in the certificate: 2 means "version 3". */
  encodedVersion: number | undefined;
  signatureAlgorithm: string;
  /** Values by attribute OID in order of appearance, read as UTF-8, which the prescribed ones are. */
  subject: ReadonlyMap<string, readonly string[]>;
  /** OIDs of the extensions that whoever uses the certificate must understand. */
  criticalExtensions: readonly string[];
  /** The model it was made for: extension id-fido-gen-ce-aaguid, in UUID form. */
  aaguid: string | null;
  basicConstraints: BasicConstraints;
  /** Bits of the first keyUsage byte; null when the certificate does not restrict its key. */
  keyUsage: number | null;
};

type Extension = { isCritical: boolean; value: Uint8Array };
type Extensions = ReadonlyMap<string, Extension>;
/** `isStated`: the certificate itself says whether it is an authority. */
type BasicConstraints = { isStated: boolean; isCa: boolean; pathLength: number | null };
type Fields = Omit<AttestationCertificate, 'der' | 'x509'>;

/** OIDs as the hex of their DER content. */
export const OID = {
  commonName: '550403',
  country: '550406',
  organization: '55040a',
  organizationalUnit: '55040b',
  keyUsage: '551d0f',
  basicConstraints: '551d13',
  /** 1.3.6.1.4.1.45724.1.1.4. */
  fidoAaguid: '2b0601040182e51c010104',
} as const;

/** RFC 5280 section 4.2.1.3, as a bit of the first byte. */
export const KEY_USAGE_DIGITAL_SIGNATURE = 0x80;

const NOT_A_CA: BasicConstraints = { isStated: false, isCa: false, pathLength: null };
const AAGUID_BYTES = 16;
const MAXIMUM_BYTES = 8192;

/**
 * Reads a certificate in DER.
 * @returns null for anything else: PEM, trailing bytes, sloppy lengths, a doubled or unreadable extension, a key OpenSSL
 * can't read, a certificate of X.509 version 1.
 */
export function parseCertificate(bytes: Uint8Array): AttestationCertificate | null {
  if (bytes.byteLength > MAXIMUM_BYTES) return null;
  const x509 = parseX509(bytes);
  const fields = x509 && parseFields(bytes);
  return fields && { der: new Uint8Array(bytes), x509, ...fields };
}

/** Whether `now` lies in the certificate's own period, both ends included. An unreadable date is a no. */
export function isWithinValidity({ x509 }: AttestationCertificate, now: Date): boolean {
  return Date.parse(x509.validFrom) <= now.getTime() && now.getTime() <= Date.parse(x509.validTo);
}

/** SHA-256 of the DER, lower-case hex: how a root is named in records. */
export function fingerprintOf({ x509 }: AttestationCertificate): string {
  return x509.fingerprint256.replaceAll(':', '').toLowerCase();
}

function parseX509(der: Uint8Array): X509Certificate | null {
  try {
    const x509 = new X509Certificate(der);
    // The key is decoded when it is first asked for; one that OpenSSL does not know throws here and not later.
    return x509.publicKey.type === 'public' ? x509 : null;
  } catch {
    return null;
  }
}

function parseFields(der: Uint8Array): Fields | null {
  try {
    return readFields(der);
  } catch (error) {
    if (error instanceof DerFault) return null;
    throw error;
  }
}

/** RFC 5280 section 4.1. */
function readFields(der: Uint8Array): Fields {
  const [tbs, algorithm] = readDerSequence(der);
  const members = readDerElements(contentOf(tbs, DER_TAG.sequence));
  const [version, , , , , subject] = members;
  const extensions = readExtensions(members.find((member) => member.tag === DER_TAG.explicit3));
  return {
    encodedVersion: readDer(contentOf(version, DER_TAG.explicit0), DER_TAG.integer)[0],
    signatureAlgorithm: oidOf(readDerElements(contentOf(algorithm, DER_TAG.sequence))[0]),
    subject: readName(contentOf(subject, DER_TAG.sequence)),
    criticalExtensions: [...extensions].filter(([, { isCritical }]) => isCritical).map(([oid]) => oid),
    aaguid: readAaguid(extensions.get(OID.fidoAaguid)),
    basicConstraints: readBasicConstraints(extensions.get(OID.basicConstraints)),
    keyUsage: readKeyUsage(extensions.get(OID.keyUsage)),
  };
}

/** RFC 5280 section 4.1.2.4: a sequence of sets of (type, value). */
function readName(name: Uint8Array): Map<string, string[]> {
  const attributes = new Map<string, string[]>();
  for (const set of readDerElements(name)) {
    for (const attribute of readDerElements(set.content)) {
      const [type, value] = readDerElements(attribute.content);
      const oid = oidOf(type);
      const text = Buffer.from(value?.content ?? []).toString('utf8');
      attributes.set(oid, [...(attributes.get(oid) ?? []), text]);
    }
  }
  return attributes;
}

/** RFC 5280 section 4.2: (oid, critical or left out, value), no more than one instance of each. */
function readExtensions(element: DerElement | undefined): Extensions {
  const extensions = new Map<string, Extension>();
  if (!element) return extensions;
  for (const { content } of readDerSequence(element.content)) {
    const members = readDerElements(content);
    const oid = oidOf(members[0]);
    if (extensions.has(oid)) throw new DerFault('an extension comes twice');
    extensions.set(oid, {
      isCritical: isTrue(members[1]),
      value: contentOf(members.at(-1), DER_TAG.octetString),
    });
  }
  return extensions;
}

/** An OCTET STRING of 16 bytes that "MUST NOT be marked as critical". */
function readAaguid(extension: Extension | undefined): string | null {
  if (!extension) return null;
  const aaguid = readDer(extension.value, DER_TAG.octetString);
  if (extension.isCritical || aaguid.byteLength !== AAGUID_BYTES)
    throw new DerFault('no sound AAGUID extension');
  return toAaguid(aaguid);
}

/** RFC 5280 section 4.2.1.9. Absent means: not a certification authority. */
function readBasicConstraints(extension: Extension | undefined): BasicConstraints {
  if (!extension) return NOT_A_CA;
  const members = readDerSequence(extension.value);
  const pathLength = members.find((member) => member.tag === DER_TAG.integer);
  return {
    isStated: true,
    isCa: isTrue(members[0]),
    pathLength: pathLength === undefined ? null : readSmallNumber(pathLength.content),
  };
}

/** A number of 0 to 127, which no honest chain comes near. */
function readSmallNumber([number = 0x80, ...more]: Uint8Array): number {
  if (number >= 0x80 || more.length > 0) throw new DerFault('no small number');
  return number;
}

/** RFC 5280 section 4.2.1.3. The first byte of a BIT STRING counts the unused bits at its end. */
function readKeyUsage(extension: Extension | undefined): number | null {
  return extension ? (readDer(extension.value, DER_TAG.bitString)[1] ?? 0) : null;
}

/** DER leaves a FALSE out where it is the default; some makers write it all the same. */
function isTrue(element: DerElement | undefined): boolean {
  return element?.tag === DER_TAG.boolean && element.content[0] !== 0;
}
