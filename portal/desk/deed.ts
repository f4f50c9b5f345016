/** What a manager does to a key; each is a page of its own that names the key and the consequence. */
export const DEEDS = ['suspend', 'resume', 'revoke'] as const;
export type Deed = (typeof DEEDS)[number];

export function parseDeed(text: string | null | undefined): Deed | null {
  return DEEDS.find((deed) => deed === text) ?? null;
}
