/**
 * Credentials of sources, encrypted at rest. Goal: whoever copies the database can't use them, and a source whose
 * address was changed can't be given them, by us or by a row that was written from outside: they are sealed for one
 * source and one origin, and open for no other. AES-256-GCM under a key that HKDF derives from the envelope key and a
 * random salt, as documents are (documents/document-store.server.ts).
 *
 * Text: base64url of format (1 byte) | salt (16) | nonce (12) | ciphertext | tag (16).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SourceCredentials } from '../http/credentials.ts';

export type CredentialOwner = { sourceId: string; origin: string };

export interface CredentialBox {
  seal(owner: CredentialOwner, credentials: SourceCredentials): string;
  /** @returns null when they were sealed for another source or origin, were changed, or the key is gone */
  open(owner: CredentialOwner, sealed: string): SourceCredentials | null;
  /** Under the newest key, where an older one had sealed them; null when they can't be opened. */
  reseal(owner: CredentialOwner, sealed: string): string | null;
}

const FORMAT = 1;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const HEADER_BYTES = 1 + SALT_BYTES + NONCE_BYTES;
const CIPHER = 'aes-256-gcm';
const KEY_PURPOSE = 'brelok source credentials';

/** @param envelopeKeys 32 secret bytes each: the first seals, all open */
export function createCredentialBox(envelopeKeys: readonly [Uint8Array, ...Uint8Array[]]): CredentialBox {
  const open: CredentialBox['open'] = (owner, sealed) => openWithAny(owner, sealed, envelopeKeys);
  const seal: CredentialBox['seal'] = (owner, credentials) => sealWith(owner, credentials, envelopeKeys[0]);
  return {
    seal,
    open,
    reseal: (owner, sealed) => {
      if (openWithAny(owner, sealed, [envelopeKeys[0]]) !== null) return sealed;
      const credentials = open(owner, sealed);
      return credentials === null ? null : seal(owner, credentials);
    },
  };
}

function sealWith(owner: CredentialOwner, credentials: SourceCredentials, key: Uint8Array): string {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor(key, salt), nonce).setAAD(associatedData(owner));
  const ciphertext = [cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()];
  const sealed = Buffer.concat([Buffer.from([FORMAT]), salt, nonce, ...ciphertext, cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

function openWithAny(
  owner: CredentialOwner,
  sealed: string,
  keys: readonly Uint8Array[],
): SourceCredentials | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.byteLength < HEADER_BYTES + TAG_BYTES || bytes[0] !== FORMAT) return null;
  for (const key of keys) {
    const text = unseal(owner, bytes, key);
    if (text !== null) return SourceCredentials.parse(JSON.parse(text));
  }
  return null;
}

function unseal(owner: CredentialOwner, sealed: Buffer, key: Uint8Array): string | null {
  const salt = sealed.subarray(1, 1 + SALT_BYTES);
  const nonce = sealed.subarray(1 + SALT_BYTES, HEADER_BYTES);
  const decipher = createDecipheriv(CIPHER, keyFor(key, salt), nonce, { authTagLength: TAG_BYTES })
    .setAAD(associatedData(owner))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = decipher.update(sealed.subarray(HEADER_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch (error) {
    if (error instanceof Error) return null; // node:crypto has no other way to say that the tag is wrong
    throw error;
  }
}

function keyFor(envelopeKey: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', envelopeKey, salt, KEY_PURPOSE, KEY_BYTES));
}

function associatedData({ sourceId, origin }: CredentialOwner): Uint8Array {
  return Buffer.from(JSON.stringify([FORMAT, sourceId, origin]));
}
