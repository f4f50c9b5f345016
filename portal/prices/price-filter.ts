/** What the price list is narrowed to. Comes from the address bar, so that a narrowed list can be kept and sent. */
export type PriceFilter = {
  /** As typed. */
  query: string;
  goodsGroup: string | null;
};

export const NO_PRICE_FILTER: PriceFilter = { query: '', goodsGroup: null };

const QUERY_LENGTH_MAX = 100;
const GROUP_LENGTH_MAX = 500;

export function parsePriceFilter(params: URLSearchParams): PriceFilter {
  const goodsGroup = params.get('group') ?? '';
  return {
    query: (params.get('q') ?? '').slice(0, QUERY_LENGTH_MAX).trim(),
    goodsGroup: goodsGroup === '' || goodsGroup.length > GROUP_LENGTH_MAX ? null : goodsGroup,
  };
}

export function isNarrowed({ query, goodsGroup }: PriceFilter): boolean {
  return query !== '' || goodsGroup !== null;
}

/** The address of the list, or of its file, narrowed like this; the list from `after` on. */
export function pricesHref(
  { query, goodsGroup }: PriceFilter,
  { path = '/prices', after = null }: { path?: string; after?: string | null } = {},
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ q: query, group: goodsGroup, after })) {
    if (value) params.set(name, value);
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}
