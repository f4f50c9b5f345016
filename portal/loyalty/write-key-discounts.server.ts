import { join } from 'node:path';
import { KINDS_THAT_TAKE_KEY_DISCOUNTS } from '#portal/connectors/accepted-rules.server.ts';
import {
  folderOfSource,
  OUTGOING_FOLDER,
  replaceOutgoingFile,
} from '#portal/connectors/outgoing-folder.server.ts';
import { decimalFromInteger } from '#portal/lib/decimal.ts';
import { CSV_START, csvLine } from '#portal/lib/csv.ts';
import type { CsvCell } from '#portal/lib/csv.ts';
import { decimalFromMinor } from '#portal/lib/money.ts';
import type { Db } from '#prisma/client.ts';
import { TERM_COLUMNS } from './find-discounts.server.ts';

export const KEY_DISCOUNTS_FILE = 'key-discounts.csv';

const COLUMNS = [
  'counterparty',
  'tax_id',
  'account',
  'key',
  'discount',
  'name',
  'percent',
  'fixed_price',
  'currency',
  'goods_group',
  'sku',
  'valid_from',
  'valid_to',
  'limit',
  'tied_at',
];

/**
 * Writes, for each source that takes discounts of keys, the whole current state into
 * `DATA_DIR/outgoing/SOURCE/key-discounts.csv` (UTF-8, comma, decimal point) for the ERP to read. The file is replaced
 * in one step, and only when it would be different, so running this twice or late does no harm. `limit` is the most that
 * the discount may give this account.
 */
export async function writeKeyDiscounts(db: Db, dataDir: string): Promise<void> {
  for (const source of await findTakers(db)) {
    const folder = join(dataDir, OUTGOING_FOLDER, folderOfSource(source));
    await replaceOutgoingFile(folder, KEY_DISCOUNTS_FILE, await fileText(db, source.id));
  }
}

/** The sources that take discounts of keys, with the place of each one's file below the data folder. */
export async function findOutgoingFiles(db: Db): Promise<{ source: string; path: string }[]> {
  const takers = await findTakers(db);
  return takers.map((source) => ({
    source: source.name,
    path: `${OUTGOING_FOLDER}/${folderOfSource(source)}/${KEY_DISCOUNTS_FILE}`,
  }));
}

function findTakers(db: Db): Promise<{ id: string; name: string }[]> {
  return db.source.findMany({
    where: { kind: { in: [...KINDS_THAT_TAKE_KEY_DISCOUNTS] } },
    orderBy: { name: 'asc' },
    select: { id: true, name: true },
  });
}

/** A discount of an account concerns each counterparty that the account is in this source. */
async function fileText(db: Db, sourceId: string): Promise<string> {
  const confirmed = { sourceId, status: 'confirmed' };
  const carried = await db.keyDiscount.findMany({
    where: { untiedAt: null, discount: { status: 'active' }, account: { ties: { some: confirmed } } },
    orderBy: { id: 'asc' },
    select: {
      discountId: true,
      keyId: true,
      tiedAt: true,
      discount: { select: TERM_COLUMNS },
      account: {
        select: {
          number: true,
          ties: {
            where: confirmed,
            orderBy: { id: 'asc' },
            select: { counterpartyId: true, taxId: true },
          },
        },
      },
    },
  });
  const counterpartyIds = carried.flatMap(({ account }) => account.ties.map((tie) => tie.counterpartyId));
  const externalIds = await findExternalIds(db, [...new Set(counterpartyIds)]);
  const lines = carried.flatMap(({ account, discount, ...tie }) =>
    account.ties.map(({ counterpartyId, taxId }) =>
      csvLine(
        [
          externalIds.get(counterpartyId) ?? null,
          taxId,
          account.number,
          tie.keyId,
          tie.discountId,
          ...termCells(discount),
          tie.tiedAt.toISOString(),
        ],
        'en',
      ),
    ),
  );
  return CSV_START + csvLine(COLUMNS, 'en') + lines.join('');
}

type TermRow = {
  name: string;
  basisPoints: number | null;
  fixedPrice: string | null;
  currency: string | null;
  goodsGroup: string | null;
  sku: string | null;
  validFromOn: string;
  validToOn: string | null;
  maxAmountMinor: bigint | null;
};

function termCells(terms: TermRow): CsvCell[] {
  const { basisPoints, fixedPrice, currency, maxAmountMinor } = terms;
  const hasLimit = maxAmountMinor !== null && currency !== null;
  return [
    terms.name,
    basisPoints === null ? null : { decimal: decimalFromInteger(BigInt(basisPoints), 2) },
    fixedPrice === null ? null : { decimal: fixedPrice },
    currency,
    terms.goodsGroup,
    terms.sku,
    terms.validFromOn,
    terms.validToOn,
    hasLimit ? { decimal: decimalFromMinor(maxAmountMinor, currency) } : null,
  ];
}

async function findExternalIds(db: Db, counterpartyIds: string[]): Promise<Map<string, string>> {
  const rows = await db.counterparty.findMany({
    where: { id: { in: counterpartyIds } },
    select: { id: true, externalId: true },
  });
  return new Map(rows.map(({ id, externalId }) => [id, externalId]));
}
