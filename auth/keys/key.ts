/**
 * The states of a key and the ways between them (REC-01). Whatever is not in the table is refused: a lost key that
 * is found again can only be revoked (REC-07), and a revoked one only be destroyed.
 */
export const KEY_STATUSES = [
  'stocked',
  'assigned',
  'shipped',
  'active',
  'suspended',
  'lost',
  'revoked',
  'destroyed',
] as const;
export type KeyStatus = (typeof KEY_STATUSES)[number];

const KEY_TRANSITIONS = [
  'assign',
  'ship',
  'activate',
  'suspend',
  'resume',
  'report-lost',
  'revoke',
  'destroy',
  'write-off',
] as const;
export type KeyTransition = (typeof KEY_TRANSITIONS)[number];

type Transition = { from: readonly KeyStatus[]; to: KeyStatus };

const TRANSITIONS: Readonly<Record<KeyTransition, Transition>> = {
  assign: { from: ['stocked'], to: 'assigned' },
  ship: { from: ['assigned'], to: 'shipped' },
  activate: { from: ['assigned', 'shipped'], to: 'active' }, // handed over the counter, a key is never shipped
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  'report-lost': { from: ['assigned', 'shipped', 'active', 'suspended'], to: 'lost' },
  revoke: { from: ['stocked', 'assigned', 'shipped', 'active', 'suspended', 'lost'], to: 'revoked' },
  destroy: { from: ['revoked'], to: 'destroyed' },
  'write-off': { from: ['stocked'], to: 'destroyed' }, // faulty before anybody had it
};

/** A key that waits for its holder: its link may be opened. */
export const WAITING_STATUSES = TRANSITIONS.activate.from;
/** A key that will never open anything again. */
export const ENDED_STATUSES = ['revoked', 'destroyed'] as const satisfies readonly KeyStatus[];
/** A key that its holder can't use: another one may take its place (REC-03). */
export const REPLACEABLE_STATUSES = ['suspended', 'lost', 'revoked'] as const satisfies readonly KeyStatus[];
/** A key that is with its holder, or on its way to them; lost ones are nowhere. */
export const HELD_STATUSES = [
  'assigned',
  'shipped',
  'active',
  'suspended',
] as const satisfies readonly KeyStatus[];

/** From which states a transition may start, and where it leads. */
export function transitionOf(transition: KeyTransition): Transition {
  return TRANSITIONS[transition];
}

export function canMakeTransition(status: KeyStatus, transition: KeyTransition): boolean {
  return TRANSITIONS[transition].from.includes(status);
}

/** What can still happen to a key in this state, in the order of its life. */
export function transitionsFrom(status: KeyStatus): readonly KeyTransition[] {
  return KEY_TRANSITIONS.filter((transition) => canMakeTransition(status, transition));
}

export function isKeyStatus(text: string): text is KeyStatus {
  return KEY_STATUSES.some((status) => status === text);
}

/** Whether it waits for its holder to register it. */
export function isWaiting(status: string): boolean {
  return WAITING_STATUSES.some((waiting) => waiting === status);
}

/** Whether it will never open anything again. */
export function isEnded(status: string): boolean {
  return ENDED_STATUSES.some((ended) => ended === status);
}
