import { compareDecimals } from '#portal/lib/decimal.ts';
import { priceFor } from './price-for.ts';
import type { Price, PriceQuestion } from './price-for.ts';
import { tieredPricesOn } from './price-list.ts';

/** `fromQuantity` is `0` where the first price holds for any quantity. */
export type TierRow = { fromQuantity: string; price: Price };

type TierQuestion = Omit<PriceQuestion, 'quantity'>;

const ANY = '0';
const ONE = '1';

/**
 * The price at each quantity where some list of the product changes, by rising quantity. Only in the currency of the
 * first row: prices of two currencies make no one table.
 */
export function tierTable(question: TierQuestion): TierRow[] {
  const rows: TierRow[] = [];
  const quantities = thresholds(question);
  for (const fromQuantity of quantities) {
    const quantity = fromQuantity === ANY ? firstQuantity(quantities) : fromQuantity;
    const currency = question.currency ?? rows[0]?.price.basis.currency;
    const answer = priceFor({ ...question, quantity, currency });
    if (answer.ok) rows.push({ fromQuantity, price: answer.price });
  }
  return rows;
}

function thresholds({ lists, entries, product, on }: TierQuestion): string[] {
  const quantities = tieredPricesOn(lists, entries, { on, productUnit: product.unit })
    .flatMap(({ tiers }) => tiers.map(({ fromQuantity }) => fromQuantity))
    .map((quantity) => (compareDecimals(quantity, ANY) > 0 ? quantity : ANY));
  return [...new Set(quantities)].sort(compareDecimals);
}

/** What "any quantity" is asked with: one, unless another price begins below it. */
function firstQuantity(quantities: readonly string[]): string {
  const next = quantities.find((quantity) => quantity !== ANY);
  return next !== undefined && compareDecimals(next, ONE) <= 0 ? ANY : ONE;
}
