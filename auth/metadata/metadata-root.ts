import { X509Certificate } from 'node:crypto';
import { isWithinValidity, parseCertificate } from '../ceremonies/certificate.ts';
import type { AttestationCertificate } from '../ceremonies/certificate.ts';

export type RootFault =
  'root_not_one_certificate' | 'root_unreadable' | 'root_no_authority' | 'root_not_valid_now';

export type RootOutcome = { ok: true; root: AttestationCertificate } | { ok: false; reason: RootFault };

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Reads the one certificate at which BLOBs must end: PEM, a certification authority, valid today. */
export function parseRoot(pem: string, now: Date): RootOutcome {
  const [certificate, ...others] = pem.match(CERTIFICATE) ?? [];
  if (certificate === undefined || others.length > 0)
    return { ok: false, reason: 'root_not_one_certificate' };
  const root = readPem(certificate);
  if (root === null) return { ok: false, reason: 'root_unreadable' };
  if (!root.basicConstraints.isCa) return { ok: false, reason: 'root_no_authority' };
  if (!isWithinValidity(root, now)) return { ok: false, reason: 'root_not_valid_now' };
  return { ok: true, root };
}

function readPem(pem: string): AttestationCertificate | null {
  try {
    return parseCertificate(new Uint8Array(new X509Certificate(pem).raw));
  } catch {
    return null; // OpenSSL can't read it, so it is no certificate
  }
}
