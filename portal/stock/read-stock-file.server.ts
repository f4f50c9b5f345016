import { STOCK_LINES_MAX } from '#auth/keys/stock-line.ts';
import { readCsvTable } from '../lib/read-csv-table.ts';
import type { TableFault } from '../lib/read-csv-table.ts';
import { STOCK_COLUMNS } from './stock-list.ts';
import type { StockColumn, StockTexts } from './stock-list.ts';

/** A list of the longest lines fits in. */
export const STOCK_FILE_BYTES = 256 * 1024;

export type StockRow = { at: number; texts: StockTexts };

export type StockFileFault =
  | Exclude<TableFault<StockColumn>, { kind: 'missing_columns' }>
  /** No column has the name of the serial. */
  | { kind: 'no_serial' };

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

/** The rows of a list of keys: what CSV it may be, see `readCsvTable`. */
export async function readStockFile(
  bytes: Uint8Array,
): Promise<{ ok: true; rows: StockRow[] } | { ok: false; fault: StockFileFault }> {
  const read = await readCsvTable(bytes, {
    columns: STOCK_COLUMNS,
    names: NAMES,
    required: ['serial'],
    bytesMax: STOCK_FILE_BYTES,
    rowsMax: STOCK_LINES_MAX,
  });
  if (read.ok) return read;
  const { fault } = read;
  return { ok: false, fault: fault.kind === 'missing_columns' ? { kind: 'no_serial' } : fault };
}
