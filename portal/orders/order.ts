import { daysBetween } from '../lib/dates.ts';
import type { Money } from '../lib/money.ts';

/** How far an order has come, in the words that all sources are brought to. */
export const ORDER_STATUSES = [
  'draft',
  'quoted',
  'confirmed',
  'in_progress',
  'partially_shipped',
  'shipped',
  'completed',
  'cancelled',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Not orders yet: the source keeps them, and customers never see them. */
export const HIDDEN_STATUSES = ['draft', 'quoted'] as const satisfies readonly OrderStatus[];

/** Something is still to be shipped. */
export const OPEN_STATUSES = [
  'confirmed',
  'in_progress',
  'partially_shipped',
] as const satisfies readonly OrderStatus[];

export type ShownStatus = Exclude<OrderStatus, (typeof HIDDEN_STATUSES)[number]>;
export const SHOWN_STATUSES = [
  ...OPEN_STATUSES,
  'shipped',
  'completed',
  'cancelled',
] as const satisfies readonly ShownStatus[];

export function isShownStatus(text: string): text is ShownStatus {
  return SHOWN_STATUSES.some((status) => status === text);
}

export function isOpen(status: ShownStatus): boolean {
  return OPEN_STATUSES.some((open) => open === status);
}

/** An order in a list. `total` is null unless the session opens the customer's own prices. */
export type OrderRow = {
  id: string;
  number: string;
  customerReference: string | null;
  orderedOn: string;
  promisedOn: string | null;
  status: ShownStatus;
  total: Money | null;
};

/**
 * Days by which the promise of an order that is still open has been missed; 0 when it has not, or none was given.
 * @param todayOn the day it is at the company
 */
export function daysMissed(
  { status, promisedOn }: Pick<OrderRow, 'status' | 'promisedOn'>,
  todayOn: string,
): number {
  if (promisedOn === null || !isOpen(status)) return 0;
  return Math.max(0, daysBetween(promisedOn, todayOn));
}
