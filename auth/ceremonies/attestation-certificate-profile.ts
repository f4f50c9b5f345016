/**
 * What a packed attestation certificate itself must look like, apart from who signed it.
 * @see WebAuthn L3 #sctn-packed-attestation-cert-requirements
 */
import { toAaguid } from './authenticator-data.ts';
import { KEY_USAGE_DIGITAL_SIGNATURE, OID, type AttestationCertificate } from './certificate.ts';
import { DER_TAG, readDer } from './der.ts';

const VERSION_3 = 2;
const ORGANIZATIONAL_UNIT = 'Authenticator Attestation';
const COUNTRY_CODE = /^[A-Za-z]{2}$/;
const AAGUID_BYTES = 16;

/** Version 3, subject as prescribed, allowed to sign (REG-08). That it is no authority is asked of every format. */
export function hasPackedProfile(certificate: AttestationCertificate): boolean {
  const { encodedVersion, subject, keyUsage } = certificate;
  if (encodedVersion !== VERSION_3) return false;
  if (keyUsage !== null && (keyUsage & KEY_USAGE_DIGITAL_SIGNATURE) === 0) return false;
  if (theOnly(subject.get(OID.organizationalUnit)) !== ORGANIZATIONAL_UNIT) return false;
  if (!COUNTRY_CODE.test(theOnly(subject.get(OID.country)))) return false;
  return theOnly(subject.get(OID.organization)) !== '' && theOnly(subject.get(OID.commonName)) !== '';
}

/**
 * Whether the certificate was made for this model (REG-07): extension id-fido-gen-ce-aaguid, an OCTET STRING of 16 bytes.
 * @returns `unnamed` without the extension; `malformed` when it is marked critical or holds something else.
 */
export function compareModel(
  { extensions }: AttestationCertificate,
  aaguid: string,
): 'proven' | 'unnamed' | 'other' | 'malformed' {
  const extension = extensions.get(OID.fidoAaguid);
  if (!extension) return 'unnamed';
  const certified = readDer(extension.value, DER_TAG.octetString);
  if (extension.isCritical || certified?.byteLength !== AAGUID_BYTES) return 'malformed';
  return toAaguid(certified) === aaguid ? 'proven' : 'other';
}

/** Empty when the attribute is missing or comes twice. */
function theOnly(values: readonly string[] | undefined): string {
  return values?.length === 1 ? (values[0] ?? '') : '';
}
