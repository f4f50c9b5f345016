import { isDecimal } from './decimal.ts';
import type { Locale } from './locale.ts';

/** One cell: a text, or a number as a decimal string, or nothing. */
export type CsvCell = string | { decimal: string } | null;

/** How a spreadsheet of the reader's language expects its file. */
type CsvDialect = { separator: ';' | ','; decimalPoint: ',' | '.' };

const DIALECTS: Readonly<Record<Locale, CsvDialect>> = {
  ru: { separator: ';', decimalPoint: ',' },
  en: { separator: ',', decimalPoint: '.' },
};

/** Begins every file, so that spreadsheets read it as UTF-8. */
export const CSV_START = '\uFEFF';

/**
 * A text that begins like this is a formula to a spreadsheet, and could run a command.
 * @see OWASP, "CSV Injection"
 */
const FORMULA_START = /^[\s]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** One line of a CSV file with its line end, every cell made harmless. @see RFC 4180 */
export function csvLine(cells: readonly CsvCell[], locale: Locale): string {
  const dialect = DIALECTS[locale];
  return `${cells.map((cell) => cellText(cell, dialect)).join(dialect.separator)}\r\n`;
}

function cellText(cell: CsvCell, dialect: CsvDialect): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return quote(FORMULA_START.test(cell) ? `'${cell}` : cell);
  if (!isDecimal(cell.decimal)) throw new RangeError('a number in a CSV file must be a decimal');
  const number = cell.decimal.replace('.', dialect.decimalPoint);
  return dialect.separator === dialect.decimalPoint ? `"${number}"` : number;
}

/** Whatever any spreadsheet may split at is quoted, so that no part of a text becomes a cell of its own. */
function quote(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
