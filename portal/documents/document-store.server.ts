/**
 * Keeps the bytes of documents outside the database, encrypted, one file each. Goal: whoever copies the folder, or
 * the database, or swaps two files, gets nothing readable and no wrong document shown. AES-256-GCM under a key that
 * HKDF derives for each file from the envelope key and a random salt, so that no nonce can ever repeat; the row and
 * the SHA-256 of the document are associated data, and of a copy its customer and its version, so that a file opens only
 * as the document it was kept as.
 *
 * File: format (1 byte) | salt (16) | nonce (12) | ciphertext | tag (16).
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DocumentAddress, DocumentStore } from './document.ts';

const ENVELOPE_KEY_BYTES = 32;
const FORMAT = 1;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + SALT_BYTES + NONCE_BYTES;
const CIPHER = 'aes-256-gcm';
const KEY_PURPOSE = 'brelok document';

/** 32 secret bytes each, kept elsewhere: the first seals, all open. */
export type EnvelopeKeys = readonly [Uint8Array, ...Uint8Array[]];

/** @param folder made when the first document comes, readable by its owner only */
export function createDocumentStore({
  folder,
  envelopeKeys,
}: {
  folder: string;
  envelopeKeys: EnvelopeKeys;
}): DocumentStore {
  if (envelopeKeys.some((key) => key.byteLength !== ENVELOPE_KEY_BYTES))
    throw new Error('the envelope key must be 32 bytes');
  return {
    put: (address, bytes) => putDocument(pathOf(folder, address), { address, bytes, envelopeKeys }),
    open: async (address) => {
      const opened = await openDocument(pathOf(folder, address), { address, envelopeKeys });
      return opened.ok ? { ok: true, bytes: opened.bytes } : opened;
    },
    remove: (address) => rm(pathOf(folder, address), { force: true }),
    reseal: (address) => resealDocument(pathOf(folder, address), { address, envelopeKeys }),
  };
}

/** Under the newest key, if it is not yet: then an older one may be thrown away. */
async function resealDocument(
  path: string,
  { address, envelopeKeys }: Sealing,
): Promise<'resealed' | 'unchanged' | 'missing' | 'damaged'> {
  const opened = await openDocument(path, { address, envelopeKeys });
  if (!opened.ok) return opened.reason;
  if (opened.key === envelopeKeys[0]) return 'unchanged';
  await writeDocument(path, { address, bytes: opened.bytes, envelopeKeys });
  return 'resealed';
}

type Sealing = { address: DocumentAddress; envelopeKeys: EnvelopeKeys };

/** Two documents with the same bytes are two files: neither can stand for the other. */
function pathOf(folder: string, address: DocumentAddress): string {
  const name = createHash('sha256').update(namesOf(address).join('\n')).digest('hex');
  return join(folder, name.slice(0, 2), name.slice(2));
}

/** Written beside its place and moved there, so that a file is whole or absent. */
async function putDocument(
  path: string,
  { address, bytes, envelopeKeys }: Sealing & { bytes: Uint8Array },
): Promise<void> {
  if (sha256Of(bytes) !== address.sha256)
    throw new Error(`document ${address.id} is not what its SHA-256 says`);
  if ((await openDocument(path, { address, envelopeKeys })).ok) return;
  await writeDocument(path, { address, bytes, envelopeKeys });
}

async function writeDocument(
  path: string,
  { address, bytes, envelopeKeys: [newest] }: Sealing & { bytes: Uint8Array },
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(unfinished, seal(bytes, address, newest), { flag: 'wx', mode: 0o600, flush: true });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function openDocument(
  path: string,
  { address, envelopeKeys }: Sealing,
): Promise<{ ok: true; bytes: Buffer; key: Uint8Array } | { ok: false; reason: 'missing' | 'damaged' }> {
  const sealed = await readIfPresent(path);
  if (sealed === null) return { ok: false, reason: 'missing' };
  for (const key of envelopeKeys) {
    const bytes = unseal(sealed, address, key);
    if (bytes !== null && sha256Of(bytes) === address.sha256) return { ok: true, bytes, key };
  }
  return { ok: false, reason: 'damaged' };
}

function seal(bytes: Uint8Array, address: DocumentAddress, envelopeKey: Uint8Array): Uint8Array {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor(envelopeKey, salt), nonce).setAAD(associatedData(address));
  const ciphertext = [cipher.update(bytes), cipher.final()];
  return Buffer.concat([Buffer.from([FORMAT]), salt, nonce, ...ciphertext, cipher.getAuthTag()]);
}

/** @returns null when any bit of it is not as it was sealed, or it was sealed as another document */
function unseal(sealed: Buffer, address: DocumentAddress, envelopeKey: Uint8Array): Buffer | null {
  if (sealed.byteLength < HEADER_BYTES + TAG_BYTES || sealed[0] !== FORMAT) return null;
  const salt = sealed.subarray(1, 1 + SALT_BYTES);
  const nonce = sealed.subarray(1 + SALT_BYTES, HEADER_BYTES);
  const decipher = createDecipheriv(CIPHER, keyFor(envelopeKey, salt), nonce, { authTagLength: TAG_BYTES })
    .setAAD(associatedData(address))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  const bytes = decipher.update(sealed.subarray(HEADER_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([bytes, decipher.final()]);
  } catch (error) {
    if (error instanceof Error) return null; // node:crypto has no other way to say that the tag is wrong
    throw error;
  }
}

function keyFor(envelopeKey: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', envelopeKey, salt, KEY_PURPOSE, ENVELOPE_KEY_BYTES));
}

function associatedData(address: DocumentAddress): Uint8Array {
  return Buffer.from(JSON.stringify([FORMAT, ...namesOf(address)]));
}

function namesOf({ id, sha256, copyFor }: DocumentAddress): string[] {
  return copyFor === undefined ? [id, sha256] : [id, sha256, copyFor.accountId, copyFor.version];
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readIfPresent(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
