/**
 * Requests as files, for an ERP that can do nothing but read them: one file a request, named by its key, so that writing
 * it again changes nothing. UTF-8, comma, decimal point; each line of the order repeats the order's own columns.
 */
import { join } from 'node:path';
import { CSV_START, csvLine } from '#portal/lib/csv.ts';
import type { CsvCell } from '#portal/lib/csv.ts';
import { folderOfSource, OUTGOING_FOLDER, replaceOutgoingFile } from '../outgoing-folder.server.ts';
import type { OutgoingOrder } from './outgoing-order.ts';

export const ORDER_REQUESTS_FOLDER = 'order-requests';

const COLUMNS = [
  'request',
  'asked_at',
  'counterparty',
  'tax_id',
  'customer_reference',
  'note',
  'currency',
  'tax_included',
  'line',
  'product',
  'sku',
  'name',
  'quantity',
  'unit',
  'unit_price',
];

/** Below the data folder. */
export function orderRequestsPath(source: { id: string; name: string }): string {
  return join(OUTGOING_FOLDER, folderOfSource(source), ORDER_REQUESTS_FOLDER);
}

export async function writeOrderFile(
  dataDir: string,
  source: { id: string; name: string },
  order: OutgoingOrder,
): Promise<void> {
  const head: CsvCell[] = [
    order.key,
    order.askedAt.toISOString(),
    order.counterparty.ref,
    order.counterparty.taxId,
    order.customerReference,
    order.note,
    order.currency,
    order.isTaxIncluded ? '1' : '0',
  ];
  const lines = order.lines.map((line) =>
    csvLine(
      [
        ...head,
        { decimal: String(line.lineNo) },
        line.productRef,
        line.sku,
        line.name,
        { decimal: line.quantity },
        line.unit,
        line.unitPrice === null ? null : { decimal: line.unitPrice },
      ],
      'en',
    ),
  );
  const text = CSV_START + csvLine(COLUMNS, 'en') + lines.join('');
  await replaceOutgoingFile(join(dataDir, orderRequestsPath(source)), `${order.key}.csv`, text);
}
