import type { PriceRules } from './price-for.ts';
import { tieredPricesOn } from './price-list.ts';
import type { PriceBasis, PriceEntry } from './price-list.ts';
import type { Product, StockLevel } from './product.ts';
import { tierTable } from './tier-table.ts';
import type { TierRow } from './tier-table.ts';

/** A price as a list shows it. */
export type ShownPrice = {
  basis: PriceBasis;
  amount: string;
  /** What everybody pays at this quantity, where that can be compared. */
  listAmount: string | null;
  /** `0` where it holds for any quantity. */
  fromQuantity: string;
  /** A discount of the key is in it. */
  isExpected: boolean;
};

/** A product with its prices. What the session's classes do not open is null because it was never read. */
export type PriceRow = {
  product: Product;
  /** What everybody pays, by rising quantity. */
  listPrices: readonly ShownPrice[];
  /** What this customer pays, by rising quantity; null without the class of own prices. */
  ownPrices: readonly ShownPrice[] | null;
  stock: StockLevel | null;
};

type RowFacts = {
  product: Product;
  rules: PriceRules;
  entries: readonly PriceEntry[];
  stock: StockLevel | null;
  hasOwnPrices: boolean;
  on: string;
};

export function toPriceRow({ product, rules, entries, stock, hasOwnPrices, on }: RowFacts): PriceRow {
  const offered = tieredPricesOn(rules.lists, entries, { on, productUnit: product.unit });
  const open = offered.filter(({ list }) => list.standing === 'open');
  const { discounts } = rules;
  return {
    product,
    stock,
    listPrices: tierTable(open, { product, on, discounts: [] }).map(toShownPrice),
    ownPrices: hasOwnPrices ? tierTable(offered, { product, on, discounts }).map(toShownPrice) : null,
  };
}

function toShownPrice({ fromQuantity, price }: TierRow): ShownPrice {
  const { basis, final, listPrice, isExpected } = price;
  return { basis, amount: final, listAmount: listPrice, fromQuantity, isExpected };
}

/** Whether the prices of these rows are with tax, without, or some of each. */
export function taxesIn(rows: readonly PriceRow[]): boolean[] {
  const shown = rows.flatMap(({ listPrices, ownPrices }) => [...listPrices, ...(ownPrices ?? [])]);
  return [...new Set(shown.map(({ basis }) => basis.isTaxIncluded))];
}
