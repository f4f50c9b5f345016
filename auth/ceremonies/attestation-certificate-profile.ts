/**
 * What a packed attestation certificate itself must look like, apart from who signed it.
 * @see WebAuthn L3 #sctn-packed-attestation-cert-requirements
 */
import { KEY_USAGE_DIGITAL_SIGNATURE, OID, type AttestationCertificate } from './certificate.ts';

const VERSION_3 = 2;
const ORGANIZATIONAL_UNIT = 'Authenticator Attestation';
const COUNTRY_CODE = /^[A-Za-z]{2}$/;

/**
 * Version 3, subject as prescribed, allowed to sign, and saying of itself that it is no authority (REG-08). That it is
 * none is asked of every format.
 */
export function hasPackedProfile(certificate: AttestationCertificate): boolean {
  const { encodedVersion, subject, keyUsage, basicConstraints } = certificate;
  if (encodedVersion !== VERSION_3 || !basicConstraints.isStated) return false;
  if (keyUsage !== null && (keyUsage & KEY_USAGE_DIGITAL_SIGNATURE) === 0) return false;
  if (theOnly(subject.get(OID.organizationalUnit)) !== ORGANIZATIONAL_UNIT) return false;
  if (!COUNTRY_CODE.test(theOnly(subject.get(OID.country)))) return false;
  return theOnly(subject.get(OID.organization)) !== '' && theOnly(subject.get(OID.commonName)) !== '';
}

/** Empty when the attribute is missing or comes twice. */
function theOnly(values: readonly string[] | undefined): string {
  return values?.length === 1 ? (values[0] ?? '') : '';
}
