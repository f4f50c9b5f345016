import type { OrderLine } from '../orders/order-line.ts';
import { addDecimals, compareDecimals, subtractDecimals } from '../lib/decimal.ts';
import { hasLeft } from './shipment.ts';
import type { ShipmentPart, ShipmentStatus } from './shipment.ts';

/** How far a line has come, in decimals. Null: the source gives nothing that it could be told from. */
export type LineProgress = { shipped: string | null; notShipped: string | null };

type Parts = readonly { status: ShipmentStatus; parts: readonly ShipmentPart[] | null }[];

/**
 * What is shipped of each line: what the source itself says, else the sum of its shipments that have left. What is
 * not shipped is the rest, and never less than nothing.
 * @param shipments null where the source gives no shipments or does not say what is in them
 * @returns by the line's id
 */
export function progressOfLines(
  lines: readonly Pick<OrderLine, 'id' | 'quantity' | 'shippedQuantity'>[],
  shipments: Parts | null,
): Readonly<Record<string, LineProgress>> {
  const left = shipments === null ? null : sumByLine(shipments);
  return Object.fromEntries(
    lines.map(({ id, quantity, shippedQuantity }) => {
      const shipped = shippedQuantity ?? (left === null ? null : (left.get(id) ?? '0'));
      return [id, { shipped, notShipped: shipped === null ? null : rest(quantity, shipped) }];
    }),
  );
}

function sumByLine(shipments: Parts): Map<string, string> {
  const sums = new Map<string, string>();
  for (const { parts } of shipments.filter(({ status }) => hasLeft(status))) {
    for (const { orderLineId, quantity } of parts ?? []) {
      if (orderLineId === null) continue;
      sums.set(orderLineId, addDecimals(sums.get(orderLineId) ?? '0', quantity));
    }
  }
  return sums;
}

function rest(ordered: string, shipped: string): string {
  return compareDecimals(ordered, shipped) > 0 ? subtractDecimals(ordered, shipped) : '0';
}
