import { STOCK_LINES_MAX } from '#auth/keys/stock-line.ts';
import { z } from 'zod';
import { textsOf } from '../http/read-form.server.ts';
import { STOCK_FILE_BYTES, readStockFile } from './read-stock-file.server.ts';
import type { StockFileFault, StockRow } from './read-stock-file.server.ts';
import { STOCK_COLUMNS } from './stock-list.ts';

/** A file, the list that a page keeps of it, and the other fields. */
export const RECEIVE_FORM_BYTES = 3 * STOCK_FILE_BYTES;

export const RECEIVE_FIELDS = ['serials', 'kind', 'model', 'batch', 'cost', 'currency'] as const;
export type ReceiveTexts = Record<(typeof RECEIVE_FIELDS)[number], string>;

export type ReadReceiveForm =
  { ok: true; rows: StockRow[] } | { ok: false; fault: StockFileFault | { kind: 'both' } };

/** The lines of a form: a file, or the serials that were typed or scanned, each with what is said of all of them. */
export async function readReceiveForm(form: FormData): Promise<ReadReceiveForm> {
  const texts = textsOf(form, RECEIVE_FIELDS);
  const serials = texts.serials.split(/[\r\n]+/).flatMap((line) => line.trim() || []);
  const file = form.get('file');
  if (file instanceof File && file.size > 0) {
    if (serials.length > 0) return { ok: false, fault: { kind: 'both' } };
    if (file.size > STOCK_FILE_BYTES) return { ok: false, fault: { kind: 'too_large' } };
    return readStockFile(new Uint8Array(await file.arrayBuffer()));
  }
  if (serials.length === 0) return { ok: false, fault: { kind: 'empty' } };
  if (serials.length > STOCK_LINES_MAX) return { ok: false, fault: { kind: 'too_many' } };
  const { kind, model, batch, cost, currency } = texts;
  const common = { kind, model, batch, cost, currency, cardNumber: '' };
  return {
    ok: true,
    rows: serials.map((serial, index) => ({ at: index + 1, texts: { ...common, serial } })),
  };
}

const KeptList = z.array(z.tuple([z.number().int(), z.array(z.string()).length(STOCK_COLUMNS.length)]));

/** The list that a page was shown, on its way back to be stored. Every line is judged again. */
export function keepList(rows: readonly StockRow[]): string {
  return JSON.stringify(rows.map(({ at, texts }) => [at, STOCK_COLUMNS.map((column) => texts[column])]));
}

/** @returns null for what no page of ours keeps */
export function parseKeptList(text: string): StockRow[] | null {
  const parsed = KeptList.safeParse(parseJson(text));
  if (!parsed.success || parsed.data.length === 0 || parsed.data.length > STOCK_LINES_MAX) return null;
  return parsed.data.map(([at, [serial = '', kind = '', model = '', batch = '', ...rest]]) => {
    const [cost = '', currency = '', cardNumber = ''] = rest;
    return { at, texts: { serial, kind, model, batch, cost, currency, cardNumber } };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no list of ours
  }
}
