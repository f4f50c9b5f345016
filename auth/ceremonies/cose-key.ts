/**
 * The credential public key in COSE form, checked to the last member before anybody relies on it.
 * @see WebAuthn L3 #sctn-encoded-credPubKey-examples; RFC 9052 section 7
 */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { toBase64Url } from './base64url.ts';
import { decodeCbor, type CborMap, type CborValue } from './cbor.ts';
import { COSE_ALGORITHMS, isCoseAlgorithm, type CoseAlgorithm } from './cose-algorithm.ts';
import { isSoundEd25519Key } from './ed25519-point.ts';

export type CredentialPublicKey = { algorithm: CoseAlgorithm; key: KeyObject };

/** RFC 9052 table 20 (kty, alg), RFC 9053 tables 18 to 20, RFC 8230 table 4. Private members have labels -4 and below. */
const LABEL = { kty: 1, alg: 3, crv: -1, x: -2, y: -3, n: -1, e: -2 } as const;
const KTY = { okp: 1, ec2: 2, rsa: 3 } as const;

const RSA_MINIMUM_MODULUS_BYTES = 256;
const RSA_MAXIMUM_MODULUS_BYTES = 512;
const RSA_EXPONENT_65537 = 'AQAB';

/** Reads the algorithm before the key is judged, so that "not accepted here" and "broken" stay apart. */
export function algorithmOf(members: CborMap): CborValue | undefined {
  return members.get(LABEL.alg);
}

/**
 * Turns COSE members into a key that can check signatures.
 * @returns null unless kty, alg and crv agree, no member is missing, private or extra, and the point lies on its curve.
 */
export function parseCoseKey(members: CborMap): CredentialPublicKey | null {
  const algorithm = algorithmOf(members);
  if (!isCoseAlgorithm(algorithm)) return null;
  const key = toKey(members, algorithm);
  return key && { algorithm, key };
}

/** The same for the bytes that were stored at registration. */
export function parseStoredCoseKey(bytes: Uint8Array): CredentialPublicKey | null {
  const members = decodeCbor(bytes).value;
  return members instanceof Map ? parseCoseKey(members) : null;
}

function toKey(members: CborMap, algorithm: CoseAlgorithm): KeyObject | null {
  const traits = COSE_ALGORITHMS[algorithm];
  switch (traits.kind) {
    case 'ec2':
      return ec2Key(members, traits);
    case 'okp':
      return okpKey(members, traits);
    case 'rsa':
      return rsaKey(members);
  }
}

function ec2Key(
  members: CborMap,
  traits: { coseCurve: number; jwkCurve: string; coordinateBytes: number },
): KeyObject | null {
  const x = members.get(LABEL.x);
  const y = members.get(LABEL.y);
  if (members.size !== 5) return null;
  if (members.get(LABEL.kty) !== KTY.ec2 || members.get(LABEL.crv) !== traits.coseCurve) return null;
  if (!isBytes(x, traits.coordinateBytes) || !isBytes(y, traits.coordinateBytes)) return null;
  return importKey({ kty: 'EC', crv: traits.jwkCurve, x: toBase64Url(x), y: toBase64Url(y) });
}

function okpKey(
  members: CborMap,
  traits: { coseCurve: number; jwkCurve: string; keyBytes: number },
): KeyObject | null {
  const x = members.get(LABEL.x);
  if (members.size !== 4) return null;
  if (members.get(LABEL.kty) !== KTY.okp || members.get(LABEL.crv) !== traits.coseCurve) return null;
  if (!isBytes(x, traits.keyBytes) || !isSoundEd25519Key(x)) return null;
  return importKey({ kty: 'OKP', crv: traits.jwkCurve, x: toBase64Url(x) });
}

function rsaKey(members: CborMap): KeyObject | null {
  const n = members.get(LABEL.n);
  const e = members.get(LABEL.e);
  if (members.size !== 4 || members.get(LABEL.kty) !== KTY.rsa) return null;
  if (!(n instanceof Uint8Array) || !(e instanceof Uint8Array)) return null;
  if (n.byteLength < RSA_MINIMUM_MODULUS_BYTES || n.byteLength > RSA_MAXIMUM_MODULUS_BYTES) return null;
  if (n[0] === 0 || toBase64Url(e) !== RSA_EXPONENT_65537) return null;
  return importKey({ kty: 'RSA', n: toBase64Url(n), e: toBase64Url(e) });
}

function isBytes(value: CborValue | undefined, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.byteLength === length;
}

/** OpenSSL refuses coordinates that are not on the curve. */
function importKey(jwk: JsonWebKey): KeyObject | null {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
}
