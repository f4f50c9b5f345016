/**
 * One X.509 certificate of an attestation chain: what node:crypto tells about it, and the few fields it does not.
 * @see RFC 5280 section 4; WebAuthn L3 #sctn-packed-attestation-cert-requirements
 */
import { X509Certificate } from 'node:crypto';
import { DER_TAG, readDer, readDerElements, readDerSequence, toHex, type DerElement } from './der.ts';

export type AttestationCertificate = {
  der: Uint8Array<ArrayBuffer>;
  x509: X509Certificate;
  /** The number in the certificate: 2 means "version 3". */
  encodedVersion: number;
  signatureAlgorithm: string;
  /** Values by attribute OID, in order of appearance. */
  subject: ReadonlyMap<string, readonly string[]>;
  extensions: ReadonlyMap<string, CertificateExtension>;
  basicConstraints: BasicConstraints;
  /** Bits of the first keyUsage byte; null when the certificate does not restrict its key. */
  keyUsage: number | null;
};

type CertificateExtension = { isCritical: boolean; value: Uint8Array };
type BasicConstraints = { isCa: boolean; pathLength: number | null };
type Fields = Omit<AttestationCertificate, 'der' | 'x509'>;

/** OIDs as the hex of their DER content. */
export const OID = {
  commonName: '550403',
  country: '550406',
  organization: '55040a',
  organizationalUnit: '55040b',
  keyUsage: '551d0f',
  basicConstraints: '551d13',
  /** 1.3.6.1.4.1.45724.1.1.4, id-fido-gen-ce-aaguid. */
  fidoAaguid: '2b0601040182e51c010104',
} as const;

/** RFC 5280 section 4.2.1.3, as a bit of the first byte. */
export const KEY_USAGE_DIGITAL_SIGNATURE = 0x80;

const NOT_A_CA: BasicConstraints = { isCa: false, pathLength: null };
const MAXIMUM_BYTES = 8192;
const TEXT_TAGS: ReadonlySet<number> = new Set([
  DER_TAG.utf8String,
  DER_TAG.printableString,
  DER_TAG.teletexString,
  DER_TAG.ia5String,
]);

/**
 * Reads a certificate in DER.
 * @returns null for anything else: PEM, trailing bytes, sloppy lengths, a doubled extension, a key OpenSSL can't read.
 */
export function parseCertificate(bytes: Uint8Array): AttestationCertificate | null {
  if (bytes.byteLength > MAXIMUM_BYTES) return null;
  const fields = parseFields(bytes);
  const x509 = fields && parseX509(bytes);
  return x509 && { der: new Uint8Array(bytes), x509, ...fields };
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
  const [tbs, algorithm, signature, ...rest] = readDerSequence(der) ?? [];
  if (!tbs || !algorithm || !signature || rest.length > 0) return null;
  const members = tbs.tag === DER_TAG.sequence ? readDerElements(tbs.content) : null;
  const [version, , , , , subject] = members ?? [];
  if (!members || version?.tag !== DER_TAG.explicit0 || !subject) return null;

  const encodedVersion = readDer(version.content, DER_TAG.integer)?.[0];
  const signatureAlgorithm = readDerElements(algorithm.content)?.[0];
  const subjectAttributes = parseName(subject);
  const extensions = parseExtensions(members.find((member) => member.tag === DER_TAG.explicit3));
  if (encodedVersion === undefined || !signatureAlgorithm || !subjectAttributes || !extensions) return null;

  const basicConstraints = parseBasicConstraints(extensions.get(OID.basicConstraints));
  const keyUsage = parseKeyUsage(extensions.get(OID.keyUsage));
  if (!basicConstraints || keyUsage === undefined) return null;
  return {
    encodedVersion,
    signatureAlgorithm: toHex(signatureAlgorithm.content),
    subject: subjectAttributes,
    extensions,
    basicConstraints,
    keyUsage,
  };
}

/** RFC 5280 section 4.1.2.4: a sequence of sets of (type, value). */
function parseName(name: DerElement): Map<string, string[]> | null {
  const attributes = new Map<string, string[]>();
  for (const set of readDerElements(name.content) ?? []) {
    for (const attribute of readDerElements(set.content) ?? []) {
      const [type, value] = readDerElements(attribute.content) ?? [];
      if (!type || !value) return null;
      if (!TEXT_TAGS.has(value.tag)) continue;
      const key = toHex(type.content);
      attributes.set(key, [...(attributes.get(key) ?? []), Buffer.from(value.content).toString('utf8')]);
    }
  }
  return attributes;
}

function parseExtensions(element: DerElement | undefined): Map<string, CertificateExtension> | null {
  const extensions = new Map<string, CertificateExtension>();
  if (!element) return extensions;
  for (const { content } of readDerSequence(element.content) ?? []) {
    const [oid, ...others] = readDerElements(content) ?? [];
    const value = others.at(-1);
    if (!oid || value?.tag !== DER_TAG.octetString) return null;
    const key = toHex(oid.content);
    // RFC 5280 section 4.2: no more than one instance of an extension.
    if (extensions.has(key)) return null;
    const isCritical = others.length === 2 && others[0]?.tag === DER_TAG.boolean;
    extensions.set(key, { isCritical, value: value.content });
  }
  return extensions;
}

/** RFC 5280 section 4.2.1.9. Absent means: not a certification authority. */
function parseBasicConstraints(extension: CertificateExtension | undefined): BasicConstraints | null {
  if (!extension) return NOT_A_CA;
  const members = readDerSequence(extension.value);
  if (!members) return null;
  const isCa = members[0]?.tag === DER_TAG.boolean && members[0].content[0] === 0xff;
  const pathLength = members.find((member) => member.tag === DER_TAG.integer)?.content[0];
  return { isCa, pathLength: pathLength ?? null };
}

/** RFC 5280 section 4.2.1.3. Undefined when the extension is there and can't be read. */
function parseKeyUsage(extension: CertificateExtension | undefined): number | null | undefined {
  if (!extension) return null;
  // The first byte of a BIT STRING counts the unused bits at its end.
  return readDer(extension.value, DER_TAG.bitString)?.[1];
}
