import type { DataClass } from '#auth/permissions/data-classes.ts';
import type { ShownKind } from '../freshness/freshness.ts';
import type { ShownStatus } from '../orders/order.ts';
import type { ShipmentStatus } from '../shipments/shipment.ts';

/** Something that a search has found. Its class says who may be shown it; `isExact`: the whole number was typed. */
export type SearchHit = { id: string; dataClass: DataClass; isExact: boolean } & (
  | {
      kind: 'order';
      number: string;
      customerReference: string | null;
      orderedOn: string;
      status: ShownStatus;
    }
  | {
      kind: 'shipment';
      number: string;
      trackingNumber: string | null;
      carrier: string | null;
      status: ShipmentStatus;
      orderId: string;
    }
  | { kind: 'invoice'; number: string; issuedOn: string; orderId: string | null }
  | { kind: 'document'; title: string; issuedOn: string; orderId: string | null }
  /** Of the catalogue, for who sees prices. */
  | { kind: 'product'; sku: string; name: string }
  /** Of the customer's own orders, for who sees goods but no prices. */
  | { kind: 'ordered'; sku: string; name: string }
);

export const HIT_KINDS = ['order', 'shipment', 'invoice', 'document', 'product', 'ordered'] as const;
type HitKind = (typeof HIT_KINDS)[number];

/** What each kind of hit is a fact of, to say as of when it is. */
export const KIND_OF_HIT: Readonly<Record<HitKind, ShownKind>> = {
  order: 'order',
  shipment: 'shipment',
  invoice: 'invoice',
  document: 'document',
  product: 'product',
  ordered: 'order-line',
};

/** More than these of a kind tell nobody anything: the list of that kind has filters. */
const HITS_PER_KIND = 8;

export function exactFirst<Hit extends Pick<SearchHit, 'isExact'>>(hits: readonly Hit[]): Hit[] {
  return hits.toSorted((one, other) => Number(other.isExact) - Number(one.isExact)).slice(0, HITS_PER_KIND);
}

/** Where a hit leads. */
export function hitHref(hit: SearchHit): string {
  switch (hit.kind) {
    case 'order':
      return `/orders/${hit.id}`;
    case 'shipment':
      return `/orders/${hit.orderId}#shipment-${hit.id}`;
    case 'invoice':
      return hit.orderId === null ? searchIn('/documents', hit.number) : `/orders/${hit.orderId}`;
    case 'document':
      return `/documents/${hit.id}`;
    case 'product':
      return `/prices/${encodeURIComponent(hit.id)}`;
    case 'ordered':
      return searchIn('/orders', hit.sku);
  }
}

/**
 * Where a search leads straight away: to the one thing whose whole number was typed. Papers and shipments that bear the
 * number of their order, or are all of one order, lead to that order, which lists them.
 * @returns null when there is nothing of that number, or more than one thing
 */
export function straightHref(hits: readonly SearchHit[]): string | null {
  const exact = hits.filter(({ isExact }) => isExact);
  const [first, ...others] = exact;
  if (first === undefined) return null;
  if (others.length === 0) return hitHref(first);
  const orders = new Set(exact.map(orderOf));
  const [order] = orders;
  return orders.size === 1 && order ? `/orders/${order}` : null;
}

function orderOf(hit: SearchHit): string | null {
  if (hit.kind === 'order') return hit.id;
  return hit.kind === 'product' || hit.kind === 'ordered' ? null : hit.orderId;
}

function searchIn(path: string, query: string): string {
  return `${path}?${new URLSearchParams({ q: query }).toString()}`;
}
