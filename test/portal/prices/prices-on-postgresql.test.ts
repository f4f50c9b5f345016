import { afterAll, beforeAll, expect, test } from 'vitest';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import { findAccountDiscounts } from '#portal/discounts/find-account-discounts.server.ts';
import { findPriceList } from '#portal/prices/find-price-list.server.ts';
import { findProductPrice } from '#portal/prices/find-product-price.server.ts';
import { findGoodsGroups } from '#portal/prices/find-products.server.ts';
import { aHolder, aKey } from '#test/support/builders.ts';
import type { TestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';
import { aCarriedDiscount, aPricedProduct, aSourceDiscount } from '#test/support/price-rows.ts';
import { TODAY_ON, aTrader, anOrder, anOrderLine } from '#test/support/trade-builders.ts';

let testDb: TestDb;

beforeAll(async () => {
  testDb = await openPostgresqlTestDb();
});

afterAll(() => testDb.close());

test('the statements written by hand say the same on PostgreSQL', async () => {
  const { db } = testDb;
  const trader = await aTrader(db);
  const { accountId } = trader;
  const keyId = (await aKey(db, { holderId: (await aHolder(db)).id, accountId })).id;
  const values = { list: '100', own: '90', sku: 'A-1', groupName: 'Bearings' };
  const { id: productId } = await aPricedProduct(db, trader, values);
  await aSourceDiscount(db, trader, { basisPoints: 1_000 });
  const tiedAt = new Date('2026-11-01T10:00:00Z');
  const limit = { currency: 'RUB', maxAmountMinor: 1_000_000n };
  const { id: discountId, officer } = await aCarriedDiscount(db, { accountId, keyId, tiedAt, ...limit });
  const { id: orderId } = await anOrder(db, { ...trader, orderedOn: '2026-11-20', status: 'completed' });
  await anOrderLine(db, { ...trader, orderId, productId, quantity: '10', unitPrice: '76.95' });

  const actor = { accountId, keyId, classes: DATA_CLASSES };
  const filter = { query: 'a-1', goodsGroup: 'Bearings' };
  const { rows } = await findPriceList(db, { actor, filter, after: null, on: TODAY_ON });
  expect(rows.map(({ ownPrices }) => ownPrices?.[0]?.amount)).toEqual(['76.95']);
  expect(await findGoodsGroups(db)).toEqual(['Bearings']);

  const question = { actor, productId, quantity: '10', currency: undefined, on: TODAY_ON };
  const found = await findProductPrice(db, question);
  expect(found).toMatchObject({ answer: { ok: true }, confirmation: { state: 'confirmed' } });

  const { keys, ofSource } = await findAccountDiscounts(db, { actor, on: TODAY_ON });
  expect(keys[0]?.discounts).toMatchObject([
    { rule: { id: discountId }, grantedBy: officer, orders: [{ id: orderId, givenMinor: 4_050n }] },
  ]);
  expect(ofSource).toHaveLength(1);
});
