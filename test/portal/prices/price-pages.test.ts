import { describe, expect } from 'vitest';
import { signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import {
  aCarriedDiscount,
  aContractList,
  aPricedProduct,
  aSourceDiscount,
  storedPrices,
} from '#test/support/price-rows.ts';
import { aTrader, anOrder, anOrderLine } from '#test/support/trade-builders.ts';
import type { Trader } from '#test/support/trade-builders.ts';
import { textOf } from '#test/support/render-part.tsx';

const ENGLISH = { '__Host-brelok-locale': 'en' };
/** Own prices that no other figure on a page can look like, and all the ways in which they may be written. */
const CANARY = '7654.31';
const CANARY_WRITTEN = /7[\s,.]?654[,.]31/;
const DISCOUNT_NAME = 'Demo secret discount';

function accountOf({ accountId }: Trader) {
  return { account: { id: accountId } };
}

describe('the price list', () => {
  test('shows list price, own price, tiers and group, and leads to the reasons', async ({ portal, db }) => {
    const trader = await aTrader(db);
    const { token } = await signedInCustomer(db, accountOf(trader));
    const { id } = await aPricedProduct(db, trader, { list: '100', own: '88', groupName: 'Bearings' });
    const { priceListId = '' } = (await db.priceEntry.findFirst({ where: { price: '88' } })) ?? {};
    await storedPrices(db, { priceListId, productId: id, sourceId: trader.sourceId }, { 10: '85.5' });

    const page = await portal.page('/prices', { as: token, cookies: ENGLISH });

    const text = textOf(page);
    expect(text).toMatch(/100\.00 ₽/);
    expect(text).toMatch(/88\.00 ₽/);
    expect(text).toMatch(/from 10 ?: 85\.50 ₽/);
    expect(text).toContain('Prices without VAT.');
    expect(page).toContain(`href="/prices/${id}"`);
    expect(page).toContain('<option value="Bearings">');
    expect(page).toContain('href="/prices/export.csv"');
  });

  test('is searched by a form that needs no script, and says what to do when nothing is found', async ({
    portal,
    db,
  }) => {
    const trader = await aTrader(db);
    const { token } = await signedInCustomer(db, accountOf(trader));
    await aPricedProduct(db, trader, { list: '100', sku: 'ABC-1' });
    const page = await portal.page('/prices?q=nothing-like-it', { as: token, cookies: ENGLISH });
    expect(page).not.toContain('ABC-1');
    expect(textOf(page)).toContain('No article number or name has “nothing-like-it” in it.');
    expect(page).toContain('href="/prices"');
    expect(page).toMatch(/<form class="filters"[^>]* method="get"/);
  });

  test('is closed to a role without list prices', async ({ portal, db }) => {
    const { token } = await signedInCustomer(db, { role: 'receiver' });
    for (const path of ['/prices', '/prices/any', '/prices/export.csv']) {
      const response = await portal.request(path, { as: token });
      expect(response.status).toBe(403);
      expect(response.headers.get('content-type')).toContain('text/html');
    }
  });
});

describe('own prices', () => {
  test('are in no byte of any answer to a key that does not open them', async ({ portal, db }) => {
    const trader = await aTrader(db);
    const { token, accountId, keyId } = await signedInCustomer(db, { ...accountOf(trader), tier: 2 });
    const { id } = await aPricedProduct(db, trader, { list: '100', own: CANARY });
    await aCarriedDiscount(db, { accountId, keyId, name: DISCOUNT_NAME });
    await aSourceDiscount(db, trader, { name: DISCOUNT_NAME });
    const order = await anOrder(db, trader);
    await anOrderLine(db, { ...trader, orderId: order.id, productId: id, unitPrice: CANARY });

    const paths = ['/prices', '/prices.data', `/prices/${id}`, `/prices/${id}.data`, '/prices/export.csv'];
    for (const path of paths) {
      const answer = await portal.page(path, { as: token });
      expect([path, CANARY_WRITTEN.test(answer)]).toEqual([path, false]);
      expect([path, answer.includes(DISCOUNT_NAME)]).toEqual([path, false]);
      expect([path, answer.includes('Demo contract prices')]).toEqual([path, false]);
    }
    expect((await portal.request('/discounts', { as: token })).status).toBe(403);
  });

  test('of another customer are in no byte of any answer', async ({ portal, db }) => {
    const [mine, theirs] = [await aTrader(db), await aTrader(db)];
    const { token } = await signedInCustomer(db, accountOf(mine));
    const { id: productId } = await aPricedProduct(db, mine, { list: '100' });
    const priceListId = await aContractList(db, theirs, { name: 'Their contract' });
    await storedPrices(db, { priceListId, productId, sourceId: mine.sourceId }, { 0: CANARY });
    await aSourceDiscount(db, theirs, { name: DISCOUNT_NAME, basisPoints: 5_000 });
    const order = await anOrder(db, { ...theirs, number: 'THEIRS-1' });
    await anOrderLine(db, { ...theirs, orderId: order.id, productId, unitPrice: CANARY });

    for (const path of ['/prices', `/prices/${productId}`, '/prices/export.csv', '/discounts']) {
      const answer = await portal.page(path, { as: token });
      expect([path, CANARY_WRITTEN.test(answer)]).toEqual([path, false]);
      expect(answer).not.toContain('Their contract');
      expect(answer).not.toContain(DISCOUNT_NAME);
      expect(answer).not.toContain('THEIRS-1');
    }
  });
});

describe('why a price', () => {
  test('is told as a sum of steps with rule, amount and validity', async ({ portal, db }) => {
    const trader = await aTrader(db);
    const { token, accountId, keyId } = await signedInCustomer(db, accountOf(trader));
    const { id } = await aPricedProduct(db, trader, { list: '100', own: '90' });
    await aCarriedDiscount(db, { accountId, keyId, name: 'Anniversary', validToOn: '2099-12-31' });

    const text = textOf(await portal.page(`/prices/${id}?quantity=2`, { as: token, cookies: ENGLISH }));

    expect(text).toMatch(/List price Demo list prices, without end 100\.00/);
    expect(text).toMatch(/Your contract prices Demo contract prices, without end −10\.00/);
    expect(text).toMatch(/Anniversary .*5%, carried by your key, 1 Jan 2026 to 31 Dec 2099 −4\.50/);
    expect(text).toMatch(/Expected price 85\.50/);
    expect(text).toMatch(/2 pcs come to 171\.00 ₽/);
  });

  test('takes a quantity as people type it, and says what is wrong with anything else', async ({
    portal,
    db,
  }) => {
    const trader = await aTrader(db);
    const { token } = await signedInCustomer(db, accountOf(trader));
    const { id } = await aPricedProduct(db, trader, { list: '100' });
    const typed = await portal.page(`/prices/${id}?quantity=1 000,5`, { as: token, cookies: ENGLISH });
    expect(textOf(typed)).toMatch(/100,050\.00 ₽/);
    for (const wrong of ['0', '-1', 'ten', '', '1e9', '9'.repeat(40)]) {
      const response = await portal.request(`/prices/${id}?quantity=${wrong}`, {
        as: token,
        cookies: ENGLISH,
      });
      expect([wrong, response.status]).toEqual([wrong, 400]);
      expect(textOf(await response.text())).toContain('A quantity is a number above zero');
    }
  });

  test('says from which quantity on there is a price, and when there is none at all', async ({
    portal,
    db,
  }) => {
    const trader = await aTrader(db);
    const { token } = await signedInCustomer(db, accountOf(trader));
    const { id: productId } = await aPricedProduct(db, trader, { list: '100' });
    await db.priceEntry.updateMany({ data: { minQuantity: '50' } });
    const below = await portal.page(`/prices/${productId}?quantity=1`, { as: token, cookies: ENGLISH });
    expect(textOf(below)).toContain('There is a price from 50 pcs on.');
    const { id: unpriced } = await aPricedProduct(db, trader, {});
    const none = await portal.page(`/prices/${unpriced}`, { as: token, cookies: ENGLISH });
    expect(textOf(none)).toContain('Price on request');
  });

  test('shows what the customer paid before, and whether an order confirmed the key’s discount', async ({
    portal,
    db,
  }) => {
    const trader = await aTrader(db);
    const { token, accountId, keyId } = await signedInCustomer(db, accountOf(trader));
    const { id: productId } = await aPricedProduct(db, trader, { list: '100' });
    await aCarriedDiscount(db, { accountId, keyId, tiedAt: new Date('2026-11-01T10:00:00Z') });
    const before = await anOrder(db, { ...trader, number: 'BEFORE', orderedOn: '2026-10-01' });
    await anOrderLine(db, { ...trader, orderId: before.id, productId, unitPrice: '100' });
    const differs = await anOrder(db, { ...trader, number: 'DIFFERS', orderedOn: '2026-11-10' });
    await anOrderLine(db, { ...trader, orderId: differs.id, productId, unitPrice: '99' });
    const path = `/prices/${productId}`;

    const warned = textOf(await portal.page(path, { as: token, cookies: ENGLISH }));
    expect(warned).toMatch(/Order DIFFERS of 10 Nov 2026 was charged 99\.00 ₽; with this discount 95\.00 ₽/);

    const confirmed = await anOrder(db, { ...trader, number: 'CONFIRMED', orderedOn: '2026-11-20' });
    await anOrderLine(db, { ...trader, orderId: confirmed.id, productId, unitPrice: '95' });
    const settled = textOf(await portal.page(path, { as: token, cookies: ENGLISH }));
    expect(settled).toContain('Order CONFIRMED of 20 Nov 2026 was charged with this discount.');
    expect(settled).toContain('BEFORE');
  });

  test('of an article that is not there is a page that says so', async ({ portal, db }) => {
    const { token } = await signedInCustomer(db);
    const response = await portal.request('/prices/no-such-article', { as: token });
    expect(response.status).toBe(404);
  });
});
