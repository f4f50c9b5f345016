import { compareDecimals, decimalScale, parseTypedDecimal } from '../lib/decimal.ts';

/** A line as typed or pasted: an article number and how much of it. */
export type ListLine =
  { ok: true; line: number; sku: string; quantity: string } | { ok: false; line: number; text: string };

const LONGEST_LINE = 200;
const LONGEST_SKU = 100;
const LARGEST_QUANTITY = '1000000000';
const MOST_DIGITS = 6;

/**
 * Reads a list of articles, one a line, as people write it and as spreadsheets paste it: the quantity stands last,
 * behind a tab, a semicolon or spaces. Empty lines are passed over.
 */
export function parseArticleList(text: string): ListLine[] {
  return text.split(/\r?\n/).flatMap((typed, index): ListLine[] => {
    const line = index + 1;
    const trimmed = typed.trim();
    if (trimmed === '') return [];
    const found = trimmed.length > LONGEST_LINE ? null : /^(.*\S)\s*[\t; ]\s*(\S+)$/.exec(trimmed);
    const [, sku = '', amount = ''] = found ?? [];
    const quantity = parseQuantity(amount);
    const article = sku.replace(/[\s;]+$/, '');
    if (quantity === null || article === '' || article.length > LONGEST_SKU)
      return [{ ok: false, line, text: trimmed.slice(0, LONGEST_LINE) }];
    return [{ ok: true, line, sku: article, quantity }];
  });
}

/** A quantity above zero as typed; null for any other text. */
export function parseQuantity(typed: string): string | null {
  const quantity = parseTypedDecimal(typed);
  if (quantity === null || compareDecimals(quantity, '0') <= 0) return null;
  if (compareDecimals(quantity, LARGEST_QUANTITY) > 0 || decimalScale(quantity) > MOST_DIGITS) return null;
  return quantity;
}
