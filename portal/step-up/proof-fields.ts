/** Fields in which the proof travels with a form; they are no part of what it proves. */
export const PROOF_FIELDS = { state: 'stepUpState', response: 'stepUpResponse' } as const;
