/**
 * What somebody typed, sealed for the time in which their session is locked. Page and server do it alike: AES-256-GCM under
 * a key of the session (auth/sessions/draft-keys), bound to the page's path.
 */

/** A form by where it is sent, and its fields in order. */
export type FormDraft = { action: string; fields: [string, string][] };

export type SealedDraft = {
  /** The page, with its query. */
  path: string;
  /** Base64. */
  iv: string;
  box: string;
};

const IV_BYTES = 12;

/** The keys of a session, such that no script can read them any more. */
export function importDraftKeys(keys: readonly string[]): Promise<CryptoKey[]> {
  return Promise.all(
    keys.map((key) =>
      crypto.subtle.importKey('raw', fromBase64(key), 'AES-GCM', false, ['encrypt', 'decrypt']),
    ),
  );
}

export async function sealDraft(
  key: CryptoKey,
  { path, forms }: { path: string; forms: readonly FormDraft[] },
): Promise<SealedDraft> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = new TextEncoder().encode(JSON.stringify(forms));
  const box = await crypto.subtle.encrypt(parametersOf(iv, path), key, plain);
  return { path, iv: toBase64(iv), box: toBase64(new Uint8Array(box)) };
}

/** @returns null for what was sealed by another session, for another page, or changed since */
export async function openDraft(
  keys: readonly CryptoKey[],
  { path, iv, box }: SealedDraft,
): Promise<FormDraft[] | null> {
  for (const key of keys) {
    try {
      const plain = await crypto.subtle.decrypt(parametersOf(fromBase64(iv), path), key, fromBase64(box));
      return parseForms(JSON.parse(new TextDecoder().decode(plain)));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // not this key's
    }
  }
  return null;
}

/** A sealed draft as it lies in the browser's storage; null for anything else. */
export function parseSealedDraft(value: unknown): SealedDraft | null {
  if (!isRecord(value)) return null;
  const { path, iv, box } = value;
  return typeof path === 'string' && isBase64(iv) && isBase64(box) ? { path, iv, box } : null;
}

function parseForms(value: unknown): FormDraft[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((form: unknown) => {
    if (!isRecord(form) || typeof form['action'] !== 'string' || !Array.isArray(form['fields'])) return [];
    return [{ action: form['action'], fields: form['fields'].filter(isField) }];
  });
}

function isField(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

function parametersOf(iv: Uint8Array<ArrayBuffer>, path: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(path) };
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** Takes the URL-safe alphabet too. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function isBase64(value: unknown): value is string {
  return typeof value === 'string' && /^[\w+/-]*={0,2}$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
