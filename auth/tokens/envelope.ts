/**
 * Secrets that the portal must be able to read again, encrypted at rest. Goal: whoever copies the database can't use
 * them, and a row that was written over with another's secret opens nothing: each is sealed under its own name and opens
 * under no other. AES-256-GCM under a key that HKDF derives from the envelope key and a random salt, so that no nonce can
 * ever repeat.
 *
 * Text: base64url of format (1 byte) | salt (16) | nonce (12) | ciphertext | tag (16).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What the secret is and whose, such as `dongle 0190…`, in as many parts as it has; never chosen by a stranger. */
export type SealedName = readonly [string, ...string[]];

export type Envelope = {
  seal: (name: SealedName, secret: Uint8Array) => string;
  /** @returns null when it was sealed under another name, was changed, or its key is gone */
  open: (name: SealedName, sealed: string) => Uint8Array | null;
  /** Under the newest key, where an older one had sealed it; null when it can't be opened. */
  reseal: (name: SealedName, sealed: string) => string | null;
};

/** What the derived keys are for: what was sealed for one purpose opens for no other. */
export type EnvelopePurpose = 'brelok envelope' | 'brelok source credentials';

const FORMAT = 1;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const HEADER_BYTES = 1 + SALT_BYTES + NONCE_BYTES;
const CIPHER = 'aes-256-gcm';

/** @param keys 32 secret bytes each: the first seals, all open */
export function createEnvelope(
  keys: readonly [Uint8Array, ...Uint8Array[]],
  purpose: EnvelopePurpose = 'brelok envelope',
): Envelope {
  const newest = { envelopeKey: keys[0], purpose };
  const all = keys.map((envelopeKey) => ({ envelopeKey, purpose }));
  const seal: Envelope['seal'] = (name, secret) => sealWith(newest, name, secret);
  const open: Envelope['open'] = (name, sealed) => openWithAny(all, name, sealed);
  return {
    seal,
    open,
    reseal: (name, sealed) => {
      if (openWithAny([newest], name, sealed) !== null) return sealed;
      const secret = open(name, sealed);
      return secret === null ? null : seal(name, secret);
    },
  };
}

type SealingKey = { envelopeKey: Uint8Array; purpose: EnvelopePurpose };

function sealWith(key: SealingKey, name: SealedName, secret: Uint8Array): string {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor(key, salt), nonce).setAAD(associatedData(name));
  const ciphertext = [cipher.update(secret), cipher.final()];
  const sealed = Buffer.concat([Buffer.from([FORMAT]), salt, nonce, ...ciphertext, cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

function openWithAny(keys: readonly SealingKey[], name: SealedName, sealed: string): Uint8Array | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.byteLength < HEADER_BYTES + TAG_BYTES || bytes[0] !== FORMAT) return null;
  for (const key of keys) {
    const secret = unseal(key, name, bytes);
    if (secret !== null) return secret;
  }
  return null;
}

function unseal(key: SealingKey, name: SealedName, sealed: Buffer): Uint8Array | null {
  const salt = sealed.subarray(1, 1 + SALT_BYTES);
  const nonce = sealed.subarray(1 + SALT_BYTES, HEADER_BYTES);
  const decipher = createDecipheriv(CIPHER, keyFor(key, salt), nonce, { authTagLength: TAG_BYTES })
    .setAAD(associatedData(name))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  const begun = decipher.update(sealed.subarray(HEADER_BYTES, -TAG_BYTES));
  try {
    return new Uint8Array(Buffer.concat([begun, decipher.final()]));
  } catch (error) {
    if (error instanceof Error) return null; // node:crypto has no other way to say that the tag is wrong
    throw error;
  }
}

function keyFor({ envelopeKey, purpose }: SealingKey, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', envelopeKey, salt, purpose, KEY_BYTES));
}

function associatedData(name: SealedName): Uint8Array {
  return Buffer.from(JSON.stringify([FORMAT, ...name]));
}
