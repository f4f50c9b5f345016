/**
 * Claims as files, for an ERP that can do nothing but read them: one file a claim, named by its key, so that writing it
 * again changes nothing. UTF-8, comma, decimal point; each line repeats the claim's own columns.
 */
import { join } from 'node:path';
import { CSV_START, csvLine } from '#portal/lib/csv.ts';
import type { CsvCell } from '#portal/lib/csv.ts';
import { folderOfSource, OUTGOING_FOLDER, replaceOutgoingFile } from '../outgoing-folder.server.ts';
import type { OutgoingClaim } from './outgoing-claim.ts';

const CLAIMS_FOLDER = 'claims';

const COLUMNS = [
  'claim',
  'sent_at',
  'counterparty',
  'tax_id',
  'order',
  'order_number',
  'shipment',
  'shipment_number',
  'wish',
  'note',
  'line',
  'order_line',
  'sku',
  'name',
  'quantity',
  'unit',
  'kind',
];

/** Beside the order requests of the source, below the data folder. */
export async function writeClaimFile(
  dataDir: string,
  source: { id: string; name: string },
  claim: OutgoingClaim,
): Promise<void> {
  const head: CsvCell[] = [
    claim.key,
    claim.sentAt.toISOString(),
    claim.counterparty.ref,
    claim.counterparty.taxId,
    claim.order.ref,
    claim.order.number,
    claim.shipment?.ref ?? null,
    claim.shipment?.number ?? null,
    claim.wish,
    claim.note,
  ];
  const lines = claim.lines.map(({ lineNo, orderLineRef, sku, name, quantity, unit, kind }) =>
    csvLine(
      [...head, { decimal: String(lineNo) }, orderLineRef, sku, name, { decimal: quantity }, unit, kind],
      'en',
    ),
  );
  const folder = join(dataDir, OUTGOING_FOLDER, folderOfSource(source), CLAIMS_FOLDER);
  const text = CSV_START + csvLine(COLUMNS, 'en') + lines.join('');
  await replaceOutgoingFile(folder, `${claim.key}.csv`, text);
}
