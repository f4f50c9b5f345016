/**
 * Whether a chain of certificates ends at one that the company has pinned.
 * Own trust store, own clock, no network: no revocation list is fetched, whatever a certificate points to.
 * @see WebAuthn L3 #sctn-registering-a-new-credential, "assess the attestation trustworthiness"; RFC 5280 section 6
 */
import { isWithinValidity, OID, parseCertificate, type AttestationCertificate } from './certificate.ts';
import type { TrustedRoot } from './verification-policy.ts';

export type ChainRefusal = 'certificate_not_valid_now' | 'certificate_chain_broken' | 'root_not_trusted';

export type ChainOutcome =
  | { ok: true; root: AttestationCertificate; chain: readonly AttestationCertificate[] }
  | { ok: false; reason: ChainRefusal };

/** ecdsa-with-SHA256/384/512, sha256/384/512WithRSAEncryption, Ed25519. No SHA-1. */
const SIGNATURE_ALGORITHMS: ReadonlySet<string> = new Set([
  '2a8648ce3d040302',
  '2a8648ce3d040303',
  '2a8648ce3d040304',
  '2a864886f70d01010b',
  '2a864886f70d01010c',
  '2a864886f70d01010d',
  '2b6570',
]);

const RSA_MINIMUM_BITS = 2048;

/** Extensions whose meaning is enforced here; a certificate with another critical one must not be used (RFC 5280 section 4.2). */
const UNDERSTOOD_EXTENSIONS: ReadonlySet<string> = new Set([OID.basicConstraints, OID.keyUsage]);

/**
 * @param certificates x5c in its order: the attestation certificate, then each one's issuer. The pinned root may be the last.
 * @param model AAGUID in question; only roots that may vouch for it count.
 * @returns the pinned certificate that was reached and the chain up to it, both ends included.
 */
export function verifyChain({
  certificates,
  roots,
  model,
  now,
}: {
  certificates: readonly AttestationCertificate[];
  roots: readonly TrustedRoot[];
  model: string;
  now: Date;
}): ChainOutcome {
  // A root that can't be read or is pinned for other models vouches for nothing.
  const anchors = roots
    .filter(({ models }) => models === null || models.includes(model))
    .map(({ certificate }) => parseCertificate(certificate))
    .filter((root) => root !== null);
  return verifyPath({ certificates, anchors, now });
}

/**
 * The same for any chain, whatever it vouches for.
 * @param anchors certificates that are trusted as they are, while in their own period
 */
export function verifyPath({
  certificates,
  anchors,
  now,
}: {
  certificates: readonly AttestationCertificate[];
  anchors: readonly AttestationCertificate[];
  now: Date;
}): ChainOutcome {
  if (!certificates.every((certificate) => isWithinValidity(certificate, now)))
    return { ok: false, reason: 'certificate_not_valid_now' };
  if (!isUnbroken(certificates)) return { ok: false, reason: 'certificate_chain_broken' };

  const pinned = anchors.filter((anchor) => isUsable(anchor, now));
  for (const [index, certificate] of certificates.entries()) {
    const path = certificates.slice(0, index + 1);
    if (pinned.some((root) => isSame(root, certificate))) return { ok: true, root: certificate, chain: path };
    const root = pinned.find((candidate) => isIssuedBy(certificate, candidate, index));
    if (root) return { ok: true, root, chain: [...path, root] };
  }
  return { ok: false, reason: 'root_not_trusted' };
}

function isUnbroken(certificates: readonly AttestationCertificate[]): boolean {
  if (!certificates.every(hasOnlyUnderstoodCriticalExtensions)) return false;
  return certificates.every((certificate, index) => {
    const issuer = certificates[index + 1];
    return !issuer || isIssuedBy(certificate, issuer, index);
  });
}

/** A root that is out of its period vouches for nothing. */
function isUsable(root: AttestationCertificate, now: Date): boolean {
  return isWithinValidity(root, now) && hasOnlyUnderstoodCriticalExtensions(root);
}

/** @param authoritiesBelow how many certification authorities stand between the issuer and the attestation certificate */
function isIssuedBy(
  certificate: AttestationCertificate,
  issuer: AttestationCertificate,
  authoritiesBelow: number,
): boolean {
  const { isCa, pathLength } = issuer.basicConstraints;
  if (!isCa) return false;
  if (pathLength !== null && authoritiesBelow > pathLength) return false;
  if (!SIGNATURE_ALGORITHMS.has(certificate.signatureAlgorithm)) return false;
  const issuerKey = issuer.x509.publicKey;
  if ((issuerKey.asymmetricKeyDetails?.modulusLength ?? RSA_MINIMUM_BITS) < RSA_MINIMUM_BITS) return false;
  // checkIssued compares names and key identifiers, and asks the issuer's key usage for keyCertSign.
  return certificate.x509.checkIssued(issuer.x509) && certificate.x509.verify(issuerKey);
}

function hasOnlyUnderstoodCriticalExtensions({ criticalExtensions }: AttestationCertificate): boolean {
  return criticalExtensions.every((oid) => UNDERSTOOD_EXTENSIONS.has(oid));
}

function isSame(one: AttestationCertificate, other: AttestationCertificate): boolean {
  return Buffer.compare(one.der, other.der) === 0;
}
