import { z } from 'zod';
import type { BulkRow } from '#auth/keys/plan-bulk-issue.ts';
import { STOCK_LINES_MAX } from '#auth/keys/stock-line.ts';
import { readCsvTable } from '../../lib/read-csv-table.ts';
import type { TableFault } from '../../lib/read-csv-table.ts';

const FILE_BYTES = 256 * 1024;
/** A file, the list that a page keeps of it, and the other fields. */
export const BULK_FORM_BYTES = 3 * FILE_BYTES;

const COLUMNS = ['serial', 'customer', 'holder', 'order'] as const;
export type BulkColumn = (typeof COLUMNS)[number];

/** As the heads of columns are written, in either language. */
const NAMES: Readonly<Record<string, BulkColumn>> = {
  serial: 'serial',
  'serial number': 'serial',
  серийный: 'serial',
  'серийный номер': 'serial',
  customer: 'customer',
  клиент: 'customer',
  holder: 'holder',
  владелец: 'holder',
  order: 'order',
  заказ: 'order',
};

export type BulkFault = TableFault<BulkColumn> | { kind: 'none' };
export type BulkRows = { at: number; row: BulkRow }[];

/** The list of a chosen file. */
export async function readBulkFile(
  form: FormData,
): Promise<{ ok: true; rows: BulkRows } | { ok: false; fault: BulkFault }> {
  const file = form.get('file');
  if (!(file instanceof File) || file.size === 0) return { ok: false, fault: { kind: 'none' } };
  if (file.size > FILE_BYTES) return { ok: false, fault: { kind: 'too_large' } };
  const read = await readCsvTable(new Uint8Array(await file.arrayBuffer()), {
    columns: COLUMNS,
    names: NAMES,
    required: ['serial', 'customer', 'holder'],
    bytesMax: FILE_BYTES,
    rowsMax: STOCK_LINES_MAX,
  });
  return read.ok ? { ok: true, rows: read.rows.map(({ at, texts: row }) => ({ at, row })) } : read;
}

const KeptList = z
  .array(z.tuple([z.number().int(), z.string(), z.string(), z.string(), z.string()]))
  .min(1)
  .max(STOCK_LINES_MAX);

/** The list that a page was shown, on its way back to be asked for. Every line is judged again. */
export function keepRows(rows: BulkRows): string {
  return JSON.stringify(rows.map(({ at, row }) => [at, ...COLUMNS.map((column) => row[column])]));
}

/** @returns null for what no page of ours keeps */
export function parseKeptRows(text: string): BulkRows | null {
  const parsed = KeptList.safeParse(parseJson(text));
  if (!parsed.success) return null;
  return parsed.data.map(([at, serial, customer, holder, order]) => ({
    at,
    row: { serial, customer, holder, order },
  }));
}

const KeptLinks = z
  .array(z.tuple([z.string(), z.string(), z.string().nullable()]))
  .min(1)
  .max(STOCK_LINES_MAX);

/** Links and codes on their way back to be printed: nobody else knows them. */
export function keepLinks(
  links: readonly { keyId: string; token: string; claimCode: string | null }[],
): string {
  return JSON.stringify(links.map(({ keyId, token, claimCode }) => [keyId, token, claimCode]));
}

/** @returns null for what no page of ours keeps */
export function parseKeptLinks(
  text: string,
): { keyId: string; token: string; claimCode: string | null }[] | null {
  const parsed = KeptLinks.safeParse(parseJson(text));
  return parsed.success
    ? parsed.data.map(([keyId, token, claimCode]) => ({ keyId, token, claimCode }))
    : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no list of ours
  }
}
