/**
 * How it was made sure that a key reaches its holder and nobody else (REC-03). Recorded when the key is issued and
 * kept with it: whoever doubts a signature years later can ask who took the key that made it.
 */
export const HAND_OVER_EVIDENCES = [
  'seen-in-person', // handed over, the holder's identity document was seen
  'contract-address', // delivered to the address that stands in the customer's contract
  'owner-confirmed', // an owner of the account confirmed it
  'two-of-staff', // two of our staff were there
] as const;
export type HandOverEvidence = (typeof HAND_OVER_EVIDENCES)[number];

/** @returns null for what is none of them */
export function parseEvidence(text: string): HandOverEvidence | null {
  return HAND_OVER_EVIDENCES.find((evidence) => evidence === text) ?? null;
}
