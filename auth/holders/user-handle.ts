import { randomBytes } from 'node:crypto';

/** WebAuthn allows 64 at most and wants them to say nothing about the person (L3 #user-handle). */
const USER_HANDLE_BYTES = 32;

/** By which a key knows its holder: random, never derived from a name, a number or an address (REG-20). */
export function mintUserHandle(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(USER_HANDLE_BYTES));
}
