/** Code unit order, the same in every language and on every machine: for ids, days and rules of precedence. */
export function compareTexts(one: string, other: string): -1 | 0 | 1 {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
