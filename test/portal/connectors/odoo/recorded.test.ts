/** Recorded answers of real Odoo servers: 17 over /jsonrpc in Russian, 19 over JSON-2. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { MappedRecord } from '#portal/connectors/mapping/map-record.ts';
import { ODOO } from '#portal/connectors/presets/odoo.ts';
import type { AskedSource } from '#portal/connectors/records/asked-source.ts';
import { testSets } from '#portal/connectors/records/test-sets.server.ts';
import type { EntityKind } from '#portal/connectors/port.ts';
import { mappingOf, openSource } from '#test/support/pulled-source.ts';
import { startReplay } from '#test/support/replayed-source.ts';
import type { Replayed, ReplayedSource } from '#test/support/replayed-source.ts';

const FOLDER = new URL('../../../fixtures/odoo/', import.meta.url);
const Recorded = z.object({
  status: z.number().optional(),
  body: z.unknown().optional(),
  result: z.unknown().optional(),
});
const NOW = () => new Date('2026-11-22T12:00:00Z');

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

function recorded(name: string): { status: number; body: unknown } {
  const {
    status = 200,
    body,
    result,
  } = Recorded.parse(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')));
  return { status, body: body ?? result };
}

const ROWS_17: Record<string, string> = {
  'sale.order': '17-orders',
  'sale.order.line': '17-order-lines',
  'res.partner': '17-customers',
  'account.move': '17-invoices',
  'stock.picking': '17-shipments',
};
const ROWS_19: Record<string, string> = {
  'sale.order': '19-orders',
  'sale.order.line': '19-order-lines',
  'res.partner': '19-customers',
  'stock.picking': '19-shipments',
};

/** `fields_get` was not recorded: each field is of the type that its recorded values have. */
function typesOf(name: string): Record<string, { type: string }> {
  const rows = z.array(z.record(z.string(), z.unknown())).parse(recorded(name).body);
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(names.map((field) => [field, { type: typeOf(rows.map((row) => row[field])) }]));
}

function typeOf(values: readonly unknown[]): string {
  const value = values.find((one) => one !== false);
  if (Array.isArray(value)) return typeof value[1] === 'string' ? 'many2one' : 'one2many';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2} /.test(value) ? 'datetime' : 'char';
  return values.includes(true) ? 'boolean' : 'char';
}

function answered(
  rows: Record<string, string>,
  { model, method }: { model: string; method: string },
): Replayed {
  const name = rows[model];
  if (name === undefined) {
    if (method === 'fields_get')
      return { body: { id: { type: 'integer' }, name: { type: 'char' }, default_code: { type: 'char' } } };
    return { body: model === 'res.currency' ? [{ id: 1, name: 'USD' }] : [] };
  }
  const told = z.array(z.looseObject({ id: z.number() })).parse(recorded(name).body);
  const completed = told.map((row) => ({
    ...row,
    ...ALSO[model],
    commercial_partner_id: [row.id, 'Название'],
  }));
  // The buyer of the first recorded order was not among the recorded customers.
  if (method !== 'fields_get') return { body: model === 'res.partner' ? [...completed, AZURE] : completed };
  const also = Object.entries(ALSO[model] ?? {}).map(([field, value]) => [field, { type: typeOf([value]) }]);
  return {
    body: { ...typesOf(name), ...Object.fromEntries(also), commercial_partner_id: { type: 'many2one' } },
  };
}

const AZURE = { id: 14, name: 'Azure Interior', is_company: true, commercial_partner_id: [14, 'Название'] };

/** What the preset reads and nobody had recorded. */
const ALSO: Record<string, Record<string, unknown>> = {
  'res.partner': { is_company: true },
  'sale.order.line': { currency_id: [1, 'USD'] },
  'stock.picking': { picking_type_code: 'outgoing' },
};

const Rpc = z.object({ params: z.object({ service: z.string(), args: z.array(z.unknown()) }) });

function replay17(): Promise<ReplayedSource> {
  return startReplay(({ url, body }) => {
    if (url !== '/jsonrpc') return { status: 404, body: '<html>404</html>' };
    const { service, args } = Rpc.parse(JSON.parse(body)).params;
    const result =
      service === 'common' ? 2 : answered(ROWS_17, { model: String(args[3]), method: String(args[4]) }).body;
    return { body: { jsonrpc: '2.0', id: 1, result } };
  });
}

function replay19(special: (url: string) => Replayed | null = () => null): Promise<ReplayedSource> {
  return startReplay(({ url }) => {
    const own = special(url);
    if (own !== null) return own;
    if (url === '/web/version')
      return { body: { version_info: [19, 0, 0, 'final', 0, ''], version: '19.0' } };
    const [model = '', method = ''] = url.slice('/json/2/'.length).split('/');
    return answered(ROWS_19, { model, method });
  });
}

function open(source: ReplayedSource): AskedSource {
  const asked = openSource({ address: source.address, mapping: ODOO }, NOW);
  opened.push(source, asked);
  return asked;
}

async function rowsOf(source: AskedSource, kind: EntityKind): Promise<readonly MappedRecord[]> {
  const feed = source.feeds.find((one) => one.kind === kind);
  return (await feed?.sample(10)) ?? [];
}

test('17: an order is its company’s, in its currency, on its day; what is `false` is nothing', async () => {
  const [first] = await rowsOf(open(await replay17()), 'order');

  expect(first?.head).toMatchObject({
    ok: true,
    entity: {
      externalId: '25',
      number: 'S00025',
      customerReference: 'PO-7781',
      counterpartyRef: '14',
      // 00:24 in London is 03:24 in Moscow.
      orderedOn: '2026-11-22',
      promisedOn: null,
      status: 'shipped',
      sourceStatus: 'sale',
      currency: 'USD',
      netMinor: 381_744n,
      taxMinor: 57_262n,
      grossMinor: 439_006n,
      modifiedAt: new Date('2026-11-22T00:24:33Z'),
    },
  });
});

test('17: quotations and drafts are no orders yet', async () => {
  const orders = await rowsOf(open(await replay17()), 'order');

  const states = orders.map(({ head }) => (head.ok ? Reflect.get(head.entity, 'status') : head.problems));
  expect(states).toContain('confirmed');
  expect(states).not.toContain(undefined);
});

test('17: a line has its discount, its order and its label, which is shown and decides nothing', async () => {
  const [first] = await rowsOf(open(await replay17()), 'order-line');

  expect(first?.head).toMatchObject({
    ok: true,
    entity: {
      externalId: '53',
      orderRef: '25',
      kind: 'item',
      productRef: '16',
      name: '[E-COM06] Стол угловой правый',
      quantity: '4',
      unit: 'Units',
      unitPrice: '147',
      discountPercent: '12',
      shippedQuantity: '4',
    },
  });
});

test('17: the number of a waybill comes with its shipment', async () => {
  const [first] = await rowsOf(open(await replay17()), 'shipment');

  expect(first?.head).toMatchObject({
    ok: true,
    entity: { status: 'shipped', carrier: 'Standard delivery', trackingNumber: '1Z999AA10123456784' },
  });
});

test('17: the key is in the body of questions to the server’s own address and in no header', async () => {
  const source = await replay17();
  await rowsOf(open(source), 'order');

  expect(source.seen.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  expect(source.seen[0]).toMatchObject({ url: '/web/version', body: '' });
  expect(
    source.seen.filter(({ body }) => body.includes('"secret"')).every(({ url }) => url === '/jsonrpc'),
  ).toBe(true);
});

test('19: JSON-2 is chosen by asking, and the version is asked for without the key', async () => {
  const source = await replay19();

  const orders = await rowsOf(open(source), 'order');

  expect(orders).toHaveLength(5);
  expect(source.seen[0]).toMatchObject({ url: '/web/version' });
  expect(source.seen[0]?.headers.authorization).toBeUndefined();
  const calls = source.seen.slice(1);
  expect(calls.every(({ url }) => url.startsWith('/json/2/'))).toBe(true);
  expect(calls.every(({ headers }) => headers.authorization === 'bearer secret')).toBe(true);
  expect(calls.every(({ headers }) => headers['x-odoo-database'] === 'shop')).toBe(true);
});

test('archived rows are asked for, times come in UTC, and only fields that there are, are asked for', async () => {
  const source = await replay19();
  await rowsOf(open(source), 'counterparty');

  const asked = source.seen.find(({ url }) => url.endsWith('/res.partner/search_read'));
  expect(JSON.parse(asked?.body ?? '{}')).toMatchObject({
    domain: [['is_company', 'in', [true]]],
    context: { active_test: false, tz: 'UTC' },
    order: 'id asc',
  });
  expect(asked?.body).not.toContain('"function"');
});

test('19: a model that there is not is a set that is missing', async () => {
  const missing = recorded('19-unknown-model');
  const source = await replay19((url) => (url.includes('/stock.picking/') ? missing : null));

  const tests = await testSets(open(source), mappingOf(ODOO));

  expect(tests.find(({ set }) => set === 'stock.picking')).toMatchObject({
    ok: false,
    reason: 'set_missing',
  });
});

test.each(['19-unknown-field', '19-private-method'])(
  'of a recorded error (%s) its sentence is told, and nothing of the program that made it',
  async (name) => {
    const error = recorded(name);
    const source = await replay19((url) => (url.endsWith('/sale.order/search_read') ? error : null));

    const failed = rowsOf(open(source), 'order').then(
      () => null,
      (fault: unknown) => fault,
    );

    const message = String(await failed);
    expect(message).toMatch(/Invalid field|Private methods/);
    expect(message).not.toMatch(/Traceback|\/srv\/|File/);
  },
);

test('17: an error comes with status 200; a key that is not taken is a fault of the credentials', async () => {
  const denied = { code: 200, data: { name: 'odoo.exceptions.AccessDenied', debug: 'Traceback …' } };
  const source = await startReplay(({ url }) =>
    url === '/jsonrpc' ? { body: { jsonrpc: '2.0', error: denied } } : { status: 404, body: '' },
  );

  await expect(rowsOf(open(source), 'order')).rejects.toMatchObject({ code: 'credentials' });
});
