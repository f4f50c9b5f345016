import { expect } from 'vitest';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import type { Db } from '#prisma/client.ts';
import { findHits } from '#portal/search/find-hits.server.ts';
import { hitHref, straightHref } from '#portal/search/search-hit.ts';
import { test } from '#test/support/db.ts';
import { openHeardDb, queryPlan } from '#test/support/heard-db.ts';
import {
  aDocument,
  aProduct,
  aShipment,
  aShipmentLine,
  aTrackingEvent,
  aTrader,
  anInvoice,
  anOrder,
  anOrderLine,
} from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

const STATEMENTS_MAX = 6;

function find(db: Db, { accountId }: Trader, query: string, classes: readonly DataClass[] = DATA_CLASSES) {
  return findHits(db, { actor: { accountId, classes }, query });
}

/** An order with everything that bears a number. */
async function anOrderWithPapers(db: Db, trader: Trader) {
  const order = await anOrder(db, { ...trader, number: 'УТ-1001', customerReference: 'PO-55' });
  await anOrderLine(db, { ...trader, orderId: order.id, sku: 'GEAR-7', name: 'Шестерня' });
  const shipment = await aShipment(db, { ...trader, number: 'РН-2002', trackingNumber: 'DX3003' });
  await aShipmentLine(db, { ...trader, orderId: order.id, shipmentId: shipment.id });
  await anInvoice(db, { ...trader, orderId: order.id, number: 'СЧ-4004' });
  const paper = await aDocument(db, {
    ...trader,
    orderId: null,
    number: 'Н-5005',
    title: 'Накладная Н-5005',
  });
  return { order, shipment, paper };
}

test('a whole number leads straight to what bears it', async ({ db }) => {
  const trader = await aTrader(db);
  const { order, shipment, paper } = await anOrderWithPapers(db, trader);
  const page = `/orders/${order.id}`;
  const straight = async (query: string) => straightHref(await find(db, trader, query));

  expect(await straight('ут-1001')).toBe(page);
  expect(await straight(' PO-55 ')).toBe(page);
  expect(await straight('РН-2002')).toBe(`${page}#shipment-${shipment.id}`);
  expect(await straight('dx3003')).toBe(`${page}#shipment-${shipment.id}`);
  expect(await straight('сч-4004')).toBe(page);
  expect(await straight('н-5005')).toBe(`/documents/${paper.id}`);
  expect(await straight('ут-100')).toBeNull();
});

test('a shipment is found as its carrier has it, as on the page of its order', async ({ db }) => {
  const trader = await aTrader(db);
  const { shipment } = await anOrderWithPapers(db, trader);
  const shownAs = async () => (await find(db, trader, 'DX3003')).map((hit) => 'status' in hit && hit.status);
  expect(await shownAs()).toEqual(['shipped']);
  const event = { ...trader, shipmentId: shipment.id, trackingNumber: 'DX3003' };
  await aTrackingEvent(db, { ...event, status: 'in_transit', occurredAt: new Date('2026-12-08T09:00:00Z') });
  await aTrackingEvent(db, { ...event, status: 'delivered' });

  expect(await shownAs()).toEqual(['delivered']);

  await db.shipment.update({ where: { id: shipment.id }, data: { status: 'cancelled' } });
  expect(await shownAs()).toEqual(['cancelled']); // the source has the last word of what it ended
});

test('a paper that bears the number of its order does not keep that number from leading to the order', async ({
  db,
}) => {
  const trader = await aTrader(db);
  const { id: orderId } = await anOrder(db, { ...trader, number: '77' });
  await aDocument(db, { ...trader, orderId, number: '77' });
  expect(straightHref(await find(db, trader, '77'))).toBe(`/orders/${orderId}`);

  await aDocument(db, { ...trader, number: '77' });
  expect(straightHref(await find(db, trader, '77'))).toBeNull();
});

test('a part of a number finds all that has it, what was typed whole first', async ({ db }) => {
  const trader = await aTrader(db);
  for (let index = 10; index < 30; index += 1)
    await anOrder(db, { ...trader, number: `N-${index}`, orderedOn: `2026-11-${index}` });
  await anOrder(db, { ...trader, number: 'N-1', orderedOn: '2026-01-01' });

  const [first, ...others] = await find(db, trader, 'n-1');
  expect(first).toMatchObject({ number: 'N-1', isExact: true });
  expect(others).toHaveLength(7);
  expect(others.every(({ isExact }) => !isExact)).toBe(true);
});

test('every hit carries a class, and only hits of an open class are found', async ({ db }) => {
  const trader = await aTrader(db);
  await anOrder(db, { ...trader, number: 'X-1' });
  const { id: orderId } = await anOrder(db, { ...trader, number: 'X-2' });
  await anOrderLine(db, { ...trader, orderId, sku: 'X-3' });
  await anInvoice(db, { ...trader, orderId, number: 'X-4' });
  for (const dataClass of DATA_CLASSES)
    await aDocument(db, { ...trader, number: `X-${dataClass}`, dataClass });
  await aProduct(db, { sourceId: trader.sourceId, sku: 'X-5' });

  for (let count = 0; count <= DATA_CLASSES.length; count += 1) {
    const classes = DATA_CLASSES.slice(0, count);
    const hits = await find(db, trader, 'x-', classes);
    expect(new Set(hits.map(({ dataClass }) => dataClass))).toEqual(new Set(classes));
  }
  const kinds = async (classes: DataClass[]) =>
    (await find(db, trader, 'x-', classes)).map(({ kind }) => kind);
  expect(await kinds(['status', 'goods'])).not.toContain('product');
  expect(await kinds(['status', 'goods'])).toContain('ordered');
  expect(await kinds(['status', 'goods', 'list-price'])).not.toContain('invoice');
});

test('nothing of somebody else, gone, held or of a draft is found, nor what points at it', async ({ db }) => {
  const mine = await aTrader(db);
  const theirs = await aTrader(db);
  const theirOrder = await anOrder(db, { ...theirs, number: 'Z-1' });
  for (const owner of [theirs, { ...mine, deletedAt: new Date() }, { ...mine, quarantinedAt: new Date() }]) {
    const order = await anOrder(db, { ...owner, number: 'Z-2' });
    await anOrderLine(db, { ...owner, orderId: order.id, sku: 'Z-3' });
    const shipment = await aShipment(db, { ...owner, number: 'Z-4' });
    await aShipmentLine(db, { ...mine, orderId: order.id, shipmentId: shipment.id });
    await anInvoice(db, { ...owner, number: 'Z-5' });
    await aDocument(db, { ...owner, number: 'Z-6' });
  }
  const draft = await anOrder(db, { ...mine, number: 'Z-7', status: 'draft' });
  const shipment = await aShipment(db, { ...mine, number: 'Z-8' });
  await aShipmentLine(db, { ...mine, orderId: draft.id, shipmentId: shipment.id });
  await aShipmentLine(db, { ...mine, orderId: theirOrder.id, shipmentId: shipment.id });

  expect(await find(db, mine, 'z-')).toEqual([]);
  expect(await find(db, mine, 'z-', ['status', 'goods'])).toEqual([]);
});

test('goods lead to the price list, or for who sees no prices to the orders they are in', async ({ db }) => {
  const trader = await aTrader(db);
  const { id } = await aProduct(db, { sourceId: trader.sourceId, sku: 'GEAR 7/8' });
  const { id: orderId } = await anOrder(db, { ...trader });
  await anOrderLine(db, { ...trader, orderId, sku: 'GEAR 7/8' });

  const [product] = await find(db, trader, 'gear 7/8');
  const [ordered] = await find(db, trader, 'gear 7/8', ['status', 'goods']);
  expect(product && hitHref(product)).toBe(`/prices/${id}`);
  expect(ordered && hitHref(ordered)).toBe('/orders?q=GEAR+7%2F8');
});

test('a query without a word finds nothing and asks nothing', async ({ db, databaseUrl }) => {
  const trader = await aTrader(db);
  await anOrder(db, { ...trader });
  const heard = openHeardDb(databaseUrl);
  for (const query of ['', '  ', '%', '_%_']) expect(await find(heard.db, trader, query)).toEqual([]);
  expect(heard.heard()).toEqual([]);
  await heard.close();
});

test(`a search takes at most ${STATEMENTS_MAX} statements and sorts no history`, async ({
  db,
  databaseUrl,
}) => {
  const trader = await aTrader(db);
  await anOrderWithPapers(db, trader);
  const heard = openHeardDb(databaseUrl);
  for (const classes of [DATA_CLASSES, ['status', 'goods'] as const]) {
    await find(heard.db, trader, '00', classes);
    const statements = heard.heard();
    expect(statements.length).toBeLessThanOrEqual(STATEMENTS_MAX);
    for (const sql of statements) {
      const plan = await queryPlan(databaseUrl, sql);
      expect(plan.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
      expect(plan.filter((step) => step.includes('SCAN') && !step.includes('Product'))).toEqual([]);
    }
  }
  await heard.close();
});
