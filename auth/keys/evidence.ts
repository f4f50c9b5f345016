/**
 * How it was made sure that a key reaches its holder and nobody else (REC-03). Recorded when the key is issued and
 * kept with it: whoever doubts a signature years later can ask who took the key that made it.
 */

/** What whoever issues a key can say of it themselves. */
export const CLAIMED_EVIDENCES = [
  'seen-in-person', // handed over, the holder's identity document was seen
  'contract-address', // delivered to the address that stands in the customer's contract
] as const;
export type ClaimedEvidence = (typeof CLAIMED_EVIDENCES)[number];

/** The last two only the portal writes, from whose key confirmed it: no manager says so of a key of their own making. */
export const HAND_OVER_EVIDENCES = [
  ...CLAIMED_EVIDENCES,
  'owner-confirmed', // an owner of the account confirmed it
  'two-of-staff', // two of our staff did, where no owner could
] as const;
export type HandOverEvidence = (typeof HAND_OVER_EVIDENCES)[number];

/** As it is stored. @returns null for what is none of them */
export function parseEvidence(text: string): HandOverEvidence | null {
  return HAND_OVER_EVIDENCES.find((evidence) => evidence === text) ?? null;
}

/** As a form says it. @returns null for what nobody can say themselves */
export function parseClaimedEvidence(text: string): ClaimedEvidence | null {
  return CLAIMED_EVIDENCES.find((evidence) => evidence === text) ?? null;
}
