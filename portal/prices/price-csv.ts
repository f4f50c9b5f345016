import { CSV_START, csvLine } from '../lib/csv.ts';
import type { CsvCell } from '../lib/csv.ts';
import type { Locale } from '../lib/locale.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { PriceRow, ShownPrice } from './price-row.ts';
import { pricesWords } from './words.ts';

type CsvOptions = { locale: Locale; hasOwnPrices: boolean };

/** The beginning of the file: the mark of UTF-8 and the names of the columns. */
export function priceCsvHead({ locale, hasOwnPrices }: CsvOptions): string {
  const words = wordsIn(pricesWords, locale).csv;
  const own = hasOwnPrices ? [words.ownPrice, words.isExpected] : [];
  const { sku, name, group, unit, fromQuantity, listPrice, currency, tax, stock, state, replacement } = words;
  return (
    CSV_START +
    csvLine(
      [sku, name, group, unit, fromQuantity, listPrice, ...own, currency, tax, stock, state, replacement],
      locale,
    )
  );
}

/** A line for each quantity at which the price changes; an article without a price has one line too. */
export function priceCsvLines(row: PriceRow, options: CsvOptions): string {
  const prices = row.ownPrices ?? row.listPrices;
  const lines =
    prices.length === 0 ? [lineOf(row, null, options)] : prices.map((price) => lineOf(row, price, options));
  return lines.join('');
}

function lineOf(
  { product, stock }: PriceRow,
  price: ShownPrice | null,
  { locale, hasOwnPrices }: CsvOptions,
): string {
  const { csv, tax, discontinued } = wordsIn(pricesWords, locale);
  const own: CsvCell[] = [decimalOrNull(price?.amount), price?.isExpected ? csv.yes : null];
  return csvLine(
    [
      product.sku,
      product.name,
      product.goodsGroup,
      price?.basis.unit ?? product.unit,
      decimalOrNull(price?.fromQuantity),
      decimalOrNull(price?.listAmount),
      ...(hasOwnPrices ? own : []),
      price?.basis.currency ?? null,
      price && (price.basis.isTaxIncluded ? tax.included : tax.excluded),
      decimalOrNull(stock?.quantity),
      product.isDiscontinued ? discontinued : csv.active,
      product.replacement?.sku ?? null,
    ],
    locale,
  );
}

function decimalOrNull(decimal: string | null | undefined): CsvCell {
  return decimal === null || decimal === undefined ? null : { decimal };
}
