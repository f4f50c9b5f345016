import { expect } from 'vitest';
import { aHolder, aKey, signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aCarriedDiscount, aPricedProduct, aSourceDiscount, anotherKey } from '#test/support/price-rows.ts';
import { textOf } from '#test/support/render-part.tsx';
import { aTrader, anOrder, anOrderLine } from '#test/support/trade-builders.ts';

const ENGLISH = { '__Host-brelok-locale': 'en' };

test('each key stands with what it carries, who granted it and until when; the one in hand is marked', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const { token, accountId, keyId } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const granted = await aCarriedDiscount(db, {
    accountId,
    keyId,
    name: 'Anniversary',
    goodsGroup: 'Bearings',
    validToOn: '2099-12-31',
  });
  await aCarriedDiscount(db, { accountId, keyId: await anotherKey(db, accountId), name: 'Spare discount' });

  const text = textOf(await portal.page('/discounts', { as: token, cookies: ENGLISH }));

  expect(text).toMatch(/Demo key, .* the key you are using/);
  expect(text).toMatch(
    new RegExp(`Anniversary group Bearings 5% 1 Jan 2026 to 31 Dec 2099 ${granted.officer}, 12 Dec 2026`),
  );
  expect(text).toMatch(/Spare key, .*Spare discount/);
});

test('an order that was charged with a discount is named, with what it gave', async ({ portal, db }) => {
  const trader = await aTrader(db);
  const { token, accountId, keyId } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const { id: productId } = await aPricedProduct(db, trader, { list: '100' });
  await aCarriedDiscount(db, { accountId, keyId, tiedAt: new Date('2026-11-01T10:00:00Z') });
  const { id: orderId } = await anOrder(db, { ...trader, number: 'UT-7', orderedOn: '2026-11-10' });
  await anOrderLine(db, { ...trader, orderId, productId, quantity: '3', unitPrice: '95' });
  await anOrderLine(db, { ...trader, orderId, productId, quantity: '1', unitPrice: '95', lineNo: 2 });

  const page = await portal.page('/discounts', { as: token, cookies: ENGLISH });

  expect(textOf(page)).toMatch(/UT-7 of 10 Nov 2026: −20\.00 ₽/);
  expect(page).toContain(`href="/orders/${orderId}"`);
});

test('what is about to end stands above everything; what is over or switched off is not shown', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const { token, accountId, keyId } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const carrier = { accountId, keyId };
  await aCarriedDiscount(db, { ...carrier, name: 'Ending one', validToOn: soon });
  await aCarriedDiscount(db, { ...carrier, name: 'Past one', validToOn: '2026-02-01' });
  await aCarriedDiscount(db, { ...carrier, name: 'Draft one', status: 'draft' });
  await aSourceDiscount(db, trader, { name: 'Past source discount', validToOn: '2020-01-01' });

  const text = textOf(await portal.page('/discounts', { as: token, cookies: ENGLISH }));

  expect(text).toMatch(/1 discount is about to end Ending one: last day/);
  expect(text).not.toMatch(/Past one|Draft one|Past source discount/);
});

test('what the source grants stands apart, with its card', async ({ portal, db }) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  await aSourceDiscount(db, trader, { name: 'Workshops', cardNumber: 'CARD-704' });
  const text = textOf(await portal.page('/discounts', { as: token, cookies: ENGLISH }));
  expect(text).toMatch(/Granted by the accounting system .*Workshops all goods 3% without end CARD-704/);
});

test('neither another account’s key nor a revoked one is there', async ({ portal, db }) => {
  const [mine, theirs] = [await aTrader(db), await aTrader(db)];
  const { token, accountId } = await signedInCustomer(db, { account: { id: mine.accountId } });
  const { id: holderId } = await aHolder(db);
  const revoked = await aKey(db, { holderId, accountId, status: 'revoked' });
  const foreign = await aKey(db, { holderId, accountId: theirs.accountId });
  await aCarriedDiscount(db, { accountId, keyId: revoked.id, name: 'Of a revoked key' });
  await aCarriedDiscount(db, { accountId: theirs.accountId, keyId: foreign.id, name: 'Of another account' });
  await aCarriedDiscount(db, { accountId, keyId: foreign.id, name: 'Of a key that moved away' });

  const text = textOf(await portal.page('/discounts', { as: token, cookies: ENGLISH }));

  expect(text).toContain('No discounts on your keys yet');
  expect(text).not.toMatch(/Of a revoked key|Of another account|Of a key that moved away/);
});

test('it is closed to a role and to a key without own prices', async ({ portal, db }) => {
  for (const session of [
    await signedInCustomer(db, { role: 'receiver' }),
    await signedInCustomer(db, { tier: 2 }),
  ]) {
    expect((await portal.request('/discounts', { as: session.token })).status).toBe(403);
  }
});
