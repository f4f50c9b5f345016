import { expect } from 'vitest';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import type { Db } from '#prisma/client.ts';
import { findHome } from '#portal/home/find-home.server.ts';
import { test } from '#test/support/db.ts';
import { openHeardDb, queryPlan } from '#test/support/heard-db.ts';
import {
  TODAY_ON,
  aDocument,
  aProduct,
  aShipment,
  aShipmentLine,
  aStock,
  aTrackingEvent,
  aTrader,
  anInvoice,
  anOrder,
  anOrderLine,
} from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

const STATEMENTS_MAX = 18;

function home(db: Db, { accountId }: Trader, classes: readonly DataClass[] = DATA_CLASSES) {
  return findHome(db, { actor: { accountId, keyId: 'key', classes }, todayOn: TODAY_ON });
}

/** A shipment of a new order, whose carrier last reported this. */
async function aReportedShipment(db: Db, trader: Trader, status: string, shippedOn = '2026-12-08') {
  const order = await anOrder(db, { ...trader, status: 'shipped' });
  const shipment = await aShipment(db, { ...trader, shippedOn });
  await aShipmentLine(db, { ...trader, orderId: order.id, shipmentId: shipment.id });
  const before = new Date('2026-12-09T10:00:00Z');
  await aTrackingEvent(db, { ...trader, shipmentId: shipment.id, status: 'in_transit', occurredAt: before });
  await aTrackingEvent(db, {
    ...trader,
    shipmentId: shipment.id,
    status,
    occurredAt: new Date('2026-12-10T10:00:00Z'),
  });
  return { order, shipment };
}

test('open orders stand by the day of their next promise, that of the lines which still wait', async ({
  db,
}) => {
  const trader = await aTrader(db);
  const later = await anOrder(db, { ...trader, number: 'later', promisedOn: '2026-12-30' });
  await anOrder(db, { ...trader, number: 'nobody knows' });
  const soon = await anOrder(db, {
    ...trader,
    number: 'soon',
    promisedOn: '2026-12-31',
    status: 'partially_shipped',
  });
  await anOrder(db, { ...trader, number: 'done', promisedOn: '2026-12-01', status: 'completed' });
  const line = { ...trader, orderId: soon.id };
  await anOrderLine(db, { ...line, promisedOn: '2026-12-14', quantity: '5', shippedQuantity: '5' });
  await anOrderLine(db, { ...line, promisedOn: '2026-12-20', quantity: '5', shippedQuantity: '4.5' });
  await anOrderLine(db, { ...trader, orderId: later.id, promisedOn: '2026-12-15' });

  const { open } = await home(db, trader);
  expect(open.map(({ number, promisedOn }) => [number, promisedOn])).toEqual([
    ['soon', '2026-12-20'],
    ['later', '2026-12-30'],
    ['nobody knows', null],
  ]);
});

test('a parcel to fetch and a delivery that nobody took need attention, until something else is reported', async ({
  db,
}) => {
  const trader = await aTrader(db);
  const fetch = await aReportedShipment(db, trader, 'ready_for_pickup');
  const failed = await aReportedShipment(db, trader, 'delivery_attempt_failed');
  await aReportedShipment(db, trader, 'delivered');
  await aReportedShipment(db, trader, 'ready_for_pickup', '2026-01-08');

  const { attention } = await home(db, trader);
  expect(new Set(attention.flatMap((item) => (item.kind === 'shipment' ? item.shipment.id : [])))).toEqual(
    new Set([fetch.shipment.id, failed.shipment.id]),
  );
  expect(attention[0]).toMatchObject({ kind: 'shipment', shipment: { orderId: expect.any(String) } });
});

test('what is overdue is told only to who may see money, and only while it is not paid', async ({ db }) => {
  const trader = await aTrader(db);
  await anInvoice(db, { ...trader, number: 'late', dueOn: '2026-12-01' });
  await anInvoice(db, { ...trader, number: 'later', dueOn: '2026-12-05', status: 'partly_paid' });
  await anInvoice(db, { ...trader, number: 'paid', dueOn: '2026-12-01', status: 'paid' });
  await anInvoice(db, { ...trader, number: 'today', dueOn: TODAY_ON });
  const overdue = async (classes: readonly DataClass[]) =>
    (await home(db, trader, classes)).attention.flatMap((item) =>
      item.kind === 'overdue' ? [[item.invoice.number, item.days]] : [],
    );

  expect(await overdue(DATA_CLASSES)).toEqual([
    ['late', 11],
    ['later', 7],
  ]);
  expect(await overdue(['status', 'goods', 'list-price', 'own-price'])).toEqual([]);
});

test('documents of the last week stand there, as far as the session opens them', async ({ db }) => {
  const trader = await aTrader(db);
  await aDocument(db, { ...trader, title: 'new', issuedOn: '2026-12-11' });
  await aDocument(db, { ...trader, title: 'priced', issuedOn: '2026-12-12', dataClass: 'own-price' });
  await aDocument(db, { ...trader, title: 'old', issuedOn: '2026-12-01' });
  const titles = async (classes: readonly DataClass[]) =>
    (await home(db, trader, classes)).documents.map(({ title }) => title);

  expect(await titles(DATA_CLASSES)).toEqual(['priced', 'new']);
  expect(await titles(['status', 'goods'])).toEqual(['new']);
  expect(await titles(['status'])).toEqual([]);
});

test('what is ordered again and again stands there with what is free and what as many cost today', async ({
  db,
}) => {
  const trader = await aTrader(db);
  const gear = await aProduct(db, { sourceId: trader.sourceId, sku: 'GEAR' });
  const belt = await aProduct(db, { sourceId: trader.sourceId, sku: 'BELT' });
  await aStock(db, { sourceId: trader.sourceId, productId: gear.id, quantity: '2.5' });
  await aStock(db, { sourceId: trader.sourceId, productId: gear.id, quantity: '0.5' });
  await aListPrice(db, trader, gear.id);
  for (const [orderedOn, quantity] of [
    ['2026-11-01', '5'],
    ['2026-12-01', '100'],
  ] as const) {
    const { id: orderId } = await anOrder(db, { ...trader, orderedOn });
    await anOrderLine(db, { ...trader, orderId, productId: gear.id, quantity });
  }
  const once = await anOrder(db, { ...trader });
  await anOrderLine(db, { ...trader, orderId: once.id, productId: belt.id });
  for (const status of ['draft', 'cancelled']) {
    const { id: orderId } = await anOrder(db, { ...trader, status });
    await anOrderLine(db, { ...trader, orderId, productId: belt.id });
  }

  const { usual } = await home(db, trader);
  expect(usual?.orderCount).toBe(3);
  expect(usual?.goods).toMatchObject([
    { orderCount: 2, last: { quantity: '100', orderedOn: '2026-12-01' }, row: { stock: { quantity: '3' } } },
  ]);
  expect(usual?.goods[0]?.row.listPrices.map(({ amount }) => amount)).toEqual(['7711.31']);
  expect((await home(db, trader, ['status', 'goods'])).usual?.goods[0]?.row).toMatchObject({
    listPrices: [],
    ownPrices: null,
  });
  expect((await home(db, trader, ['status'])).usual).toBeNull();
});

/** A price that everybody pays. */
async function aListPrice(db: Db, { sourceId }: Trader, productId: string) {
  const row = (id: string) => ({ id, sourceId, externalId: id, syncedAt: new Date(), rowHash: 'test' });
  const list = { name: 'Demo list', kind: 'list', currency: 'RUB', isTaxIncluded: false };
  await db.priceList.create({ data: { ...row('list'), ...list } });
  await db.priceEntry.create({
    data: { ...row('entry'), priceListId: 'list', productId, minQuantity: '1', price: '7711.31' },
  });
}

test('nothing of somebody else, held or gone stands on the first page', async ({ db }) => {
  const mine = await aTrader(db);
  const theirs = await aTrader(db);
  for (const owner of [theirs, { ...mine, quarantinedAt: new Date() }, { ...mine, deletedAt: new Date() }]) {
    await anOrder(db, { ...owner, promisedOn: '2026-12-01' });
    await aReportedShipment(db, owner, 'ready_for_pickup');
    await anInvoice(db, { ...owner, dueOn: '2026-12-01' });
    await aDocument(db, { ...owner, issuedOn: TODAY_ON });
  }
  expect(await home(db, mine)).toMatchObject({
    attention: [],
    open: [],
    documents: [],
    usual: { orderCount: 0 },
  });
});

test('the manager is the one named in the portal, else the one whom the source names', async ({ db }) => {
  const trader = await aTrader(db);
  expect((await home(db, trader)).manager).toBeNull();

  const row = { sourceId: trader.sourceId, externalId: 'm', syncedAt: new Date(), rowHash: 'test' };
  await db.sourceManager.create({
    data: { ...row, id: 'm', name: 'Named by the source', phone: '+7 000 000-00-00' },
  });
  await db.counterparty.updateMany({ where: { accountId: trader.accountId }, data: { managerId: 'm' } });
  expect((await home(db, trader)).manager).toMatchObject({ name: 'Named by the source' });

  const { id } = await db.holder.create({
    data: {
      userHandle: new Uint8Array(32),
      kind: 'staff',
      staffRole: 'account-manager',
      name: 'Named here',
      createdAt: new Date(),
    },
    select: { id: true },
  });
  await db.customerAccount.update({ where: { id: trader.accountId }, data: { accountManagerId: id } });
  expect((await home(db, trader)).manager).toMatchObject({ name: 'Named here' });

  await db.holder.update({ where: { id }, data: { status: 'left' } });
  expect((await home(db, trader)).manager).toMatchObject({ name: 'Named by the source' });
});

test(`takes at most ${STATEMENTS_MAX} statements, however long the history is, and scans no table`, async ({
  db,
  databaseUrl,
}) => {
  const trader = await aTrader(db);
  const heard = openHeardDb(databaseUrl);
  await aReportedShipment(db, trader, 'ready_for_pickup');
  await anOrderLine(db, { ...trader, orderId: (await anOrder(db, { ...trader })).id });
  await home(heard.db, trader);
  const few = heard.heard();
  for (let index = 0; index < 30; index += 1) {
    await aReportedShipment(db, trader, 'ready_for_pickup');
    await anOrder(db, { ...trader });
    await anInvoice(db, { ...trader, dueOn: '2026-12-01' });
  }
  await home(heard.db, trader);
  const many = heard.heard();

  expect(many).toHaveLength(few.length);
  expect(many.length).toBeLessThanOrEqual(STATEMENTS_MAX);
  for (const sql of many) {
    expect((await queryPlan(databaseUrl, sql)).filter((step) => step.includes('SCAN'))).toEqual([]);
  }
  await heard.close();
});
