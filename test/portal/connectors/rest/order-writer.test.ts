/** Orders over interfaces of their own, EMULATED: what the contract of all writers (../outgoing) does not say. */
import { afterEach, expect, test } from 'vitest';
import { createBreaker } from '#portal/connectors/http/breaker.ts';
import { deliverOrder } from '#portal/connectors/outgoing/deliver-order.server.ts';
import { openOrderWriter } from '#portal/connectors/outgoing/open-order-writer.server.ts';
import { findOrderPreset } from '#portal/connectors/outgoing/order-presets.ts';
import type { OrderWriter, OutgoingOrder } from '#portal/connectors/outgoing/outgoing-order.ts';
import { parseOutletConfig } from '#portal/connectors/outgoing/outlet-config.ts';
import { storeOutlet } from '#portal/connectors/outgoing/store-outlet.server.ts';
import { test as dbTest } from '#test/support/db.ts';
import { startFaultProxy } from '#test/support/fault-proxy.ts';
import { anOrderingCustomer, anOutbox } from '#test/support/request-builders.ts';
import { startRestOrders } from '#test/support/rest-orders-emulator.ts';

const opened: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

const TOKEN = { kind: 'header', name: 'Authorization', value: 'token orders:write-secret' } as const;
const API_KEY = { kind: 'header', name: 'DOLAPIKEY', value: 'write-secret' } as const;

const ORDER: OutgoingOrder = {
  key: 'BR-7K2M-9QXT-4HNV',
  askedAt: new Date('2026-03-01T22:30:00Z'),
  counterparty: { ref: 'C-1', name: 'Завод', legalName: 'Завод', taxId: '', registrationReason: null },
  currency: 'EUR',
  isTaxIncluded: false,
  totalMinor: 0n,
  customerReference: '',
  note: '<b>до пятницы</b>',
  lines: [
    {
      lineNo: 1,
      productRef: 'BRG-1',
      sku: 'BRG-1',
      name: 'Bearing <6204>',
      unit: 'pcs',
      quantity: '3',
      unitPrice: null,
      netMinor: null,
    },
  ],
};

function aWriter(
  config: { address: string; preset?: string; mapping?: unknown },
  credentials: typeof TOKEN | typeof API_KEY,
): OrderWriter {
  const parsed = parseOutletConfig(config);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const now = () => ORDER.askedAt;
  const writer = openOrderWriter(
    { ...parsed.config, credentials, timeZone: 'Europe/Moscow' },
    { rules: { isDemo: true }, now, breaker: createBreaker(now) },
  );
  opened.push(writer);
  return writer;
}

const attempt = (mayBeThere: boolean) => ({
  order: ORDER,
  mayBeThere,
  claimWrite: () => Promise.resolve(true),
});

test('ERPNext (emulated): a draft with the day of its asking there as the day of delivery, and a note that is no markup', async () => {
  const erp = await startRestOrders('frappe');
  opened.push(erp);

  const delivery = await deliverOrder(
    aWriter({ address: erp.address, preset: 'erpnext' }, TOKEN),
    attempt(false),
  );

  const name = 'SAL-ORD-2026-00001';
  expect(delivery).toEqual({ outcome: 'taken', order: { externalId: name, number: name } });
  expect(erp.orders).toEqual([
    {
      name,
      po_no: ORDER.key,
      customer: 'C-1',
      transaction_date: '2026-03-02',
      delivery_date: '2026-03-02',
      currency: 'EUR',
      docstatus: 0,
      ignore_pricing_rule: 1,
      terms: '&lt;b&gt;до пятницы&lt;/b&gt;',
      items: [{ item_code: 'BRG-1', qty: 3 }],
    },
  ]);
});

test('Dolibarr (emulated): times are seconds, and a draft has no number yet', async () => {
  const erp = await startRestOrders('dolibarr');
  opened.push(erp);
  const writer = aWriter({ address: erp.address, preset: 'dolibarr' }, API_KEY);

  const delivery = await deliverOrder(writer, attempt(true));

  expect(delivery).toEqual({ outcome: 'taken', order: { externalId: '1', number: null } });
  expect(await writer.find(ORDER.key)).toEqual({ externalId: '1', number: null });
  expect(erp.orders).toMatchObject([
    {
      socid: 'C-1',
      date: 1772404200,
      lines: [{ fk_product: 'BRG-1', desc: 'Bearing &lt;6204&gt;', qty: 3 }],
    },
  ]);
});

test('"not found" of another page than the service’s own does not mean that there is no order', async () => {
  const erp = await startRestOrders('dolibarr');
  const front = await startFaultProxy(new URL(erp.address).origin);
  opened.push(erp, front);
  const writer = aWriter({ address: `${front.origin}/api/index.php/`, preset: 'dolibarr' }, API_KEY);
  front.inject({ kind: 'status', status: 404, body: '{"message":"no Route matched"}' });

  expect(await deliverOrder(writer, attempt(true))).toMatchObject({ outcome: 'failed', code: 'not_found' });

  expect(erp.orders).toEqual([]);
});

test('a key that could end the text that it stands in is not asked for', async () => {
  const front = await startFaultProxy();
  opened.push(front);
  const writer = aWriter({ address: `${front.origin}/`, preset: 'dolibarr' }, API_KEY);

  await expect(writer.find("x') or ('1'='1")).rejects.toMatchObject({ code: 'refused' });

  expect(front.seen).toEqual([]);
});

test('a mapping whose orders could not be found again, or that leads elsewhere, is none', () => {
  const preset = findOrderPreset('erpnext');
  const faultsOf = (changes: object) => {
    const parsed = parseOutletConfig({ address: 'https://erp.example/', mapping: { ...preset, ...changes } });
    return parsed.ok ? [] : parsed.faults.map(({ path }) => path);
  };
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ fields: { customer: { from: 'counterparty' } } })).toEqual(['mapping.fields']);
  expect(faultsOf({ find: { query: { limit: '2' } } })).toEqual(['mapping.find.query']);
  expect(faultsOf({ set: '../admin' })).toEqual(['mapping.set']);
  expect(faultsOf({ set: 'https://other.example/orders' })).toEqual(['mapping.set']);
  expect(faultsOf({ fields: { po_no: { from: 'key', as: 'code' } } })).not.toEqual([]);
});

dbTest('another secret of the key that reads is no other account', async ({ db }) => {
  const { sourceId } = await anOrderingCustomer(db, 'rest');
  const { deps, now } = anOutbox(db);
  const address = 'https://erp.example/';
  const reading = { ...TOKEN, value: 'token reader:read-secret' };
  await db.sourceConnection.create({
    data: {
      sourceId,
      address,
      mappingJson: '{}',
      timeZone: 'UTC',
      everyMinutes: 15,
      changedAt: now(),
      dueAt: now(),
      credentialsSealed: deps.box.seal({ sourceId, origin: new URL(address).origin }, reading),
    },
  });
  const read = parseOutletConfig({ address, preset: 'erpnext' });
  if (!read.ok) throw new Error('the configuration is wrong');
  const save = (value: string) =>
    storeOutlet(deps, {
      sourceId,
      config: read.config,
      credentials: { ...TOKEN, value },
      by: { actorId: 'administrator' },
    });
  expect(await save('token reader:another')).toEqual({ ok: false, reason: 'same_account' });
  expect(await save('token orders:another')).toMatchObject({ ok: true });
});
