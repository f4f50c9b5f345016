import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FILE_FORMATS } from '#portal/connectors/file-drop/columns.ts';
import { DOCUMENTS_FOLDER, MANIFEST_FILE, ManifestSchema } from '#portal/connectors/file-drop/manifest.ts';
import { generateDemo, type GenerateOptions } from '#portal/demo/generate-demo.server.ts';
import { pdfPages } from '#test/support/pdf-text.ts';
import { minorOf, readDropFile, type DropRow } from './file-drop/read-drop.ts';

const TODAY = '2026-11-22';
/** Hundreds of papers are set: a busy machine takes its time. */
const PATIENCE_MS = 90_000;
const folders: string[] = [];

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'brelok-demo-'));
  folders.push(folder);
  return folder;
}

async function generate(options: Partial<GenerateOptions> = {}): Promise<string> {
  const dir = emptyFolder();
  const outcome = await generateDemo({ dir, today: TODAY, ...options });
  expect(outcome.ok).toBe(true);
  return dir;
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function hashesOf(dir: string): Record<string, string> {
  const names = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(names.map(({ parentPath, name }) => [name, hashOf(join(parentPath, name))]));
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('the demo as it is on the first start', () => {
  let dir = '';
  const read = new Map<string, readonly DropRow[]>();
  const rows = (file: string): readonly DropRow[] => {
    const known = read.get(file) ?? readDropFile(dir, file);
    read.set(file, known);
    return known;
  };
  beforeAll(async () => {
    dir = await generate();
  }, PATIENCE_MS);

  test('the manifest lists every file with its rows and checksum, and says that it is a demo', () => {
    const manifest = ManifestSchema.parse(JSON.parse(readFileSync(join(dir, MANIFEST_FILE), 'utf8')));
    expect(manifest.isDemo).toBe(true);
    expect(manifest.generatedAt.toISOString()).toBe('2026-11-21T21:00:00.000Z');
    expect(manifest.files.map(({ name }) => name).toSorted()).toEqual(
      readdirSync(dir).filter((name) => name.endsWith('.csv')),
    );
    for (const { name, rows: count, sha256 } of manifest.files) {
      expect(rows(name)).toHaveLength(count);
      expect(hashOf(join(dir, name))).toBe(sha256);
    }
  });

  test('no row refers to one that is not there', () => {
    for (const { fileName, columns } of Object.values(FILE_FORMATS)) {
      for (const { name, refersTo } of columns) {
        if (refersTo === undefined) continue;
        const known = new Set(rows(FILE_FORMATS[refersTo].fileName).map(({ id }) => id));
        const missing = rows(fileName).filter((row) => row[name] !== '' && !known.has(row[name]));
        expect(missing, `${fileName}, ${name}`).toEqual([]);
      }
    }
  });

  test('no two rows of a file have the same id', () => {
    for (const { fileName } of Object.values(FILE_FORMATS)) {
      const ids = rows(fileName).map(({ id }) => id);
      expect(new Set(ids).size, fileName).toBe(ids.length);
    }
  });

  test('the ledger is invoices less payments less credit notes, for each customer', () => {
    const sumBy = (list: readonly DropRow[], column: string, id: string | undefined): bigint =>
      list
        .filter(({ counterparty }) => counterparty === id)
        .reduce((total, row) => total + minorOf(row[column]), 0n);
    const posted = rows('invoices.csv').filter(({ status }) => status !== 'cancelled');
    for (const { id } of rows('counterparties.csv')) {
      const ledger = sumBy(rows('ledger.csv'), 'debit', id) - sumBy(rows('ledger.csv'), 'credit', id);
      const papers =
        sumBy(posted, 'total', id) -
        sumBy(rows('payments.csv'), 'amount', id) -
        sumBy(rows('credit-notes.csv'), 'total', id);
      expect(ledger, id).toBe(papers);
    }
  });

  test('what is still to be paid is the total less what was paid and credited for it', () => {
    const settled = new Map<string, bigint>();
    const add = (invoice: string | undefined, amount: bigint): void => {
      settled.set(invoice ?? '', (settled.get(invoice ?? '') ?? 0n) + amount);
    };
    for (const { invoice, amount } of rows('payments.csv')) add(invoice, minorOf(amount));
    for (const { invoice, total } of rows('credit-notes.csv')) add(invoice, minorOf(total));
    for (const { id = '', total, residual, status } of rows('invoices.csv')) {
      const open = minorOf(total) - (settled.get(id) ?? 0n);
      expect(minorOf(residual), id).toBe(status === 'cancelled' || open < 0n ? 0n : open);
    }
  });

  test('an order is worth the sum of its lines', () => {
    const net = new Map<string, bigint>();
    const tax = new Map<string, bigint>();
    for (const line of rows('order-lines.csv')) {
      if (line['kind'] === 'note') continue;
      const order = line['order'] ?? '';
      net.set(order, (net.get(order) ?? 0n) + minorOf(line['net']));
      tax.set(order, (tax.get(order) ?? 0n) + minorOf(line['tax']));
    }
    for (const order of rows('orders.csv')) {
      const { id = '' } = order;
      expect(minorOf(order['net'])).toBe(net.get(id));
      expect(minorOf(order['tax'])).toBe(tax.get(id));
      expect(minorOf(order['gross'])).toBe((net.get(id) ?? 0n) + (tax.get(id) ?? 0n));
    }
  });

  test('every document that is listed is there as a PDF of that size and checksum, and no other', () => {
    const documents = rows('documents.csv');
    const listed = documents.map(({ file }) => file ?? '');
    expect(readdirSync(join(dir, DOCUMENTS_FOLDER)).toSorted()).toEqual(listed.toSorted());
    for (const { file = '', sha256, size } of documents) {
      const bytes = readFileSync(join(dir, DOCUMENTS_FOLDER, file));
      expect(bytes.toString('latin1', 0, 5)).toBe('%PDF-');
      expect(bytes.length).toBe(Number(size));
      expect(hashOf(join(dir, DOCUMENTS_FOLDER, file))).toBe(sha256);
    }
  });

  test('there are papers of every kind, and everybody who has an unpaid invoice can open it', () => {
    const documents = rows('documents.csv');
    const kinds = new Set(documents.map(({ kind }) => kind));
    expect(kinds.size).toBe(9);
    const invoicesWithPaper = new Set(
      documents.filter(({ kind }) => kind === 'invoice').map((row) => row['invoice']),
    );
    const unpaid = rows('invoices.csv').filter(({ residual, order }) => residual !== '0,00' && order !== '');
    for (const { id } of unpaid) expect(invoicesWithPaper).toContain(id);
  });

  test('an invoice on paper names the total that its row names', () => {
    const invoices = new Map(rows('invoices.csv').map((row) => [row['id'], row]));
    const papers = rows('documents.csv').filter(({ kind }) => kind === 'invoice');
    for (const { file = '', invoice, counterparty } of papers.slice(-12)) {
      const text = pdfPages(readFileSync(join(dir, DOCUMENTS_FOLDER, file))).join('\n');
      const total = invoices.get(invoice)?.['total'] ?? '';
      expect(text.replaceAll('\u00a0', '')).toContain(total);
      const buyer = rows('counterparties.csv').find(({ id }) => id === counterparty);
      expect(text).toContain(buyer?.['tax_id']);
    }
  });

  test('a reconciliation act closes with the balance of the ledger on its last day', () => {
    const acts = rows('documents.csv').filter(({ kind }) => kind === 'reconciliation');
    expect(acts.length).toBeGreaterThan(6);
    for (const { file = '', counterparty, id = '' } of acts) {
      const toOn = id.slice(-10);
      const opening = rows('opening-balances.csv').find((row) => row['counterparty'] === counterparty);
      const balance = rows('ledger.csv')
        .filter((row) => row['counterparty'] === counterparty && (row['posted_on'] ?? '') <= toOn)
        .reduce(
          (sum, row) => sum + minorOf(row['debit']) - minorOf(row['credit']),
          opening ? minorOf(opening['amount']) : 0n,
        );
      const text = pdfPages(readFileSync(join(dir, DOCUMENTS_FOLDER, file))).join('\n');
      const shown = /составляет ([\d\u00a0]+,\d\d)/u.exec(text.replaceAll('\n', ' '))?.[1];
      const owed = minorOf(shown?.replaceAll('\u00a0', '') ?? '0,00');
      expect(owed, id).toBe(balance < 0n ? -balance : balance);
    }
  });
});

test(
  'the same options write the same bytes, another seed writes others',
  async () => {
    const small = { orders: 12, customers: 3 };
    const first = hashesOf(await generate(small));
    expect(hashesOf(await generate(small))).toEqual(first);
    const other = hashesOf(await generate({ ...small, seed: 8 }));
    expect(other['orders.csv']).not.toBe(first['orders.csv']);
    expect(other[MANIFEST_FILE]).not.toBe(first[MANIFEST_FILE]);
  },
  PATIENCE_MS,
);

test(
  'a large demo has the papers of its newest orders and its first accounts only',
  async () => {
    const dir = await generate({ orders: 1_100, customers: 14 });
    expect(readDropFile(dir, 'orders.csv')).toHaveLength(1_100);
    expect(readDropFile(dir, 'counterparties.csv')).toHaveLength(15);
    const documents = readDropFile(dir, 'documents.csv');
    expect(documents.length).toBeLessThan(300);
    const orders = new Set(documents.map((row) => row['order']).filter((order) => order !== ''));
    expect(orders.size).toBeLessThanOrEqual(45);
    expect(documents.filter(({ kind }) => kind === 'contract')).toHaveLength(12);
  },
  PATIENCE_MS,
);

test('progress is told up to the last order', async () => {
  const told: string[] = [];
  await generate({
    orders: 3,
    customers: 1,
    onProgress: ({ step, done, total }) => told.push(`${step} ${done}/${total}`),
  });
  expect(told).toEqual([
    'catalogue 1/1',
    'accounts 1/2',
    'accounts 2/2',
    'orders 1/3',
    'orders 2/3',
    'orders 3/3',
    'acts 1/1',
  ]);
});

test('a drop is never mixed into a folder that holds something', async () => {
  const dir = emptyFolder();
  writeFileSync(join(dir, 'note.txt'), 'mine');
  expect(await generateDemo({ dir, today: TODAY })).toEqual({ ok: false, reason: 'folder_not_empty' });
  expect(readdirSync(dir)).toEqual(['note.txt']);
});
