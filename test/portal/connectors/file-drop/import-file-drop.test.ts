import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ImportOutcome } from '#portal/connectors/import-outcome.ts';
import type { Problem } from '#portal/connectors/port.ts';
import { test } from '#test/support/db.ts';
import { listedIn, sha256Of, writeFileDrop } from '#test/support/file-drop.ts';
import type { FileDropText } from '#test/support/file-drop.ts';
import { aCounterparty, anInvoice, anOrder, anOrderLine, aProduct, many } from '#test/support/source-rows.ts';
import { aSync, idOf, importDrop, importFrom } from '#test/support/sync.ts';

const ROWS = {
  counterparty: [aCounterparty('x')],
  product: [aProduct('p1')],
  order: [anOrder('1', 'x')],
  'order-line': [anOrderLine('1/1', '1', { product: 'p1', unit_price: '25,00' })],
  invoice: [anInvoice('i1', 'x', { order: '1' })],
};
const PDF = Buffer.from('%PDF-1.7 invoice');

test('a drop brings in what the source says, digit by digit', async ({ db }) => {
  const outcome = await importDrop(await aSync(db), { rows: ROWS });

  expect(outcome).toMatchObject({ ok: true, change: 'applied', counts: { order: { added: 1 } } });
  expect(await db.order.findFirst()).toMatchObject({ number: 'SO-1', netMinor: 10_000n, searchText: 'so-1' });
  expect(await db.orderLine.findFirst()).toMatchObject({
    orderId: idOf('order', '1'),
    productId: idOf('product', 'p1'),
    quantity: '4',
    unitPrice: '25.00',
    netMinor: 10_000n,
  });
});

test('a file of semicolons and decimal commas says the same as one of commas and points', async ({ db }) => {
  const sync = await aSync(db);
  const head = ['id', 'product', 'warehouse', 'quantity', 'expected_on'];
  const stock = (separator: string, quantity: string) =>
    ['\uFEFF' + head.join(separator), ['s1', 'p1', 'Main', quantity, ''].join(separator), ''].join('\r\n');

  await importDrop(sync, { files: { 'stock.csv': stock(';', '12,50') } });
  const later = { generatedAt: '2026-03-05T10:00:00Z' };
  const outcome = await importDrop(sync, { files: { 'stock.csv': stock(',', '12.50') }, manifest: later });

  expect(outcome).toMatchObject({ ok: true, counts: { stock: { unchanged: 1, changed: 0 } } });
});

test('every bad row is told with file, line, column and reason, and nothing is changed', async ({ db }) => {
  const problems = await problemsOf(db, {
    rows: {
      ...ROWS,
      order: [
        anOrder('1', 'x'),
        anOrder('2', 'x', { net: '100,005', status: 'lost' }),
        anOrder('1', 'x', { ordered_on: '05.03.2026' }),
        anOrder('4', '', { gross: '' }),
      ],
    },
  });

  expect(problems).toEqual([
    {
      file: 'orders.csv',
      line: 3,
      column: 'net',
      code: 'bad_value',
      reason: expect.stringContaining('"100,005"'),
    },
    { file: 'orders.csv', line: 3, column: 'status', code: 'bad_value', reason: expect.any(String) },
    { file: 'orders.csv', line: 4, column: 'ordered_on', code: 'bad_value', reason: expect.any(String) },
    {
      file: 'orders.csv',
      line: 5,
      column: 'counterparty',
      code: 'missing_value',
      reason: expect.any(String),
    },
    { file: 'orders.csv', line: 5, column: 'gross', code: 'missing_value', reason: expect.any(String) },
  ]);
  expect(await db.counterparty.count()).toBe(0);
});

test('a row that stands twice is told at its second place', async ({ db }) => {
  const problems = await problemsOf(db, {
    rows: { product: [aProduct('p1'), aProduct('p2'), aProduct('p1')] },
  });

  expect(problems).toMatchObject([{ file: 'products.csv', line: 4, column: 'id', code: 'duplicate' }]);
});

test('of a thousand bad rows a hundred are told and all are counted', async ({ db }) => {
  const rows = { product: many(1_000, (id) => aProduct(id, { unit: '' })) };

  const outcome = await importDrop(await aSync(db), { rows });

  expect(outcome).toMatchObject({ reason: 'refused', problems: { total: 1_000, told: { length: 100 } } });
});

test('unknown and missing columns are told by name', async ({ db }) => {
  const text = 'id;sku;colour;name;name\np1;S;red;N;N\n';
  const problems = await problemsOf(db, { files: { 'products.csv': text } });

  expect(problems).toMatchObject([
    { line: 1, column: 'colour', code: 'unknown_column' },
    { line: 1, column: 'name', code: 'duplicate' },
    { line: 1, column: 'unit', code: 'missing_column' },
  ]);
});

test('a row with more values than there are columns is refused, not shifted', async ({ db }) => {
  const problems = await problemsOf(db, {
    files: { 'products.csv': 'id;sku;name;unit\np1;S;Bolt; M6;pcs\n' },
  });

  expect(problems).toMatchObject([{ line: 2, code: 'bad_format' }]);
});

test.for<[string, Partial<FileDropText>, string]>([
  ['is empty', { files: { 'products.csv': '' } }, 'bad_format'],
  ['is no file of a drop', { files: { '../products.csv': '' } }, 'bad_file_name'],
  ['is not CSV at all', { files: { 'products.csv': '\u0000\u0001' } }, 'unknown_column'],
])('a drop is refused when a file %s', async ([, { files = {} }, code], { db }) => {
  const dir = await writeFileDrop({});
  const names = Object.keys(files);
  for (const name of names) await writeFile(join(dir, name), files[name] ?? '');
  const listed = names.map((name) => ({ name, rows: 0, sha256: sha256Of(files[name] ?? '') }));
  await writeFile(join(dir, 'manifest.json'), JSON.stringify({ ...(await listedIn(dir)), files: listed }));

  const outcome = await importFrom(await aSync(db), dir);

  expect(problemsIn(outcome)[0]).toMatchObject({ code });
});

test('a drop without a manifest, or with a broken one, is refused', async ({ db }) => {
  const sync = await aSync(db);
  const dir = await writeFileDrop({ rows: ROWS });

  await writeFile(join(dir, 'manifest.json'), '{"format": "brelok-file-drop"');
  expect(problemsIn(await importFrom(sync, dir))).toMatchObject([
    { file: 'manifest.json', code: 'bad_manifest' },
  ]);
  expect(problemsIn(await importFrom(sync, join(dir, 'nowhere')))).toMatchObject([{ code: 'missing_file' }]);
});

test('a half-copied drop is refused: a file shorter than its manifest says', async ({ db }) => {
  const sync = await aSync(db);
  const dir = await writeFileDrop({ rows: { product: many(10, (id) => aProduct(id)) } });
  await writeFile(join(dir, 'products.csv'), 'id;sku;name;unit\r\n000001;S;N;pcs\r\n');

  const codes = problemsIn(await importFrom(sync, dir)).map(({ code }) => code);

  expect(codes).toEqual(['checksum_differs', 'row_count_differs']);
  expect(await db.product.count()).toBe(0);
});

test('a file that the manifest lists must be there, and one that is there must be listed', async ({ db }) => {
  const sync = await aSync(db);
  const dir = await writeFileDrop({ rows: { product: [aProduct('p1')] } });
  await writeFile(join(dir, 'order.csv'), 'id\r\n');
  const manifest = await listedIn(dir);
  manifest.files.push({ name: 'orders.csv', rows: 0, sha256: sha256Of('') });
  await writeFile(join(dir, 'manifest.json'), JSON.stringify(manifest));

  expect(problemsIn(await importFrom(sync, dir))).toMatchObject([
    { file: 'order.csv', code: 'unlisted_file' },
    { file: 'orders.csv', code: 'missing_file' },
  ]);
});

test('a symbolic link is never followed out of the folder', async ({ db }) => {
  const sync = await aSync(db);
  const elsewhere = await writeFileDrop({
    rows: { product: [aProduct('p1')] },
    documents: { 'invoice-1.pdf': PDF },
  });
  const dir = await writeFileDrop({ rows: { counterparty: [aCounterparty('x')], document: [aDocument()] } });
  await symlink(join(elsewhere, 'documents'), join(dir, 'documents'));
  expect(problemsIn(await importFrom(sync, dir))).toMatchObject([{ code: 'bad_document' }]);

  const other = await writeFileDrop({ documents: { 'another.pdf': PDF } });
  await symlink(join(elsewhere, 'products.csv'), join(other, 'products.csv'));
  const files = [{ name: 'products.csv', rows: 1, sha256: sha256Of('') }];
  await writeFile(join(other, 'manifest.json'), JSON.stringify({ ...(await listedIn(other)), files }));
  expect(problemsIn(await importFrom(sync, other))).toMatchObject([
    { file: 'products.csv', code: 'missing_file' },
  ]);
});

test('documents come in with their bytes, and open as what they were', async ({ db }) => {
  const sync = await aSync(db);

  await importDrop(sync, {
    rows: { counterparty: [aCounterparty('x')], document: [aDocument()] },
    documents: { 'invoice-1.pdf': PDF },
  });

  const { id, sha256, dataClass } = await db.document.findFirstOrThrow();
  expect(dataClass).toBe('own-price');
  expect(await sync.documents.open({ id, sha256: sha256 ?? '' })).toEqual({ ok: true, bytes: PDF });
});

test.for<[string, Record<string, string>, Record<string, Buffer>]>([
  ['is missing', {}, {}],
  ['has other bytes than its row says', {}, { 'invoice-1.pdf': Buffer.from('%PDF-1.7 INVOICE') }],
  ['has another size than its row says', { size: '17' }, { 'invoice-1.pdf': PDF }],
  ['is no PDF', { sha256: sha256Of('<html>'), size: '6' }, { 'invoice-1.pdf': Buffer.from('<html>') }],
])('a drop is refused when a document %s', async ([, differences, documents], { db }) => {
  const problems = await problemsOf(db, {
    rows: { counterparty: [aCounterparty('x')], document: [aDocument(differences)] },
    documents,
  });

  expect(problems).toMatchObject([{ file: 'documents.csv', line: 2, code: 'bad_document' }]);
  expect(await db.document.count()).toBe(0);
});

test.for(['../invoice.pdf', '/etc/passwd', 'a/b.pdf', '.hidden', 'a\\b.pdf', 'con.', 'x'.repeat(200)])(
  'a document can not be called %j',
  async (file, { db }) => {
    const problems = await problemsOf(db, { rows: { document: [aDocument({ file })] } });

    expect(problems).toMatchObject([{ column: 'file', code: 'bad_file_name' }]);
  },
);

test('references that point nowhere are warnings: the row is kept and is nobody’s', async ({ db }) => {
  const outcome = await importDrop(await aSync(db), { rows: { order: [anOrder('1', 'nobody')] } });

  expect(outcome).toMatchObject({
    ok: true,
    warnings: {
      told: [{ file: 'orders.csv', line: 2, column: 'counterparty', code: 'unknown_reference' }],
    },
  });
  expect(await db.order.findFirst()).toMatchObject({ accountId: null });
});

test('a dry run says what would change and changes nothing', async ({ db }) => {
  const sync = await aSync(db);

  const outcome = await importDrop(sync, { rows: ROWS }, { isDryRun: true });

  expect(outcome).toMatchObject({ ok: true, change: 'checked', counts: { order: { added: 1 } } });
  expect([await db.order.count(), await db.importRun.count(), await db.auditEvent.count()]).toEqual([
    0, 0, 0,
  ]);
});

test('a drop of another source than expected is refused', async ({ db }) => {
  const outcome = await importDrop(await aSync(db), { rows: ROWS }, { sourceName: 'crm' });

  expect(problemsIn(outcome)).toMatchObject([{ file: 'manifest.json', code: 'wrong_source' }]);
});

test('a drop from the future is refused, for it would bar every later one', async ({ db }) => {
  const outcome = await importDrop(await aSync(db), {
    rows: ROWS,
    manifest: { generatedAt: '2026-03-07T12:00:00Z' },
  });

  expect(problemsIn(outcome)).toMatchObject([{ file: 'manifest.json', code: 'bad_manifest' }]);
});

test('whoever waits is told how far the import is', async ({ db }) => {
  const told: string[] = [];
  let seconds = 0;
  const sync = { ...(await aSync(db)), now: () => new Date(Date.UTC(2026, 2, 5, 12, 0, (seconds += 1))) };

  const rows = { product: many(1_200, (id) => aProduct(id)) };
  await importDrop(
    sync,
    { rows },
    {
      onProgress: ({ phase, rowsDone, rowsTotal, rowsPerSecond }) =>
        told.push(`${phase} ${rowsDone}/${rowsTotal} ${rowsPerSecond > 0}`),
    },
  );

  expect(told).toEqual(
    ['check', 'write'].flatMap((phase) => [500, 1_000, 1_200].map((done) => `${phase} ${done}/1200 true`)),
  );
});

function aDocument(differences: Record<string, string> = {}): Record<string, string> {
  return {
    id: 'd1',
    counterparty: 'x',
    kind: 'invoice',
    title: 'Invoice 1',
    issued_on: '2026-03-02',
    media_type: 'application/pdf',
    size: String(PDF.byteLength),
    sha256: sha256Of(PDF),
    file: 'invoice-1.pdf',
    ...differences,
  };
}

async function problemsOf(db: Parameters<typeof aSync>[0], drop: FileDropText): Promise<readonly Problem[]> {
  return problemsIn(await importDrop(await aSync(db), drop));
}

function problemsIn(outcome: ImportOutcome): readonly Problem[] {
  return !outcome.ok && outcome.reason === 'refused' ? outcome.problems.told : [];
}
