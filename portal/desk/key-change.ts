/** What a manager does to a key that is out; each has a page of its own that asks first, and why. */
export const KEY_CHANGES = ['suspend', 'resume', 'report-lost', 'revoke', 'destroy'] as const;
export type KeyChange = (typeof KEY_CHANGES)[number];

/** Who opens a key's page: its manager, and any administrator, who may stop every key (REC-02 amended). */
export const KEY_READERS = ['account-manager', 'administrator'] as const;

/** @returns null for an address that is no such page */
export function parseKeyChange(text: string): KeyChange | null {
  return KEY_CHANGES.find((change) => change === text) ?? null;
}
