import { compareDecimals } from '../lib/decimal.ts';
import { compareTexts } from '../lib/compare-texts.ts';
import type { PriceRow, ShownPrice } from '../prices/price-row.ts';

/** A line of one of the last orders. */
export type RecentLine = {
  productId: string;
  quantity: string;
  unit: string | null;
  orderId: string;
  orderNumber: string;
  orderedOn: string;
};

/** A product that is ordered again and again. */
export type UsualProduct = { productId: string; orderCount: number; last: RecentLine };

/** The same with what it costs today and how much of it is free. */
export type UsualGood = UsualProduct & { row: PriceRow };

/** One order says nothing of a habit. */
const ORDERS_MIN = 2;

/**
 * What stands in most of these orders, the most usual first; of the same number of orders what was ordered last.
 * @param lines the newest first
 */
export function toUsualProducts(lines: readonly RecentLine[], limit: number): UsualProduct[] {
  const byProduct = new Map<string, { orders: Set<string>; last: RecentLine }>();
  for (const line of lines) {
    const known = byProduct.get(line.productId);
    if (known) known.orders.add(line.orderId);
    else byProduct.set(line.productId, { orders: new Set([line.orderId]), last: line });
  }
  return [...byProduct]
    .map(([productId, { orders, last }]) => ({ productId, orderCount: orders.size, last }))
    .filter(({ orderCount }) => orderCount >= ORDERS_MIN)
    .toSorted(
      (one, other) =>
        other.orderCount - one.orderCount || compareTexts(other.last.orderedOn, one.last.orderedOn),
    )
    .slice(0, limit);
}

/** The price for as many as were ordered last: the tier of that quantity, else the first there is. */
export function priceForAsMany(prices: readonly ShownPrice[], quantity: string): ShownPrice | undefined {
  return prices.findLast(({ fromQuantity }) => compareDecimals(fromQuantity, quantity) <= 0) ?? prices[0];
}
