/**
 * The attestation statement: who vouches for the new credential, and whether their signature is right.
 * Whether they are believed is decided elsewhere (attestation.ts).
 * @see WebAuthn L3 #sctn-packed-attestation, #sctn-fido-u2f-attestation, #sctn-none-attestation
 */
import { createHash } from 'node:crypto';
import { ZERO_AAGUID, type AttestedCredentialData, type AuthenticatorData } from './authenticator-data.ts';
import type { CborMap, CborValue } from './cbor.ts';
import { parseCertificate, type AttestationCertificate } from './certificate.ts';
import { isCoseAlgorithm, isSignatureValid } from './cose-algorithm.ts';
import type { CredentialPublicKey } from './cose-key.ts';
import type { AttestationFormat } from './verification-policy.ts';

export type StatementRefusal =
  'statement_malformed' | 'statement_signature_invalid' | 'certificate_malformed';

/** `none`: nobody vouches. `self`: the credential vouches for itself. `certified`: a certificate's key has signed. */
export type StatementOutcome =
  | { ok: true; kind: 'none' | 'self' }
  | {
      ok: true;
      kind: 'certified';
      certificates: readonly [AttestationCertificate, ...AttestationCertificate[]];
    }
  | { ok: false; reason: StatementRefusal };

export type StatementContext = {
  format: AttestationFormat;
  statement: CborMap;
  authenticatorData: AuthenticatorData;
  credential: AttestedCredentialData;
  publicKey: CredentialPublicKey;
  clientDataJSON: Uint8Array;
};

type Certificates = readonly [AttestationCertificate, ...AttestationCertificate[]];

/** Attestation certificate, intermediates and root: longer chains are not seen in keys. */
const MAXIMUM_CERTIFICATES = 5;

/**
 * User present, credential data included: all that U2F knows. Its signature does not cover the flags, so that anybody
 * could write "PIN checked" there. @see CTAP 2.1 section 7.1
 */
const U2F_FLAG_BITS = 0x41;

const MALFORMED: StatementOutcome = { ok: false, reason: 'statement_malformed' };
const SIGNATURE_INVALID: StatementOutcome = { ok: false, reason: 'statement_signature_invalid' };

/** Checks the statement by the rules of its format, members that do not belong there included. */
export function verifyStatement(context: StatementContext): StatementOutcome {
  switch (context.format) {
    case 'none':
      return context.statement.size === 0 ? { ok: true, kind: 'none' } : MALFORMED;
    case 'packed':
      return context.statement.has('x5c') ? verifyPacked(context) : verifySelf(context);
    case 'fido-u2f':
      return verifyU2f(context);
  }
}

/** The credential signs for itself, with its own algorithm: proves nothing about a model, and must still be right. */
function verifySelf({
  statement,
  authenticatorData,
  publicKey,
  clientDataJSON,
}: StatementContext): StatementOutcome {
  const signature = statement.get('sig');
  if (statement.size !== 2 || !(signature instanceof Uint8Array)) return MALFORMED;
  if (statement.get('alg') !== publicKey.algorithm) return MALFORMED;
  const signed = concat(authenticatorData.bytes, sha256(clientDataJSON));
  return isSignatureValid({ ...publicKey, signed, signature })
    ? { ok: true, kind: 'self' }
    : SIGNATURE_INVALID;
}

function verifyPacked({ statement, authenticatorData, clientDataJSON }: StatementContext): StatementOutcome {
  const algorithm = statement.get('alg');
  const signature = statement.get('sig');
  if (statement.size !== 3 || !(signature instanceof Uint8Array) || !isCoseAlgorithm(algorithm))
    return MALFORMED;
  const certificates = parseCertificates(statement.get('x5c'));
  if (!certificates) return { ok: false, reason: 'certificate_malformed' };
  const signed = concat(authenticatorData.bytes, sha256(clientDataJSON));
  const key = certificates[0].x509.publicKey;
  if (!isSignatureValid({ algorithm, key, signed, signature })) return SIGNATURE_INVALID;
  return { ok: true, kind: 'certified', certificates };
}

function verifyU2f(context: StatementContext): StatementOutcome {
  const { statement, authenticatorData, credential, publicKey, clientDataJSON } = context;
  const signature = statement.get('sig');
  if (statement.size !== 2 || !(signature instanceof Uint8Array)) return MALFORMED;
  if (credential.aaguid !== ZERO_AAGUID || publicKey.algorithm !== -7) return MALFORMED;
  if (authenticatorData.flagBits !== U2F_FLAG_BITS) return MALFORMED;
  const certificates = parseCertificates(statement.get('x5c'));
  if (certificates?.length !== 1) return { ok: false, reason: 'certificate_malformed' };
  const signed = concat(
    Uint8Array.of(0),
    authenticatorData.rpIdHash,
    sha256(clientDataJSON),
    credential.credentialId,
    uncompressedPoint(publicKey),
  );
  const key = certificates[0].x509.publicKey;
  if (!isSignatureValid({ algorithm: -7, key, signed, signature })) return SIGNATURE_INVALID;
  return { ok: true, kind: 'certified', certificates };
}

function parseCertificates(x5c: CborValue | undefined): Certificates | null {
  if (!Array.isArray(x5c) || x5c.length > MAXIMUM_CERTIFICATES) return null;
  const parsed = x5c.map((der: CborValue) => (der instanceof Uint8Array ? parseCertificate(der) : null));
  const [attestationCertificate, ...issuers] = parsed.filter((certificate) => certificate !== null);
  if (!attestationCertificate || issuers.length + 1 !== parsed.length) return null;
  return [attestationCertificate, ...issuers];
}

/** ANSI X9.62 form, 04 | x | y. @see WebAuthn L3 #sctn-fido-u2f-attestation */
function uncompressedPoint({ key }: CredentialPublicKey): Uint8Array {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return concat(Uint8Array.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'));
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
