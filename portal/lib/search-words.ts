import { toSearchText } from './search-text.ts';

/** Longer queries are pasted by mistake. */
const QUERY_LENGTH_MAX = 100;
const WORDS_MAX = 6;

/** Between words; `%`, `_` and `\` mean something in a LIKE pattern, so they part words too. */
const BETWEEN = /[\s%_\\]+/;

/**
 * The words that a stored search text must all contain to be found, in the form in which it is stored.
 * They hold nothing that LIKE would take for a pattern. Empty when there is nothing to search for.
 */
export function toSearchWords(query: string): string[] {
  const words = toSearchText(query.slice(0, QUERY_LENGTH_MAX)).split(BETWEEN);
  return [...new Set(words.filter((word) => word !== ''))].slice(0, WORDS_MAX);
}
