import { hkdfSync } from 'node:crypto';
import type { SealingKeys } from '../tokens/sealed-box.ts';

const KEY_BYTES = 32;

/**
 * The keys under which a browser keeps what somebody was typing when their session locked: of this session alone, and given
 * only to its live pages. The first one seals, all of them open, as with the keys that they come from (HKDF, RFC 5869).
 * @returns base64url, the newest first
 */
export function draftKeysOf(sealingKeys: SealingKeys, sessionId: string): readonly string[] {
  return sealingKeys.map((key) => {
    const derived = hkdfSync('sha256', key, new Uint8Array(), `brelok draft\0${sessionId}`, KEY_BYTES);
    return Buffer.from(derived).toString('base64url');
  });
}
