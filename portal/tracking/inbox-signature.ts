/**
 * How a program proves a message of the inbox: HMAC-SHA256 (RFC 2104) under the source's secret over the time, a point and
 * the body exactly as it is sent. Time and digest together make a message good once and for a short while.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const TIMESTAMP_HEADER = 'brelok-timestamp';
export const SIGNATURE_HEADER = 'brelok-signature';

/** Clocks may differ by so much, in both directions. */
export const REPLAY_WINDOW_SECONDS = 300;

export type SignedMessage = {
  /** Seconds since 1970, as text; what stands in the header is what is signed. */
  timestamp: string;
  /** `v1=` and 64 hex digits. */
  signature: string;
  body: Uint8Array;
};

/** @returns null when the time is none, or too far from `now` */
export function readTimestamp(text: string, now: Date): Date | null {
  if (!/^\d{9,11}$/.test(text)) return null;
  const at = new Date(Number(text) * 1_000);
  return Math.abs(at.getTime() - now.getTime()) > REPLAY_WINDOW_SECONDS * 1_000 ? null : at;
}

export function signatureOf({ timestamp, body }: Omit<SignedMessage, 'signature'>, secret: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}

/** Compares with each secret, found or not, so that the time tells nothing of which it was. */
export function isSignedWith(message: SignedMessage, secrets: readonly string[]): boolean {
  const given = digestOf(message.signature);
  let isGood = false;
  for (const secret of secrets) {
    if (timingSafeEqual(digestOf(signatureOf(message, secret)), given)) isGood = true;
  }
  return isGood;
}

/** Names a message: whatever it is signed with, it is the same one. */
export function messageDigest(
  sourceId: string,
  { timestamp, body }: Omit<SignedMessage, 'signature'>,
): string {
  return createHash('sha256').update(`${sourceId}\n${timestamp}.`).update(body).digest('hex');
}

/** Of equal length, whatever came. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
