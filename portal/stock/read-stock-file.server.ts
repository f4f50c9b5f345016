import { STOCK_LINES_MAX } from '#auth/keys/stock-line.ts';
import { readCsv } from '../lib/read-csv.ts';
import { STOCK_COLUMNS } from './stock-list.ts';
import type { StockColumn, StockTexts } from './stock-list.ts';

/** A list of the longest lines fits in. */
export const STOCK_FILE_BYTES = 256 * 1024;

export type StockRow = { at: number; texts: StockTexts };

export type StockFileFault =
  | { kind: 'too_large' }
  | { kind: 'too_many' }
  | { kind: 'empty' }
  /** No column has the name of the serial. */
  | { kind: 'no_serial' }
  /** Columns that no list has; a cost in a column of another name would be lost without a word. */
  | { kind: 'unknown_columns'; names: string[] }
  /** These lines are not as CSV demands. */
  | { kind: 'bad_lines'; lines: number[] };

/** As the heads of columns are written, in either language. */
const NAMES: Readonly<Record<string, StockColumn>> = {
  serial: 'serial',
  'serial number': 'serial',
  серийный: 'serial',
  'серийный номер': 'serial',
  kind: 'kind',
  вид: 'kind',
  model: 'model',
  модель: 'model',
  batch: 'batch',
  партия: 'batch',
  cost: 'cost',
  стоимость: 'cost',
  currency: 'currency',
  валюта: 'currency',
  'card number': 'cardNumber',
  'номер карты': 'cardNumber',
};

/**
 * The rows of a CSV file with a head: comma or semicolon, quoted cells, with or without a byte order mark. Lines that
 * are no CSV, or have more or fewer cells than the head, are all named.
 */
export async function readStockFile(
  bytes: Uint8Array,
): Promise<{ ok: true; rows: StockRow[] } | { ok: false; fault: StockFileFault }> {
  if (bytes.byteLength > STOCK_FILE_BYTES) return { ok: false, fault: { kind: 'too_large' } };
  const rows: StockRow[] = [];
  const badLines: number[] = [];
  let columns: readonly (StockColumn | null)[] | null = null;
  for await (const record of readCsv(inOnePiece(bytes))) {
    if (!record.ok) {
      badLines.push(record.line);
      continue;
    }
    if (columns === null) {
      const head = readHead(record.values);
      if (!head.ok) return head;
      columns = head.columns;
    } else if (record.values.every((value) => value.trim() === '')) {
      continue; // spreadsheets write empty rows at the end
    } else if (record.values.length === columns.length) {
      rows.push({ at: record.line, texts: toTexts(columns, record.values) });
    } else {
      badLines.push(record.line);
    }
  }
  if (badLines.length > 0) return { ok: false, fault: { kind: 'bad_lines', lines: badLines } };
  if (rows.length === 0) return { ok: false, fault: { kind: 'empty' } };
  if (rows.length > STOCK_LINES_MAX) return { ok: false, fault: { kind: 'too_many' } };
  return { ok: true, rows };
}

type Head = { ok: true; columns: (StockColumn | null)[] } | { ok: false; fault: StockFileFault };

function readHead(names: readonly string[]): Head {
  const known = names.map((name) => {
    const plain = name
      .toLowerCase()
      .replaceAll(/[\s_]+/g, ' ')
      .trim();
    return { name, isEmpty: plain === '', column: Object.hasOwn(NAMES, plain) ? NAMES[plain] : undefined };
  });
  const unknown = known.filter(({ column, isEmpty }) => column === undefined && !isEmpty);
  const columns = known.map(({ column }) => column ?? null);
  const named = columns.filter((column) => column !== null);
  if (!named.includes('serial')) return { ok: false, fault: { kind: 'no_serial' } };
  if (unknown.length > 0 || new Set(named).size < named.length) {
    return { ok: false, fault: { kind: 'unknown_columns', names: unknown.map(({ name }) => name) } };
  }
  return { ok: true, columns };
}

function toTexts(columns: readonly (StockColumn | null)[], values: readonly string[]): StockTexts {
  const cells = STOCK_COLUMNS.map((column) => {
    const place = columns.indexOf(column);
    return [column, place === -1 ? '' : (values[place] ?? '')] as const;
  });
  return Object.fromEntries(cells) as StockTexts; // one cell a column
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
