import { compareDecimals } from '#portal/lib/decimal.ts';
import { priceAmong } from './price-for.ts';
import type { Price, QuantityQuestion } from './price-for.ts';
import type { TieredPrice } from './price-list.ts';

/** `fromQuantity` is `0` where the first price holds for any quantity. */
export type TierRow = { fromQuantity: string; price: Price };

const ANY = '0';
const ONE = '1';

/**
 * The price at each quantity where some list of the product changes, by rising quantity. Only in the currency of the
 * first row: prices of two currencies make no one table.
 * @param offered what the lists say of the product, from `tieredPricesOn` for the question's day
 */
export function tierTable(
  offered: readonly TieredPrice[],
  question: Omit<QuantityQuestion, 'quantity'>,
): TierRow[] {
  const rows: TierRow[] = [];
  const quantities = thresholds(offered);
  for (const fromQuantity of quantities) {
    const quantity = fromQuantity === ANY ? firstQuantity(quantities) : fromQuantity;
    const currency = question.currency ?? rows[0]?.price.basis.currency;
    const answer = priceAmong(offered, { ...question, quantity, currency });
    if (answer.ok) rows.push({ fromQuantity, price: answer.price });
  }
  return rows;
}

function thresholds(offered: readonly TieredPrice[]): string[] {
  const quantities = offered.flatMap(({ tiers }) => tiers.map(({ fromQuantity }) => fromQuantity));
  return [...new Set(quantities.map((quantity) => (quantity.startsWith('-') ? ANY : quantity)))].sort(
    compareDecimals,
  );
}

/** What "any quantity" is asked with: one, unless another price begins below it. */
function firstQuantity(quantities: readonly string[]): string {
  const next = quantities.find((quantity) => quantity !== ANY);
  return next !== undefined && compareDecimals(next, ONE) <= 0 ? ANY : ONE;
}
