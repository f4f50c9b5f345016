/** How each kind of source is asked for the file of a document, by the presets as they are delivered. */
import http from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { parseMapping } from '#portal/connectors/mapping/check-mapping.ts';
import { BUSINESS_CENTRAL } from '#portal/connectors/presets/business-central.ts';
import { DOLIBARR } from '#portal/connectors/presets/dolibarr.ts';
import { ERPNEXT } from '#portal/connectors/presets/erpnext.ts';
import { openOdoo17, openOdoo19 } from '#test/support/odoo-world.ts';
import { closeServer, portOf } from '#test/support/fault-proxy.ts';
import { testSets } from '#portal/connectors/records/test-sets.server.ts';
import { mappingOf, openSource, PASSWORD } from '#test/support/pulled-source.ts';
import { openTrytonWorld } from '#test/support/tryton-world.ts';

const PDF = Buffer.from('%PDF-1.7 demo');
const NOW = () => new Date('2026-11-22T12:00:00Z');

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const ATTACHMENT = {
  active: true,
  write_date: '2026-02-01 08:00:00.123456',
  create_date: '2026-02-01 08:00:00',
  res_model: 'account.move',
  res_id: 5,
  file_size: PDF.byteLength,
  datas: PDF.toString('base64'),
};

test.each([openOdoo17, openOdoo19])(
  'of an invoice of Odoo only the printed one is a document, and its bytes are asked for by themselves',
  async (openWorld) => {
    const world = await openWorld();
    const { models } = world.emulator;
    models['account.move']?.rows.push({
      id: 5,
      name: 'INV/2026/00005',
      move_type: 'out_refund',
      invoice_date: '2026-01-31',
      commercial_partner_id: [11, 'label'],
    });
    models['ir.attachment']?.rows.push(
      { ...ATTACHMENT, id: 71, name: 'INV_2026_00005.pdf', res_field: 'invoice_pdf_report_file' },
      { ...ATTACHMENT, id: 72, name: 'what we paid for it.pdf', res_field: false },
    );
    const source = openSource({ ...world, address: world.emulator.address }, NOW);
    opened.push(source, world.emulator);

    const feed = source.feeds.find(({ kind }) => kind === 'document');
    const records = (await feed?.sample(10)) ?? [];
    expect(records.map(({ head }) => (head.ok ? head.entity : head.problems))).toMatchObject([
      {
        externalId: '71',
        kind: 'credit-note',
        title: 'INV_2026_00005.pdf',
        number: 'INV/2026/00005',
        issuedOn: '2026-01-31',
        counterpartyRef: '11',
        invoiceRef: '5',
        sizeBytes: PDF.byteLength,
        sha256: null,
      },
    ]);
    expect(Buffer.from(await source.readDocument({ externalId: '71', number: null }))).toEqual(PDF);
    await expect(source.readDocument({ externalId: '99', number: null })).rejects.toMatchObject({
      code: 'not_found',
    });

    const ofDocuments = async () =>
      (await testSets(source, mappingOf(world.mapping))).find(({ kind }) => kind === 'document');
    expect(await ofDocuments()).toMatchObject({ ok: true });
    for (const row of models['ir.attachment']?.rows ?? []) row['datas'] = 'PGh0bWw+';
    expect(await ofDocuments()).toMatchObject({ ok: false, code: 'not_understood' });
  },
);

test('Tryton prints an invoice by its own report', async () => {
  const world = await openTrytonWorld();
  world.emulator.reports['report.account.invoice.execute'] = [
    'pdf',
    { __class__: 'bytes', base64: PDF.toString('base64') },
    false,
    'Invoice',
  ];
  const source = openSource({ ...world, address: world.emulator.address }, NOW);
  opened.push(source, world.emulator);

  expect(Buffer.from(await source.readDocument({ externalId: '5', number: 'I-5' }))).toEqual(PDF);
});

const JSON_FILE = Buffer.from(JSON.stringify({ filename: 'FA-5.pdf', content: PDF.toString('base64') }));

test.each([
  {
    what: 'ERPNext prints an invoice by its name',
    mapping: ERPNEXT,
    name: { externalId: 'SINV/5 &x=1', number: 'SINV/5' },
    body: PDF,
    url: '/api/method/frappe.utils.print_format.download_pdf?doctype=Sales+Invoice&name=SINV%2F5+%26x%3D1',
  },
  {
    what: 'Dolibarr gives an invoice as JSON',
    mapping: DOLIBARR,
    name: { externalId: '5', number: 'FA-5' },
    body: JSON_FILE,
    url: '/documents/download?modulepart=facture&original_file=FA-5%2FFA-5.pdf',
  },
  {
    what: 'Business Central gives an invoice at an address below it',
    mapping: BUSINESS_CENTRAL,
    name: { externalId: 'b8f1', number: 'S-5' },
    body: PDF,
    url: '/salesInvoices(b8f1)/pdfDocument/pdfDocumentContent',
  },
])('$what, with what the document says kept inside its place', async ({ mapping, name, body, url }) => {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = `http://127.0.0.1:${portOf(server)}/`;
  const source = openSource({ address, mapping, credentials: PASSWORD }, NOW);
  opened.push(source, { close: () => closeServer(server) });

  expect(Buffer.from(await source.readDocument(name))).toEqual(PDF);
  expect(asked).toEqual([url]);
  for (const externalId of ['', '.', '..']) {
    await expect(source.readDocument({ ...name, externalId })).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('a mapping of documents must say where their files are, one for each, and nothing else may', () => {
  const [first] = ERPNEXT.feeds.filter(({ kind }) => kind === 'document');
  const faultsOf = (differences: object) => {
    const feeds = ERPNEXT.feeds.map((feed) =>
      feed.kind === 'document' ? { ...first, ...differences } : feed,
    );
    const parsed = parseMapping({ ...ERPNEXT, feeds });
    return parsed.ok ? [] : parsed.faults.map(({ message }) => message);
  };
  const at = (content: object) => faultsOf({ content: { by: 'address', ...content } });
  expect(faultsOf({ content: undefined })).toEqual([expect.stringContaining('is needed')]);
  expect(at({ path: 'print.pdf' })).toEqual([expect.stringContaining('the same file')]);
  expect(at({ path: 'print/{name}' })).toEqual([expect.stringContaining('neither {key}')]);
  expect(faultsOf({ content: { by: 'report', report: 'account.invoice' } })).toEqual([
    'rest has no such reports',
  ]);
  for (const path of ['//other.example/{key}', 'https://other.example/{key}', 'a?b={key}', 'a\\{key}']) {
    expect(at({ path })).toEqual([expect.stringContaining('is a path')]);
  }
});
