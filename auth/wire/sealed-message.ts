/**
 * Signed messages that only the portal may read: compact JWE with ECDH-ES and A256GCM around a signed message. The page
 * carries it and learns nothing, not even something that it could guess a short static code from.
 * @see RFC 7516, RFC 7518 section 4.6
 */
import { calculateJwkThumbprint, compactDecrypt, CompactEncrypt, errors, importJWK } from 'jose';
import { z } from 'zod';
import { parseBase64Url } from '../ceremonies/base64url.ts';
import { P256PublicJwk } from './jwk.ts';
import { MESSAGE_LIMIT_BYTES, readCanonicalJson } from './signed-message.ts';

const KEY_AGREEMENT = 'ECDH-ES';
const CONTENT_ENCRYPTION = 'A256GCM';

/** A sealed message is a third longer than what is in it, plus its header. */
const SEALED_LIMIT_BYTES = MESSAGE_LIMIT_BYTES * 2;

const Header = z.strictObject({
  alg: z.literal(KEY_AGREEMENT),
  enc: z.literal(CONTENT_ENCRYPTION),
  cty: z.literal('JWT'),
  kid: z.string(),
  epk: P256PublicJwk,
});

/** Closes a signed message for the holder of the private half of `recipient`. */
export async function sealMessage(signed: string, recipient: z.infer<typeof P256PublicJwk>): Promise<string> {
  const kid = await calculateJwkThumbprint(recipient, 'sha256');
  return new CompactEncrypt(Buffer.from(signed, 'utf8'))
    .setProtectedHeader({ alg: KEY_AGREEMENT, enc: CONTENT_ENCRYPTION, cty: 'JWT', kid })
    .encrypt(await importJWK(recipient, KEY_AGREEMENT));
}

/** Private keys that a sealed message may have been closed for, by their names. */
export type OpeningKeys = ReadonlyMap<string, z.infer<typeof P256PrivateJwk>>;

export const P256PrivateJwk = P256PublicJwk.extend({ d: P256PublicJwk.shape.x });

/** @returns the signed message inside, still to be verified; null for anything that was not sealed for one of the keys */
export async function openMessage(sealed: string, keys: OpeningKeys): Promise<string | null> {
  const parts = sealed.split('.');
  if (sealed.length > SEALED_LIMIT_BYTES || parts.length !== 5) return null;
  // ECDH-ES agrees on the content key itself: there is no wrapped key, and a part that has one is not ours.
  if (parts[1] !== '' || parts.slice(2).some((part) => parseBase64Url(part) === null)) return null;
  const header = Header.safeParse(readCanonicalJson(parts[0] ?? ''));
  if (!header.success) return null;
  const key = keys.get(header.data.kid);
  if (key === undefined) return null;
  return decrypt(sealed, key);
}

async function decrypt(sealed: string, jwk: z.infer<typeof P256PrivateJwk>): Promise<string | null> {
  const key = await importJWK(jwk, KEY_AGREEMENT);
  try {
    const { plaintext } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: [KEY_AGREEMENT],
      contentEncryptionAlgorithms: [CONTENT_ENCRYPTION],
    });
    return Buffer.from(plaintext).toString('utf8');
  } catch (error) {
    // An ephemeral key that is no point of the curve fails in the import, below jose.
    if (error instanceof errors.JOSEError || error instanceof DOMException) return null;
    throw error;
  }
}
