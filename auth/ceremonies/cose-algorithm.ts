/**
 * The signature algorithms that this installation can check, and what each of them demands of a key.
 * Which of them are accepted is a matter of policy.
 * @see WebAuthn L3 #sctn-alg-identifier; RFC 9053 sections 2 and 7; RFC 8812 section 2
 */
import { verify, type KeyObject } from 'node:crypto';

export type CoseAlgorithm = -7 | -8 | -35 | -36 | -257;

type EllipticCurve = {
  kind: 'ec2';
  coseCurve: number;
  jwkCurve: string;
  opensslCurve: string;
  coordinateBytes: number;
  hash: string;
};
type EdwardsCurve = { kind: 'okp'; coseCurve: number; jwkCurve: string; keyBytes: number };
type Rsa = { kind: 'rsa'; hash: string };

export const COSE_ALGORITHMS: Record<CoseAlgorithm, EllipticCurve | EdwardsCurve | Rsa> = {
  [-7]: ec2({
    coseCurve: 1,
    jwkCurve: 'P-256',
    opensslCurve: 'prime256v1',
    coordinateBytes: 32,
    hash: 'sha256',
  }),
  [-8]: { kind: 'okp', coseCurve: 6, jwkCurve: 'Ed25519', keyBytes: 32 },
  [-35]: ec2({
    coseCurve: 2,
    jwkCurve: 'P-384',
    opensslCurve: 'secp384r1',
    coordinateBytes: 48,
    hash: 'sha384',
  }),
  [-36]: ec2({
    coseCurve: 3,
    jwkCurve: 'P-521',
    opensslCurve: 'secp521r1',
    coordinateBytes: 66,
    hash: 'sha512',
  }),
  [-257]: { kind: 'rsa', hash: 'sha256' },
};

/** Narrows a number from a message to an algorithm that can be checked here. */
export function isCoseAlgorithm(value: unknown): value is CoseAlgorithm {
  return typeof value === 'number' && Object.hasOwn(COSE_ALGORITHMS, value);
}

/**
 * Whether `signature` over `signed` was made with the private half of `key` under `algorithm`.
 * A key of another type or curve than the algorithm names is a plain no. ECDSA signatures must be exact DER.
 * @see WebAuthn L3 #sctn-signature-attestation-types
 */
export function isSignatureValid({
  algorithm,
  key,
  signed,
  signature,
}: {
  algorithm: CoseAlgorithm;
  key: KeyObject;
  signed: Uint8Array;
  signature: Uint8Array;
}): boolean {
  const traits = COSE_ALGORITHMS[algorithm];
  switch (traits.kind) {
    case 'ec2':
      if (key.asymmetricKeyDetails?.namedCurve !== traits.opensslCurve) return false;
      return verify(traits.hash, signed, { key, dsaEncoding: 'der' }, signature);
    case 'okp':
      if (key.asymmetricKeyType !== 'ed25519') return false;
      return verify(null, signed, key, signature);
    case 'rsa':
      if (key.asymmetricKeyType !== 'rsa') return false;
      return verify(traits.hash, signed, key, signature);
  }
}

function ec2(traits: Omit<EllipticCurve, 'kind'>): EllipticCurve {
  return { kind: 'ec2', ...traits };
}
