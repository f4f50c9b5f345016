/**
 * Base64url without padding, as WebAuthn's JSON forms use it.
 * Text and bytes map one to one here: a second spelling of the same bytes is not accepted.
 */

/** Text form of bytes for JSON, database keys and comparison. */
export function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/**
 * Bytes of a base64url text.
 * @returns null for padding, foreign characters, an impossible length or set bits after the last byte.
 * @see RFC 4648 sections 3.5 and 5
 */
export function parseBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  // Buffer reads generously; only what it writes back the same was canonical.
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'));
  return toBase64Url(bytes) === text ? bytes : null;
}
