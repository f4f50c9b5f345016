/** The kinds of keys, by what they can prove. */
export const KEY_KINDS = ['fido2', 'u2f', 'challenge-response', 'static-code'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** The kind of a stored key. What is not known counts as the kind that proves the least. */
export function kindOf(stored: string): KeyKind {
  return KEY_KINDS.find((kind) => kind === stored) ?? 'static-code';
}

export function parseKeyKind(text: string): KeyKind | null {
  return KEY_KINDS.find((kind) => kind === text) ?? null;
}
