/** Quotations in Odoo, EMULATED: what the contract of all writers (../outgoing) does not say. */
import { afterEach, describe, expect, test } from 'vitest';
import { createBreaker } from '#portal/connectors/http/breaker.ts';
import { deliverOrder } from '#portal/connectors/outgoing/deliver-order.server.ts';
import { htmlText } from '#portal/connectors/outgoing/html-text.ts';
import { openOrderWriter } from '#portal/connectors/outgoing/open-order-writer.server.ts';
import type { OutgoingOrder } from '#portal/connectors/outgoing/outgoing-order.ts';
import { parseOutletConfig } from '#portal/connectors/outgoing/outlet-config.ts';
import { storeOutlet } from '#portal/connectors/outgoing/store-outlet.server.ts';
import { deliverRequests } from '#portal/requests/deliver-requests.server.ts';
import { findRequest } from '#portal/requests/find-requests.server.ts';
import { test as dbTest } from '#test/support/db.ts';
import { startOdoo } from '#test/support/odoo-emulator.ts';
import type { OdooEmulator, OdooRow } from '#test/support/odoo-emulator.ts';
import {
  anOrderingCustomer,
  anOutbox,
  anOutlet,
  aSentRequest,
  entryOf,
  WRITING,
} from '#test/support/request-builders.ts';
import { TODAY_ON } from '#test/support/trade-builders.ts';

const opened: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

async function anOdoo(version: 17 | 19, partner: OdooRow): Promise<OdooEmulator> {
  const erp = await startOdoo(version, {
    'sale.order': { types: {}, rows: [] },
    'res.partner': { types: {}, rows: [partner] },
    'product.pricelist': { types: {}, rows: [{ id: 3, name: 'Контрактные цены', currency_id: [1, 'EUR'] }] },
  });
  erp.user = WRITING.user;
  erp.password = WRITING.password;
  opened.push(erp);
  return erp;
}

const ORDER: OutgoingOrder = {
  key: 'BR-7K2M-9QXT-4HNV',
  askedAt: new Date('2026-03-01T12:00:00Z'),
  counterparty: { ref: '14', name: 'Завод', legalName: 'Завод', taxId: '', registrationReason: null },
  currency: 'EUR',
  isTaxIncluded: false,
  totalMinor: 0n,
  customerReference: '',
  note: '<script>1</script>\nдо пятницы',
  lines: [
    {
      lineNo: 1,
      productRef: '41',
      sku: 'BRG',
      name: 'Подшипник',
      unit: 'шт',
      quantity: '3',
      unitPrice: null,
      netMinor: null,
    },
  ],
};

function deliver(erp: OdooEmulator, { config, order = ORDER }: { config?: object; order?: OutgoingOrder }) {
  const parsed = parseOutletConfig({
    address: erp.address,
    settings: { database: 'shop' },
    ...(config ?? { preset: 'odoo' }),
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const opening = { ...parsed.config, credentials: WRITING, timeZone: 'UTC' };
  const now = () => ORDER.askedAt;
  const writer = openOrderWriter(opening, { rules: { isDemo: true }, now, breaker: createBreaker(now) });
  opened.push(writer);
  return deliverOrder(writer, { order, mayBeThere: false, claimWrite: () => Promise.resolve(true) });
}

describe.each([17, 19] as const)('Odoo %i (emulated)', (version) => {
  test('a price that we do not know is Odoo’s to make, and a note of the customer’s is no markup', async () => {
    const erp = await anOdoo(version, { id: 14, property_product_pricelist: [3, 'label'] });

    expect(await deliver(erp, {})).toMatchObject({ outcome: 'taken', order: { number: 'S00001' } });

    expect(erp.models['sale.order']?.rows).toEqual([
      {
        id: 1,
        name: 'S00001',
        state: 'draft',
        partner_id: 14,
        client_order_ref: ORDER.key,
        note: '&lt;script&gt;1&lt;/script&gt;<br>до пятницы',
        order_line: [[0, 0, { product_id: 41, product_uom_qty: 3, name: 'Подшипник' }]],
      },
    ]);
  });

  test('prices in another currency than the customer’s price list has there are not written', async () => {
    const erp = await anOdoo(version, { id: 14, property_product_pricelist: [3, 'label'] });

    const delivery = await deliver(erp, { order: { ...ORDER, currency: 'USD' } });

    expect(delivery).toMatchObject({ code: 'refused', detail: expect.stringContaining('not in USD') });
    expect(erp.models['sale.order']?.rows).toEqual([]);
  });

  test('a customer without a price list has the company’s prices, and one that is gone no order', async () => {
    const erp = await anOdoo(version, { id: 14, property_product_pricelist: false });
    expect(await deliver(erp, {})).toMatchObject({ outcome: 'taken' });

    const counterparty = { ...ORDER.counterparty, ref: '15' };
    const ofNobody = { ...ORDER, key: 'BR-0000-0000-0000', counterparty };
    expect(await deliver(erp, { order: ofNobody })).toMatchObject({ code: 'refused', isPassing: false });
  });

  test('what the company wants in each order stands in its mapping', async () => {
    const erp = await anOdoo(version, { id: 14, property_product_pricelist: false });
    const mapping = {
      orderMapping: 1,
      title: 'own',
      dialect: 'odoo',
      settings: ['database'],
      // What the portal says itself can't be said otherwise.
      constants: { team_id: { value: 5 }, state: { value: 'sale' } },
    };

    await deliver(erp, { config: { mapping } });

    expect(erp.models['sale.order']?.rows).toMatchObject([{ team_id: 5, state: 'draft' }]);
  });
});

dbTest(
  'a customer reads the same of a request into Odoo (emulated) as of any other, and a wrong key stops it',
  async ({ db }) => {
    const erp = await anOdoo(19, { id: 14, property_product_pricelist: [3, 'label'] });
    const customer = await anOrderingCustomer(db, 'odoo');
    const { sourceId, actor, product } = customer;
    await db.counterparty.updateMany({ where: { sourceId }, data: { externalId: '14' } });
    await db.product.update({ where: { id: product.id }, data: { externalId: '41' } });
    const outbox = anOutbox(db);
    const outlet = { sourceId, address: erp.address, preset: 'odoo', settings: { database: 'shop' } };
    await anOutlet(outbox, outlet);
    const sent = await aSentRequest(outbox, customer);
    const currency = (await db.orderRequest.findUniqueOrThrow({ where: { id: sent.id } })).currency ?? '';
    Object.assign(erp.models['product.pricelist']?.rows[0] ?? {}, { currency_id: [1, currency] });
    const stateOf = async (requestId: string) =>
      (await findRequest(db, { actor, requestId, on: TODAY_ON }))?.state;
    expect(await stateOf(sent.id)).toBe('queued');

    expect(await deliverRequests(outbox.deps)).toBe(1);

    expect(await stateOf(sent.id)).toBe('accepted');
    expect(await entryOf(db, sent.id)).toMatchObject({ externalId: '1', number: 'S00001' });
    expect(erp.models['sale.order']?.rows).toMatchObject([{ client_order_ref: sent.number, partner_id: 14 }]);

    erp.password = 'changed';
    const second = await aSentRequest(outbox, customer);
    await deliverRequests(outbox.deps);
    outbox.pass(60);
    expect(await deliverRequests(outbox.deps)).toBe(0);
    expect(await stateOf(second.id)).toBe('queued');
    expect(await db.alarm.count({ where: { kind: 'source_credentials', detail: sourceId } })).toBe(1);
  },
);

test('of a note nothing is markup but the ends of its lines', () => {
  expect(htmlText('a < b & "c" > d\r\ne')).toBe('a &lt; b &amp; &quot;c&quot; &gt; d<br>e');
});

dbTest(
  'the API key of the account that reads opens no orders, whatever user is named beside it',
  async ({ db }) => {
    const { sourceId } = await anOrderingCustomer(db, 'odoo');
    const { deps, now } = anOutbox(db);
    const address = 'https://odoo.example/';
    await db.sourceConnection.create({
      data: {
        sourceId,
        address,
        mappingJson: '{}',
        timeZone: 'UTC',
        everyMinutes: 15,
        changedAt: now(),
        dueAt: now(),
        credentialsSealed: deps.box.seal({ sourceId, origin: new URL(address).origin }, WRITING),
      },
    });
    const read = parseOutletConfig({ address, preset: 'odoo', settings: { database: 'shop' } });
    if (!read.ok) throw new Error('the configuration is wrong');
    const save = (credentials: { kind: 'basic'; user: string; password: string }) =>
      storeOutlet(deps, { sourceId, config: read.config, credentials, by: { actorId: 'administrator' } });

    const refused = { ok: false, reason: 'same_account' };
    expect(await save({ ...WRITING, user: 'another' })).toEqual(refused);
    expect(await save({ ...WRITING, password: 'another' })).toEqual(refused);
    expect(await save({ kind: 'basic', user: 'another', password: 'another' })).toMatchObject({ ok: true });
  },
);

dbTest('a mapping for another kind of source opens nothing', async ({ db }) => {
  const { sourceId } = await anOrderingCustomer(db, 'odoo');
  const { deps } = anOutbox(db);
  const read = parseOutletConfig({ address: 'https://odoo.example/', preset: '1c-ut11' });
  if (!read.ok) throw new Error('the configuration is wrong');
  const request = { sourceId, config: read.config, credentials: WRITING, by: { actorId: 'administrator' } };
  expect(await storeOutlet(deps, request)).toEqual({ ok: false, reason: 'other_kind' });
  expect(await db.orderOutlet.count()).toBe(0);
});
