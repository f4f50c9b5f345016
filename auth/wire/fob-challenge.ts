/** What a dongle is asked, and what a static code proves: the same arithmetic on the agent's and on the portal's side. */
import { createHash, createHmac, hkdfSync } from 'node:crypto';

type Asked = { nonce: string; origin: string; serial: string; kid: string };

const PREFIX = 'kfp1';
const STATIC_INFO = 'kfp1-static';
const STATIC_KEY_BYTES = 32;

/**
 * The 32 bytes that a dongle answers. They name who asks, which dongle and by which agent, so that an answer fits nowhere
 * else. No part can hold a zero byte, which makes the joined text unambiguous; the nonce is of fixed length.
 */
export function fobChallenge({ nonce, origin, serial, kid }: Asked): Uint8Array {
  const zero = Uint8Array.of(0);
  return createHash('sha256')
    .update(PREFIX)
    .update(zero)
    .update(Buffer.from(nonce, 'base64url'))
    .update(zero)
    .update(origin)
    .update(zero)
    .update(serial)
    .update(zero)
    .update(kid)
    .digest();
}

/** What a portal keeps of a static code (encrypted): enough to check a proof, useless for any other serial. */
export function staticKey(code: Uint8Array, serial: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', code, serial, STATIC_INFO, STATIC_KEY_BYTES));
}

/** What is sent in place of the code. */
export function staticProof(key: Uint8Array, challenge: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(challenge).digest();
}

const SLOT_PAYLOAD_BYTES = 64;

/**
 * A challenge as it is written into a YubiKey's slot: 64 bytes. A slot of variable length cuts off the last byte wherever
 * it repeats at the end, so the filling must differ from the challenge's last byte. A slot of fixed length hashes all 64
 * bytes: which of the two it is shows at registration.
 * @throws RangeError for an empty challenge or one that leaves no room for the filling
 */
export function padSlotChallenge(challenge: Uint8Array): Uint8Array {
  const last = challenge.at(-1);
  if (last === undefined || challenge.byteLength >= SLOT_PAYLOAD_BYTES) {
    throw new RangeError('a slot takes challenges of 1 to 63 bytes');
  }
  const padded = new Uint8Array(SLOT_PAYLOAD_BYTES).fill(last === 0 ? 1 : 0);
  padded.set(challenge);
  return padded;
}
