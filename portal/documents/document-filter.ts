import { isOn } from '../lib/dates.ts';
import { DOCUMENT_KINDS } from './document.ts';
import type { DocumentKind } from './document.ts';

/** What a list of documents is narrowed to. Comes from the address bar, so that a filtered list can be kept and sent. */
export type DocumentFilter = {
  /** As typed: a number, or words of the title. */
  query: string;
  kind: DocumentKind | null;
  fromOn: string | null;
  toOn: string | null;
};

export const NO_DOCUMENT_FILTER: DocumentFilter = { query: '', kind: null, fromOn: null, toOn: null };

const QUERY_LENGTH_MAX = 100;

/** Whatever is not one of our own values counts as not set. */
export function parseDocumentFilter(params: URLSearchParams): DocumentFilter {
  return {
    query: (params.get('q') ?? '').slice(0, QUERY_LENGTH_MAX).trim(),
    kind: DOCUMENT_KINDS.find((kind) => kind === params.get('kind')) ?? null,
    fromOn: parseDay(params.get('from')),
    toOn: parseDay(params.get('to')),
  };
}

export function isDocumentFilterSet({ query, kind, fromOn, toOn }: DocumentFilter): boolean {
  return query !== '' || kind !== null || fromOn !== null || toOn !== null;
}

/** The address of a list narrowed like this, from `after` on. */
export function documentsHref(
  { query, kind, fromOn, toOn }: DocumentFilter,
  after: string | null = null,
): string {
  const params = new URLSearchParams();
  const values = { q: query, kind, from: fromOn, to: toOn, after };
  for (const [name, value] of Object.entries(values)) if (value) params.set(name, value);
  const text = params.toString();
  return text === '' ? '/documents' : `/documents?${text}`;
}

function parseDay(text: string | null): string | null {
  return text !== null && isOn(text) ? text : null;
}
