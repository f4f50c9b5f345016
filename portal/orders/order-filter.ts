import { isOn } from '../lib/dates.ts';
import { isShownStatus } from './order.ts';
import type { ShownStatus } from './order.ts';

/** What a list of orders is narrowed to. Comes from the address bar, so that a filtered list can be kept and sent. */
export type OrderFilter = {
  /** As typed. */
  query: string;
  status: ShownStatus | 'open' | null;
  fromOn: string | null;
  toOn: string | null;
};

export const NO_FILTER: OrderFilter = { query: '', status: null, fromOn: null, toOn: null };

const QUERY_LENGTH_MAX = 100;

/** Whatever is not one of our own values counts as not set. */
export function parseOrderFilter(params: URLSearchParams): OrderFilter {
  const status = params.get('status') ?? '';
  return {
    query: (params.get('q') ?? '').slice(0, QUERY_LENGTH_MAX).trim(),
    status: status === 'open' || isShownStatus(status) ? status : null,
    fromOn: parseDay(params.get('from')),
    toOn: parseDay(params.get('to')),
  };
}

export function isFiltered(filter: OrderFilter): boolean {
  return filter.query !== '' || filter.status !== null || filter.fromOn !== null || filter.toOn !== null;
}

/** The address of a list narrowed like this, from `after` on. */
export function ordersHref(
  { query, status, fromOn, toOn }: OrderFilter,
  after: string | null = null,
): string {
  const params = new URLSearchParams();
  const values = { q: query, status, from: fromOn, to: toOn, after };
  for (const [name, value] of Object.entries(values)) if (value) params.set(name, value);
  const text = params.toString();
  return text === '' ? '/orders' : `/orders?${text}`;
}

function parseDay(text: string | null): string | null {
  return text !== null && isOn(text) ? text : null;
}
