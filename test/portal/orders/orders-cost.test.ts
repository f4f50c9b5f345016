import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import { findSourceFacts } from '#portal/freshness/find-source-facts.server.ts';
import { findOrders } from '#portal/orders/find-orders.server.ts';
import { NO_FILTER } from '#portal/orders/order-filter.ts';
import type { OrderFilter } from '#portal/orders/order-filter.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { openHeardDb, queryPlan } from '#test/support/heard-db.ts';
import type { HeardDb } from '#test/support/heard-db.ts';
import { aTrader, anOrder, anOrderLine } from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

const STATEMENTS_MAX = 6;

let testDb: TestDb;
let heard: HeardDb;
let trader: Trader;

beforeAll(async () => {
  testDb = await openTestDb();
  heard = openHeardDb(testDb.url);
  trader = await aTrader(testDb.db);
  for (let index = 0; index < 60; index += 1) {
    const { id: orderId } = await anOrder(testDb.db, {
      ...trader,
      orderedOn: `2026-11-${10 + (index % 20)}`,
    });
    await anOrderLine(testDb.db, { ...trader, orderId });
  }
});

afterAll(async () => {
  await heard.close();
  await testDb.close();
});

async function statementsOf(filter: Partial<OrderFilter>, after: string | null) {
  const actor = { accountId: trader.accountId, classes: [...DATA_CLASSES] };
  heard.heard();
  const page = await findOrders(heard.db, { actor, filter: { ...NO_FILTER, ...filter }, after });
  await findSourceFacts(heard.db, { actor });
  return { page, statements: heard.heard() };
}

const VIEWS: { name: string; filter: Partial<OrderFilter> }[] = [
  { name: 'all orders', filter: {} },
  { name: 'open orders', filter: { status: 'open' } },
  { name: 'orders of one status', filter: { status: 'completed' } },
  { name: 'orders of a period', filter: { fromOn: '2026-11-11', toOn: '2026-11-25' } },
  { name: 'a search', filter: { query: 'demo bearing' } },
  {
    name: 'a search among open orders of a period',
    filter: { query: 'sku', status: 'open', toOn: '2026-11-25' },
  },
];

describe.each(VIEWS)('the list of $name', ({ filter }) => {
  test(`takes at most ${STATEMENTS_MAX} statements, on the first page and on the next`, async () => {
    const first = await statementsOf(filter, null);
    const next = await statementsOf(filter, first.page.nextCursor);
    expect(first.statements.length).toBeLessThanOrEqual(STATEMENTS_MAX);
    expect(next.statements.length).toBeLessThanOrEqual(first.statements.length);
  });

  test('walks an index: no table is scanned, nothing is sorted, skipped or counted', async () => {
    const first = await statementsOf(filter, null);
    const next = await statementsOf(filter, first.page.nextCursor);
    for (const sql of [...first.statements, ...next.statements]) {
      const plan = await queryPlan(testDb.url, sql);
      expect(plan.filter((step) => /\bSCAN\b|TEMP B-TREE FOR ORDER/.test(step)).join('\n')).toBe('');
      expect(sql).not.toMatch(/OFFSET [^?]|count\(/i);
    }
  });
});
