import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;

/** A secret that only its bearer knows: 256 random bits in base64url (43 characters). */
export function mintToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is stored of a token: its SHA-256 in hex. A long random token needs no salt. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** What is stored of a short code: keyed with the pepper, so that a stolen database can't be searched for it. */
export function hashShortCode(pepper: Uint8Array, purpose: string, code: string): string {
  return createHmac('sha256', pepper).update(`${purpose}\0${code}`).digest('hex');
}

/** Compares two hashes without telling by time where they differ. */
export function isSameHash(left: string, right: string): boolean {
  const [leftBytes, rightBytes] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')];
  return leftBytes.byteLength === rightBytes.byteLength && timingSafeEqual(leftBytes, rightBytes);
}
