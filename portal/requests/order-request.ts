import { addDecimals, compareDecimals } from '../lib/decimal.ts';
import { decimalFromMinor } from '../lib/money.ts';
import type { Money } from '../lib/money.ts';
import type { RequestState } from './outbox-entry.ts';

/** More is a file, and a matter for another page. */
export const MOST_LINES = 200;
export const NOTE_LENGTH_MAX = 500;
export const REFERENCE_LENGTH_MAX = 60;

/** Why a line can't go out as it is. */
export type LineProblem = 'gone' | 'discontinued';

/** A line with its price as of now, or as of when it was sent. */
export type RequestLine = {
  id: string;
  productId: string;
  sku: string;
  name: string;
  unit: string;
  quantity: string;
  /** Of one unit; null where no price is known to us: the source makes it. */
  unitPrice: string | null;
  netMinor: bigint | null;
  isExpected: boolean;
  problem: LineProblem | null;
  replacement: { id: string; sku: string; name: string } | null;
};

/** What a list of goods comes to. Null without any price. */
export type RequestTotal = { total: Money; isTaxIncluded: boolean; unpriced: number };

export type RequestRow = {
  id: string;
  number: string | null;
  state: RequestState;
  changedAt: Date;
  sentAt: Date | null;
  lineCount: number;
  total: Money | null;
  orderId: string | null;
};

/** From which amount on a key confirms an order; a decimal by currency. */
export type TouchLimits = readonly { currency: string; amount: string }[];

/** An amount whose currency has no limit is confirmed, and so is one that is not all there is. */
export function needsTouch({ total, unpriced }: RequestTotal, limits: TouchLimits): boolean {
  const limit = limits.find(({ currency }) => currency === total.currency);
  if (limit === undefined || unpriced > 0) return true;
  return compareDecimals(decimalFromMinor(total.amountMinor, total.currency), limit.amount) > 0;
}

export type AskedLine = { productId: string; quantity: string };

/** One line an article: what stands twice is added up. */
export function mergeLines(lines: readonly AskedLine[]): AskedLine[] {
  const quantities = new Map<string, string>();
  for (const { productId, quantity } of lines) {
    quantities.set(productId, addDecimals(quantities.get(productId) ?? '0', quantity));
  }
  return [...quantities].map(([productId, quantity]) => ({ productId, quantity }));
}
