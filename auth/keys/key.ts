/**
 * The states of a key and the ways between them. Revoked is final: a key that is found again stays revoked.
 */
export const KEY_STATUSES = ['assigned', 'active', 'suspended', 'revoked'] as const;
export type KeyStatus = (typeof KEY_STATUSES)[number];

export type KeyTransition = 'activate' | 'suspend' | 'resume' | 'revoke';

const TRANSITIONS: Readonly<Record<KeyTransition, { from: readonly KeyStatus[]; to: KeyStatus }>> = {
  activate: { from: ['assigned'], to: 'active' },
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  revoke: { from: ['assigned', 'active', 'suspended'], to: 'revoked' },
};

/** From which states a transition may start, and where it leads. */
export function transitionOf(transition: KeyTransition): { from: readonly KeyStatus[]; to: KeyStatus } {
  return TRANSITIONS[transition];
}

export function canMakeTransition(status: KeyStatus, transition: KeyTransition): boolean {
  return TRANSITIONS[transition].from.includes(status);
}

export function isKeyStatus(text: string): text is KeyStatus {
  return KEY_STATUSES.some((status) => status === text);
}
