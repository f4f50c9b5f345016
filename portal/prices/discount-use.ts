import type { DiscountRule } from '../discounts/discount.ts';
import { compareDecimals, negateDecimal } from '../lib/decimal.ts';
import { multiplyToMinor } from '../lib/money.ts';
import { priceFor } from './price-for.ts';
import type { Price, PriceRules, PricedProduct } from './price-for.ts';
import type { PriceEntry } from './price-list.ts';

/** A line that the ERP has taken into an order, and its product as it stands in the catalogue. */
export type OrderedLine = {
  lineId: string;
  orderId: string;
  orderNumber: string;
  orderedOn: string;
  currency: string;
  quantity: string;
  unitPrice: string;
  productId: string;
  product: PricedProduct;
};

/** A discount of a key, and what else makes up the price of a line's product. */
export type UseQuestion = { discount: DiscountRule; rules: PriceRules; entries: readonly PriceEntry[] };

/** What a discount gave on a line, in minor units of the line's currency. */
export type DiscountUse = { line: OrderedLine; givenMinor: bigint };

/**
 * What a key's discount gave on a line. No ERP says which discount made a price, so it is derived, and strictly: the line
 * costs to the last digit what the rules give on its day at its quantity with this discount as the only one of a key.
 * @returns null when the line's price has another reason, or one that can't be told
 */
export function discountUse(line: OrderedLine, question: UseQuestion): DiscountUse | null {
  const expected = expectedPrice(line, question);
  if (expected === null || compareDecimals(expected.final, line.unitPrice) !== 0) return null;
  const step = expected.steps.find(({ kind }) => kind === 'key-discount');
  if (step === undefined) return null;
  return { line, givenMinor: multiplyToMinor(negateDecimal(step.amount), line.quantity, line.currency) };
}

/** What the ERP's own order lines say of a price that a key's discount makes expected. */
export type Confirmation =
  | { state: 'confirmed'; line: OrderedLine }
  /** The ERP charged something else than the discount lets expect. */
  | { state: 'differs'; line: OrderedLine; expected: string };

/**
 * Holds an expected price against the newest line that was ordered since the key carries the discount.
 * @param lines of one product, the newest first
 * @returns null while there is no such line
 */
export function confirmationOf(
  lines: readonly OrderedLine[],
  { sinceOn, ...question }: UseQuestion & { sinceOn: string },
): Confirmation | null {
  for (const line of lines) {
    const expected = line.orderedOn < sinceOn ? null : expectedPrice(line, question);
    if (expected === null || !expected.isExpected) continue;
    const isAsExpected = compareDecimals(expected.final, line.unitPrice) === 0;
    return isAsExpected ? { state: 'confirmed', line } : { state: 'differs', line, expected: expected.final };
  }
  return null;
}

/** The discount's limit is left out: what is derived here is what the limit is counted by. */
function expectedPrice(line: OrderedLine, { discount, rules, entries }: UseQuestion): Price | null {
  const ofSource = rules.discounts.filter(({ origin }) => origin === 'source');
  const answer = priceFor({
    lists: rules.lists,
    discounts: [...ofSource, { ...discount, leftMinor: null }],
    entries,
    product: line.product,
    quantity: line.quantity,
    on: line.orderedOn,
    currency: line.currency,
  });
  return answer.ok ? answer.price : null;
}
