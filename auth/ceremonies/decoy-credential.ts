import { createHmac } from 'node:crypto';
import type { StoredCredential } from './verify-authentication.ts';

/** COSE ES256 key whose private half was thrown away when it was made. */
const PUBLIC_KEY =
  'a50102032620012158206ff40c47c1a1d9ea153bcd5d1815641f543fccb6e099d308561142' +
  '6fdd69a7a6225820200fa97817b00b2ae176d7778ab509f1deae7bbdb5972df1ef7e0844ca0ee3cd';

/**
 * What is verified against when no key here has the answer's id, so that an unknown key costs the same work as a
 * known one (AUT-12). It has the id and handle that the answer claims; only its signature can't be made by anybody.
 */
export function decoyCredentialFor(
  { id, userHandle }: { id: string; userHandle: string },
  { userVerified }: { userVerified: boolean },
): StoredCredential {
  return {
    credentialId: new Uint8Array(Buffer.from(id, 'base64url')),
    publicKey: new Uint8Array(Buffer.from(PUBLIC_KEY, 'hex')),
    signCount: 0,
    backupEligible: false,
    userVerified,
    userHandle: new Uint8Array(Buffer.from(userHandle, 'base64url')),
  };
}

/** Longer than any id that a key was seen to have. */
const HMAC_BLOCKS = 32;

/**
 * The credential id that a number without a key is answered with: always the same for the same number, and nobody
 * without the pepper can tell it from a key's (AUT-13).
 * @param length in bytes, at most 1024
 * @see WebAuthn L3 #sctn-username-enumeration
 */
export function decoyCredentialIdFor(
  pepper: Uint8Array,
  { number, length }: { number: string; length: number },
): string {
  const blocks = Array.from({ length: HMAC_BLOCKS }, (_, block) =>
    createHmac('sha256', pepper).update(`decoy-credential:${block}\0${number}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length).toString('base64url');
}
