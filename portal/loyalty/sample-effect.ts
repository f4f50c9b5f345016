/** What a discount would have changed in orders that are known already, counted exactly. */
import { coversGoods, effectOf, reducedPrice } from '#portal/discounts/discount.ts';
import type { DiscountEffect } from '#portal/discounts/discount.ts';
import { compareDecimals, decimalScale } from '#portal/lib/decimal.ts';
import { minorDigits, multiplyToMinor } from '#portal/lib/money.ts';
import type { DiscountTerms } from './discount-draft.ts';

/** A line of an order, as the source priced it. */
export type SampleLine = {
  id: string;
  sku: string | null;
  name: string;
  quantity: string;
  unit: string | null;
  unitPrice: string | null;
  /** Of the catalogue; null when the article is not in it. */
  productUnit: string | null;
  goodsGroup: string | null;
};

export type SampleOrder = {
  id: string;
  number: string;
  orderedOn: string;
  currency: string;
  lines: readonly SampleLine[];
};

/** Why a line keeps its price. `other_currency` also where a fixed price is for another unit. */
export type Untouched = 'not_covered' | 'no_price' | 'other_currency' | 'not_lower' | 'limit';

export type LineEffect = SampleLine &
  ({ isChanged: true; newPrice: string; savedMinor: bigint } | { isChanged: false; because: Untouched });

export type OrderEffect = Omit<SampleOrder, 'lines'> & { lines: readonly LineEffect[]; savedMinor: bigint };

/**
 * The orders as they would have been with the discount, oldest first, whatever its period. The limit is used up line
 * by line; a line that would go over what is left keeps its price, as when prices are made.
 */
export function sampleEffect(terms: DiscountTerms, orders: readonly SampleOrder[]): OrderEffect[] {
  const effect = effectOf(terms);
  let leftMinor = terms.maxAmountMinor;
  return [...orders]
    .sort((one, other) => (one.orderedOn < other.orderedOn ? -1 : 1))
    .map((order) => {
      const lines = order.lines.map((line) => {
        const changed = lineEffect({ terms, effect, line, currency: order.currency, leftMinor });
        if (changed.isChanged && leftMinor !== null) leftMinor -= changed.savedMinor;
        return changed;
      });
      const savedMinor = lines.reduce((sum, line) => sum + (line.isChanged ? line.savedMinor : 0n), 0n);
      return { ...order, lines, savedMinor };
    });
}

type LineQuestion = {
  terms: DiscountTerms;
  effect: DiscountEffect | null;
  line: SampleLine;
  currency: string;
  leftMinor: bigint | null;
};

function lineEffect({ terms, effect, line, currency, leftMinor }: LineQuestion): LineEffect {
  const untouched = (because: Untouched): LineEffect => ({ ...line, isChanged: false, because });
  const { sku, goodsGroup, unitPrice, quantity } = line;
  if (effect === null || !coversGoods(terms, { sku: sku ?? '', goodsGroup })) return untouched('not_covered');
  if (unitPrice === null) return untouched('no_price');
  if (terms.currency !== null && terms.currency !== currency) return untouched('other_currency');
  if (effect.kind === 'fixed-price' && line.unit !== line.productUnit) return untouched('other_currency');

  const digits = Math.max(minorDigits(currency), decimalScale(unitPrice));
  const newPrice = reducedPrice(unitPrice, effect, digits);
  if (compareDecimals(newPrice, unitPrice) >= 0) return untouched('not_lower');
  const savedMinor =
    multiplyToMinor(unitPrice, quantity, currency) - multiplyToMinor(newPrice, quantity, currency);
  if (leftMinor !== null && savedMinor > leftMinor) return untouched('limit');
  return { ...line, isChanged: true, newPrice, savedMinor };
}
