import type { EntryState } from '../requests/outbox-entry.ts';

/** What is wrong with goods: not there, broken on the way, another article than ordered, does not work, anything else. */
export const CLAIM_KINDS = ['missing', 'damaged', 'wrong', 'faulty', 'other'] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** What the customer wants done: other goods instead, what is not there, their money, or to send goods back. */
export const WISHES = ['replace', 'deliver', 'credit', 'return'] as const;
export type Wish = (typeof WISHES)[number];

export const DECISIONS = ['accepted', 'refused'] as const;
export type Decision = (typeof DECISIONS)[number];

export const NOTE_LENGTH_MAX = 2_000;
export const ANSWER_LENGTH_MAX = 500;

/** What the customer reads: `checked` is in the hands of their manager. */
export type ClaimState = 'queued' | 'checked' | Decision;

/** A line of a claim as it was sent. The quantity is a decimal string. */
export type ClaimLine = {
  id: string;
  kind: ClaimKind;
  quantity: string;
  sku: string;
  name: string;
  unit: string;
};

export type ClaimRow = {
  id: string;
  number: string;
  state: ClaimState;
  sentAt: Date;
  /** Null where the order is on no page of this customer's any more. */
  order: { id: string; number: string } | null;
  lineCount: number;
};

/**
 * Nobody but a person decides a claim. That the ERP has it, or will have it, is told beside; until a claim is on its way
 * there, it waits for nothing else.
 */
export function claimStateOf(decision: Decision | null, entry: EntryState, isHeldBack: boolean): ClaimState {
  if (decision !== null) return decision;
  return entry === 'waiting' && !isHeldBack ? 'queued' : 'checked';
}

export function toClaimKind(text: string): ClaimKind {
  return CLAIM_KINDS.find((kind) => kind === text) ?? 'other';
}

export function toWish(text: string): Wish | null {
  return WISHES.find((wish) => wish === text) ?? null;
}

export function toDecision(text: string | null): Decision | null {
  return DECISIONS.find((decision) => decision === text) ?? null;
}
