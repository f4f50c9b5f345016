import { expect } from 'vitest';
import type { DataClass } from '#auth/permissions/data-classes.ts';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import type { Db } from '#prisma/client.ts';
import { findOrders } from '#portal/orders/find-orders.server.ts';
import { NO_FILTER } from '#portal/orders/order-filter.ts';
import type { OrderFilter } from '#portal/orders/order-filter.ts';
import { test } from '#test/support/db.ts';
import {
  aShipment,
  aShipmentLine,
  aTrader,
  anInvoice,
  anOrder,
  anOrderLine,
} from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

const ALL = [...DATA_CLASSES];

function actorOf({ accountId }: Trader, classes: DataClass[] = ALL) {
  return { accountId, classes };
}

/** The numbers of all orders that a filter lets through, page by page, as somebody who goes on to the end sees them. */
async function listAll(db: Db, trader: Trader, filter: Partial<OrderFilter> = {}): Promise<string[]> {
  const numbers: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof findOrders>> = await findOrders(db, {
      actor: actorOf(trader),
      filter: { ...NO_FILTER, ...filter },
      after,
    });
    numbers.push(...page.rows.map(({ number }) => number));
    after = page.nextCursor;
  } while (after !== null);
  return numbers;
}

async function search(db: Db, trader: Trader, query: string, classes?: DataClass[]): Promise<string[]> {
  const actor = actorOf(trader, classes);
  const { rows } = await findOrders(db, { actor, filter: { ...NO_FILTER, query }, after: null });
  return rows.map(({ number }) => number);
}

test('pages neither skip nor repeat an order, though many were ordered on one day', async ({ db }) => {
  const trader = await aTrader(db);
  for (let index = 0; index < 65; index += 1) {
    const orderedOn = index < 50 ? '2026-11-05' : '2026-11-04';
    await anOrder(db, {
      ...trader,
      number: `N${index}`,
      orderedOn,
      status: index % 2 ? 'confirmed' : 'shipped',
    });
  }

  const all = await listAll(db, trader);
  expect(all).toHaveLength(65);
  expect(new Set(all).size).toBe(65);
  expect(all.slice(0, 50).every((number) => Number(number.slice(1)) < 50)).toBe(true);

  const open = await listAll(db, trader, { status: 'open' });
  expect(new Set(open).size).toBe(32);
  expect(open).toHaveLength(32);
});

test('the newest order comes first, over all the statuses that "open" stands for', async ({ db }) => {
  const trader = await aTrader(db);
  await anOrder(db, { ...trader, number: 'old', orderedOn: '2026-10-01', status: 'partially_shipped' });
  await anOrder(db, { ...trader, number: 'new', orderedOn: '2026-12-01', status: 'in_progress' });
  await anOrder(db, { ...trader, number: 'middle', orderedOn: '2026-11-01', status: 'confirmed' });
  await anOrder(db, { ...trader, number: 'done', orderedOn: '2026-12-02', status: 'completed' });

  expect(await listAll(db, trader, { status: 'open' })).toEqual(['new', 'middle', 'old']);
});

test('the first and the last day of a period belong to it', async ({ db }) => {
  const trader = await aTrader(db);
  for (const day of ['2026-11-01', '2026-11-02', '2026-11-30', '2026-12-01']) {
    await anOrder(db, { ...trader, number: day, orderedOn: day });
  }
  const period = { fromOn: '2026-11-02', toOn: '2026-11-30' };

  expect(await listAll(db, trader, period)).toEqual(['2026-11-30', '2026-11-02']);
  expect(await listAll(db, trader, { ...period, query: '2026' })).toEqual(['2026-11-30', '2026-11-02']);
});

test('nobody sees drafts, quotations, orphans, orders in quarantine, gone ones, or those of others', async ({
  db,
}) => {
  const trader = await aTrader(db);
  const other = await aTrader(db);
  await anOrder(db, { ...trader, number: 'PO mine' });
  await anOrder(db, { ...trader, number: 'PO draft', status: 'draft' });
  await anOrder(db, { ...trader, number: 'PO quoted', status: 'quoted' });
  await anOrder(db, { ...trader, number: 'PO gone', deletedAt: new Date() });
  await anOrder(db, { ...trader, number: 'PO held', quarantinedAt: new Date() });
  await db.order.create({ data: { ...(await rowLike(db)), accountId: null, number: 'PO orphan' } });
  await anOrder(db, { ...other, number: 'PO theirs' });

  expect(await listAll(db, trader)).toEqual(['PO mine']);
  expect(await search(db, trader, 'po')).toEqual(['PO mine']);
});

async function rowLike(db: Db) {
  return db.order.findFirstOrThrow({ omit: { id: true } }).then((row) => ({
    ...row,
    id: 'orphan',
    externalId: 'orphan',
    searchText: 'po orphan',
  }));
}

test('a total leaves the database only for who may see prices', async ({ db }) => {
  const trader = await aTrader(db);
  await anOrder(db, { ...trader, grossMinor: 987_654_321n });
  const list = (classes: DataClass[]) =>
    findOrders(db, { actor: actorOf(trader, classes), filter: NO_FILTER, after: null });

  expect((await list(ALL)).rows[0]?.total).toEqual({ amountMinor: 987_654_321n, currency: 'RUB' });
  const [hidden] = (await list(['status', 'goods', 'list-price'])).rows;
  expect(hidden).toMatchObject({ total: null });
  expect(Object.values(hidden ?? {})).not.toContain(987_654_321n);
});

test('one box finds an order by every number that somebody may hold in their hands', async ({ db }) => {
  const trader = await aTrader(db);
  const { id: orderId } = await anOrder(db, {
    ...trader,
    number: 'УТ-000123',
    customerReference: 'Снабжение/77',
  });
  await anOrderLine(db, { ...trader, orderId, sku: '6205-2RS', name: 'Подшипник шариковый ЗАКАЛЁННЫЙ' });
  const shipment = await aShipment(db, { ...trader, number: 'РН-55', trackingNumber: 'DX9000001' });
  await aShipmentLine(db, { ...trader, orderId, shipmentId: shipment.id });
  await anInvoice(db, { ...trader, orderId, number: 'СЧ-901' });
  await anOrder(db, { ...trader, number: 'УТ-000999' });

  const queries = [
    'ут-000123',
    '000123',
    'снабжение/77',
    '6205',
    'закаленный подшипник',
    'рн-55',
    'dx9000001',
    'сч-901',
  ];
  for (const query of queries) expect(await search(db, trader, query)).toEqual(['УТ-000123']);
  expect(await search(db, trader, 'нет такого')).toEqual([]);
});

test('what a key does not open is not searched either', async ({ db }) => {
  const trader = await aTrader(db);
  const { id: orderId } = await anOrder(db, { ...trader, number: 'A-1' });
  await anOrderLine(db, { ...trader, orderId, sku: 'SECRET-SKU' });
  await anInvoice(db, { ...trader, orderId, number: 'SECRET-INV' });

  expect(await search(db, trader, 'secret-sku', ['status'])).toEqual([]);
  expect(await search(db, trader, 'secret-inv', ['status', 'goods', 'list-price'])).toEqual([]);
  expect(await search(db, trader, 'secret-inv', ['status', 'goods', 'list-price', 'own-price'])).toEqual([
    'A-1',
  ]);
});

test('a line, shipment or invoice of somebody else never leads to an order, whatever it points at', async ({
  db,
}) => {
  const trader = await aTrader(db);
  const other = await aTrader(db);
  const { id: orderId } = await anOrder(db, { ...trader, number: 'mine' });
  await anOrderLine(db, { ...other, orderId, sku: 'THEIRS' });
  const shipment = await aShipment(db, { ...other, number: 'THEIRS' });
  await aShipmentLine(db, { ...trader, orderId, shipmentId: shipment.id });
  await anInvoice(db, { ...other, orderId, number: 'THEIRS' });

  expect(await search(db, trader, 'theirs')).toEqual([]);
});

test('signs that mean something to a database are searched as nothing but text', async ({ db }) => {
  const trader = await aTrader(db);
  await anOrder(db, { ...trader, number: 'A-1' });
  await anOrder(db, { ...trader, number: 'B_1' });

  expect(await search(db, trader, 'a_1')).toEqual(['A-1']);
  expect(await search(db, trader, 'b_1')).toEqual(['B_1']);
  for (const query of ["'", '"; --', 'x%']) expect(await search(db, trader, query)).toEqual([]);
});

test('a cursor that we did not make starts the list at its beginning', async ({ db }) => {
  const trader = await aTrader(db);
  await anOrder(db, { ...trader, number: 'A-1' });
  const { rows } = await findOrders(db, { actor: actorOf(trader), filter: NO_FILTER, after: 'nonsense' });
  expect(rows).toHaveLength(1);
});
