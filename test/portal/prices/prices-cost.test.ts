import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import { findAccountDiscounts } from '#portal/discounts/find-account-discounts.server.ts';
import { findSourceFacts } from '#portal/freshness/find-source-facts.server.ts';
import { findPriceList } from '#portal/prices/find-price-list.server.ts';
import { findProductPrice } from '#portal/prices/find-product-price.server.ts';
import { findGoodsGroups } from '#portal/prices/find-products.server.ts';
import { NO_PRICE_FILTER } from '#portal/prices/price-filter.ts';
import type { PriceFilter } from '#portal/prices/price-filter.ts';
import { aHolder, aKey } from '#test/support/builders.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { openHeardDb, queryPlan } from '#test/support/heard-db.ts';
import type { HeardDb } from '#test/support/heard-db.ts';
import { aCarriedDiscount, aPricedProduct, aSourceDiscount } from '#test/support/price-rows.ts';
import { TODAY_ON, aTrader, anOrder, anOrderLine } from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';

const LIST_STATEMENTS_MAX = 6;
const DETAIL_STATEMENTS_MAX = 8;

let testDb: TestDb;
let heard: HeardDb;
let trader: Trader;
let actor: { accountId: string; keyId: string; classes: typeof DATA_CLASSES };
let productId: string;

beforeAll(async () => {
  testDb = await openTestDb();
  heard = openHeardDb(testDb.url);
  const { db } = testDb;
  trader = await aTrader(db);
  const { accountId } = trader;
  const keyId = (await aKey(db, { holderId: (await aHolder(db)).id, accountId })).id;
  actor = { accountId, keyId, classes: DATA_CLASSES };
  for (let index = 0; index < 60; index += 1) {
    const product = await aPricedProduct(db, trader, { list: '100', own: '90', groupName: `G${index % 5}` });
    productId = product.id;
  }
  await aCarriedDiscount(db, { accountId, keyId });
  await aSourceDiscount(db, trader);
  for (let index = 0; index < 10; index += 1) {
    const { id: orderId } = await anOrder(db, { ...trader, orderedOn: '2026-12-12' });
    await anOrderLine(db, { ...trader, orderId, productId });
  }
});

afterAll(async () => {
  await heard.close();
  await testDb.close();
});

async function listStatements(filter: Partial<PriceFilter>, after: string | null) {
  heard.heard();
  const question = { actor, filter: { ...NO_PRICE_FILTER, ...filter }, on: TODAY_ON };
  const page = await findPriceList(heard.db, { ...question, after });
  await findGoodsGroups(heard.db);
  return { page, statements: heard.heard() };
}

/** The recursive walk over the goods groups scans its own rows, of which there are as many as groups. */
async function plansOf(statements: readonly string[]): Promise<string> {
  const plans = await Promise.all(statements.map((sql) => queryPlan(testDb.url, sql)));
  return plans
    .flat()
    .filter((step) => /\bSCAN\b|TEMP B-TREE/.test(step) && !/^SCAN (goods|CONSTANT ROW)/.test(step))
    .join('\n');
}

const VIEWS: { name: string; filter: Partial<PriceFilter> }[] = [
  { name: 'all articles', filter: {} },
  { name: 'articles of a group', filter: { goodsGroup: 'G1' } },
  { name: 'a search', filter: { query: 'demo bearing' } },
  { name: 'a search in a group', filter: { query: 'sku', goodsGroup: 'G2' } },
];

describe.each(VIEWS)('the price list of $name', ({ filter }) => {
  test(`takes at most ${LIST_STATEMENTS_MAX} statements, on the first page and on the next`, async () => {
    const first = await listStatements(filter, null);
    const next = await listStatements(filter, first.page.nextCursor);
    expect(first.statements.length).toBeLessThanOrEqual(LIST_STATEMENTS_MAX);
    expect(next.statements.length).toBeLessThanOrEqual(LIST_STATEMENTS_MAX);
  });

  test('walks indexes: no table is scanned, nothing is sorted, skipped or counted', async () => {
    const first = await listStatements(filter, null);
    const next = await listStatements(filter, first.page.nextCursor);
    const statements = [...first.statements, ...next.statements];
    expect(await plansOf(statements)).toBe('');
    for (const sql of statements) expect(sql).not.toMatch(/OFFSET [^?]|count\(/i);
  });
});

test('a search reads an index that holds its words, and no row that does not match', async () => {
  const { statements } = await listStatements({ query: 'bearing' }, null);
  const search = statements.find((sql) => sql.includes('LIKE')) ?? '';
  expect((await queryPlan(testDb.url, search)).join('\n')).toMatch(/USING INDEX Product_search/);
});

test(`one article takes at most ${DETAIL_STATEMENTS_MAX} statements, however often it was ordered`, async () => {
  heard.heard();
  const question = { actor, productId, quantity: null, currency: undefined, on: TODAY_ON };
  expect(await findProductPrice(heard.db, question)).not.toBeNull();
  await findSourceFacts(heard.db, { actor });
  expect(heard.heard().length).toBeLessThanOrEqual(DETAIL_STATEMENTS_MAX);
});

test(`the discounts take at most ${DETAIL_STATEMENTS_MAX} statements`, async () => {
  heard.heard();
  const { keys } = await findAccountDiscounts(heard.db, { actor, on: TODAY_ON });
  expect(keys).toHaveLength(1);
  await findSourceFacts(heard.db, { actor });
  expect(heard.heard().length).toBeLessThanOrEqual(DETAIL_STATEMENTS_MAX);
});
