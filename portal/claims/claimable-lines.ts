import { addDecimals, compareDecimals } from '../lib/decimal.ts';
import type { OrderLine } from '../orders/order-line.ts';
import type { ShownStatus } from '../orders/order.ts';
import type { LineProgress } from '../shipments/line-progress.ts';
import { hasLeft } from '../shipments/shipment.ts';
import type { Shipment } from '../shipments/shipment.ts';

/** A line of which something may be wrong, and of how much of it at most. */
export type ClaimableLine = { id: string; sku: string; name: string; unit: string; most: string };

type Delivered = {
  status: ShownStatus;
  lines: readonly OrderLine[];
  progress: Readonly<Record<string, LineProgress>>;
};

/** By the order's own word, where its source does not say what was shipped. */
const SHIPPED_BY_STATUS: ReadonlySet<ShownStatus> = new Set(['partially_shipped', 'shipped', 'completed']);

/** What of an order has left, and can therefore have arrived wrong or not at all. */
export function claimableLines({ status, lines, progress }: Delivered): ClaimableLine[] {
  return lines.flatMap((line) => {
    if (line.kind !== 'item') return [];
    const unsaid = SHIPPED_BY_STATUS.has(status) ? line.quantity : '0';
    return toClaimable(line, progress[line.id]?.shipped ?? unsaid);
  });
}

/** The same for one shipment of it. */
export function claimableParts(
  lines: readonly OrderLine[],
  { status, parts }: Pick<Shipment, 'status' | 'parts'>,
): ClaimableLine[] {
  if (!hasLeft(status)) return [];
  return lines.flatMap((line) => {
    const inIt = (parts ?? []).filter(({ orderLineId }) => orderLineId === line.id);
    return toClaimable(
      line,
      inIt.reduce((sum, { quantity }) => addDecimals(sum, quantity), '0'),
    );
  });
}

function toClaimable({ id, sku, name, unit }: OrderLine, most: string): ClaimableLine[] {
  if (compareDecimals(most, '0') <= 0) return [];
  return [{ id, sku: sku ?? '', name, unit: unit ?? '', most }];
}
