import { expect } from 'vitest';
import { DATA_CLASSES } from '#auth/permissions/data-classes.ts';
import { findPriceRules } from '#portal/prices/find-price-rules.server.ts';
import type { Db } from '#prisma/client.ts';
import { aHolder, aKey } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aCarriedDiscount, aPricedProduct } from '#test/support/price-rows.ts';
import { aTrader, anOrder, anOrderLine } from '#test/support/trade-builders.ts';

/** A customer whose key gives 5 % off up to 100 roubles in all, since November, on an article that lists at 100. */
async function aLimitedDiscount(db: Db) {
  const trader = await aTrader(db);
  const { accountId } = trader;
  const { id: productId } = await aPricedProduct(db, trader, { list: '100' });
  const keyId = (await aKey(db, { holderId: (await aHolder(db)).id, accountId })).id;
  const tiedAt = new Date('2026-11-01T10:00:00Z');
  await aCarriedDiscount(db, { accountId, keyId, tiedAt, currency: 'RUB', maxAmountMinor: 10_000n });
  const order = async (values: { orderedOn: string; status?: string; unitPrice?: string }) => {
    const { unitPrice = '95', ...ofOrder } = values;
    const { id: orderId } = await anOrder(db, { ...trader, status: 'completed', ...ofOrder });
    await anOrderLine(db, { ...trader, orderId, productId, quantity: '10', unitPrice });
  };
  const left = async () => {
    const { discounts } = await findPriceRules(db, { actor: { accountId, keyId, classes: DATA_CLASSES } });
    return discounts[0]?.leftMinor;
  };
  return { order, left, keyId, accountId };
}

test('a discount’s limit shrinks by what orders were charged with it', async ({ db }) => {
  const { order, left } = await aLimitedDiscount(db);
  expect(await left()).toBe(10_000n);
  await order({ orderedOn: '2026-11-10' });
  expect(await left()).toBe(5_000n);
});

test('what was ordered before, charged otherwise, quoted or cancelled uses nothing of it', async ({ db }) => {
  const { order, left } = await aLimitedDiscount(db);
  await order({ orderedOn: '2026-10-31' });
  await order({ orderedOn: '2026-11-10', unitPrice: '100' });
  for (const status of ['draft', 'quoted', 'cancelled']) await order({ orderedOn: '2026-11-10', status });
  expect(await left()).toBe(10_000n);
});

test('nothing is left, and not less than nothing, when more was used than it allows', async ({ db }) => {
  const { order, left } = await aLimitedDiscount(db);
  for (const orderedOn of ['2026-11-10', '2026-11-11', '2026-11-12']) await order({ orderedOn });
  expect(await left()).toBe(0n);
});

test('what was used stays used when the discount is taken off the key and tied again', async ({ db }) => {
  const { order, left, keyId, accountId } = await aLimitedDiscount(db);
  await order({ orderedOn: '2026-11-10' });
  const tie = await db.keyDiscount.findFirstOrThrow({ where: { keyId } });
  await db.keyDiscount.update({ where: { id: tie.id }, data: { untiedAt: new Date() } });
  const { discountId, tiedById } = tie;
  const again = new Date('2026-12-01T10:00:00Z');
  await db.keyDiscount.create({ data: { discountId, tiedById, keyId, accountId, tiedAt: again } });
  expect(await left()).toBe(5_000n);
});
