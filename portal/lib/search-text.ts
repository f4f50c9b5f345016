/**
 * The form in which texts are stored for search and queries are compared with them: compatibility
 * forms unified (NFKC), small letters, `ё` as `е`, all dashes and spaces alike.
 * Store and ask with this same function, or nothing will be found.
 */
export function toSearchText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
