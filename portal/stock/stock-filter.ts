import { KEY_STATUSES } from '#auth/keys/key.ts';
import type { KeyStatus } from '#auth/keys/key.ts';

/** What the list of keys is narrowed to. Comes from the address bar, so that it can be kept and sent. */
export type StockFilter = {
  /** A serial or card number, or its beginning, as typed or scanned. */
  query: string;
  /** All states where it is null. */
  status: KeyStatus | null;
  model: string;
  batch: string;
  /** A part of the holder's name. */
  holder: string;
  accountId: string;
};

const TEXT_LENGTH_MAX = 100;
/** In the address: every state, since nothing at all means the keys in stock. */
const ALL = 'all';

/** Whatever is not one of our own values counts as not set. A search looks through every state. */
export function parseStockFilter(params: URLSearchParams): StockFilter {
  const text = (name: string) => (params.get(name) ?? '').slice(0, TEXT_LENGTH_MAX).trim();
  const [query, wanted] = [text('q'), text('status')];
  const status = KEY_STATUSES.find((one) => one === wanted) ?? null;
  const isOpenEnded = status === null && (wanted === ALL || query !== '');
  return {
    query,
    status: isOpenEnded ? null : (status ?? 'stocked'),
    model: text('model'),
    batch: text('batch'),
    holder: text('holder'),
    accountId: text('account'),
  };
}

export function isNarrowed({ query, model, batch, holder, accountId }: StockFilter): boolean {
  return [query, model, batch, holder, accountId].some((text) => text !== '');
}

/** The address of a list narrowed like this, from `after` on. */
export function stockHref(filter: StockFilter, after: string | null = null): string {
  const { query, status, model, batch, holder, accountId } = filter;
  const params = new URLSearchParams();
  const values = { q: query, status: status ?? ALL, model, batch, holder, account: accountId, after };
  for (const [name, value] of Object.entries(values)) if (value) params.set(name, value);
  return `/desk/stock?${params.toString()}`;
}
