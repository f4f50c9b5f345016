import type { Invoice } from '../invoices/invoice.ts';
import { daysOverdue } from '../invoices/invoice.ts';
import { daysMissed } from '../orders/order.ts';
import type { OrderRow } from '../orders/order.ts';
import type { TrackingStatus } from '../shipments/shipment.ts';

/** A shipment that waits for the customer, and the order on whose page it stands. */
export type WaitingShipment = {
  id: string;
  number: string;
  orderId: string;
  status: TrackingStatus;
  city: string | null;
  occurredAt: Date;
};

/** Something that somebody should do something about, the most pressing kinds first. */
export type AttentionItem =
  | { kind: 'shipment'; shipment: WaitingShipment }
  | { kind: 'missed'; order: OrderRow; days: number }
  | { kind: 'overdue'; invoice: Invoice; days: number };

/** So many of each kind; the rest stands in the lists. */
const ITEMS_PER_KIND = 5;

/**
 * What needs attention today.
 * @param overdue null for a session that does not open money
 */
export function toAttention({
  shipments,
  open,
  overdue,
  todayOn,
}: {
  shipments: readonly WaitingShipment[];
  open: readonly OrderRow[];
  overdue: readonly Invoice[] | null;
  todayOn: string;
}): AttentionItem[] {
  const missed = open
    .map((order) => ({ kind: 'missed' as const, order, days: daysMissed(order, todayOn) }))
    .filter(({ days }) => days > 0)
    .toSorted((one, other) => other.days - one.days);
  return [
    ...shipments.map((shipment) => ({ kind: 'shipment' as const, shipment })).slice(0, ITEMS_PER_KIND),
    ...missed.slice(0, ITEMS_PER_KIND),
    ...(overdue ?? [])
      .map((invoice) => ({ kind: 'overdue' as const, invoice, days: daysOverdue(invoice, todayOn) }))
      .slice(0, ITEMS_PER_KIND),
  ];
}
