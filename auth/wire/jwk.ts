/**
 * Keys that travel in messages, in exactly two forms: P-256 for ES256 and ECDH-ES, Ed25519 for EdDSA. A key is named by its
 * thumbprint, so a name can't be claimed for another key.
 * @see RFC 7517, RFC 7638, RFC 8037
 */
import { calculateJwkThumbprint, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { z } from 'zod';
import { parseBase64Url } from '../ceremonies/base64url.ts';
import { isSoundEd25519Key } from '../ceremonies/ed25519-point.ts';

const COORDINATE_BYTES = 32;

const Coordinate = z.string().refine((text) => parseBase64Url(text)?.byteLength === COORDINATE_BYTES);

/** Strict: a private member, a second name or a key operation makes it no public key. */
export const P256PublicJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: Coordinate,
  y: Coordinate,
});

const Ed25519PublicJwk = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: Coordinate.refine(isSoundEd25519Text),
});

export const PublicJwk = z.discriminatedUnion('kty', [P256PublicJwk, Ed25519PublicJwk]);
export type PublicJwk = z.infer<typeof PublicJwk>;

export const PrivateJwk = z.discriminatedUnion('kty', [
  P256PublicJwk.extend({ d: Coordinate }),
  Ed25519PublicJwk.extend({ d: Coordinate }),
]);
export type PrivateJwk = z.infer<typeof PrivateJwk>;

/** The only two signature algorithms of the protocol. */
export const SIGNATURE_ALGORITHMS = ['ES256', 'EdDSA'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

export type SigningKey = { kid: string; algorithm: SignatureAlgorithm; key: CryptoKey };
export type VerifyingKey = SigningKey;

/** The key's own name: SHA-256 over its canonical public form, in base64url. @see RFC 7638 */
export function thumbprintOf(jwk: PublicJwk): Promise<string> {
  return calculateJwkThumbprint(jwk, 'sha256');
}

/** @returns null when the numbers are no point of the curve, which a schema can't find out */
export async function importVerifyingKey(jwk: PublicJwk): Promise<VerifyingKey | null> {
  try {
    return { kid: await thumbprintOf(jwk), algorithm: algorithmOf(jwk), key: await importKey(jwk) };
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

export async function importSigningKey(jwk: PrivateJwk): Promise<SigningKey> {
  return {
    kid: await thumbprintOf(toPublicJwk(jwk)),
    algorithm: algorithmOf(jwk),
    key: await importKey(jwk),
  };
}

/** The half that may be told. */
export function toPublicJwk(jwk: PrivateJwk): PublicJwk {
  if (jwk.kty === 'EC') return { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
}

function algorithmOf({ kty }: { kty: PublicJwk['kty'] }): SignatureAlgorithm {
  return kty === 'EC' ? 'ES256' : 'EdDSA';
}

async function importKey(jwk: PublicJwk | PrivateJwk): Promise<CryptoKey> {
  const key = await importJWK(jwk satisfies JWK, algorithmOf(jwk));
  if (key instanceof Uint8Array) throw new Error('a JWK of these types is never a byte string');
  return key;
}

function isSoundEd25519Text(text: string): boolean {
  const bytes = parseBase64Url(text);
  return bytes !== null && isSoundEd25519Key(bytes);
}
