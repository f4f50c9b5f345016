import { expect } from 'vitest';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aTrader, anInvoice, anOrder } from '#test/support/trade-builders.ts';

const ENGLISH = { '__Host-brelok-locale': 'en' };

test('the box stands on every page of a customer, and keeps what was typed', async ({ portal, db }) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  await anOrder(db, { ...trader, number: 'UT-1' });
  await anOrder(db, { ...trader, number: 'UT-12' });

  const orders = await portal.page('/orders', { as: token });
  const found = await portal.page('/search?q=ut', { as: token });

  expect(/<form class="head-search"[^>]*action="\/search"/.test(orders)).toBe(true);
  expect(/class="input" type="search"[^>]* name="q"[^>]* value="ut"/.test(found)).toBe(true);
  expect(found.includes('UT-1<') && found.includes('UT-12<')).toBe(true);
});

test('a whole number leads straight there, without a page between', async ({ portal, db }) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const { id } = await anOrder(db, { ...trader, number: 'UT-1' });

  const answer = await portal.request('/search?q=UT-1', { as: token });

  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe(`/orders/${id}`);
});

test('says what can be searched for, and what to do when nothing is found', async ({ portal, db }) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const english = { as: token, cookies: ENGLISH };

  expect((await portal.page('/search', english)).includes('What are you looking for?')).toBe(true);
  expect((await portal.page('/search?q=zzz', english)).includes('Nothing of yours matches “zzz”')).toBe(true);
});

test('the number of an invoice says nothing to who sees no prices, nor does anything of others', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const other = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId }, role: 'receiver' });
  const invoice = await anInvoice(db, { ...trader, number: 'INV-9' });
  const order = await anOrder(db, { ...other, number: 'INV-8' });

  for (const path of ['/search?q=INV', '/search.data?q=INV', '/search?q=INV-8', '/search?q=INV-9']) {
    const text = await portal.page(path, { as: token });
    expect(text.includes(invoice.id) || text.includes(order.id)).toBe(false);
  }
});

test('staff have no search over a customer’s things', async ({ portal, db }) => {
  const { token } = await signedInStaff(db, 'account-manager');
  expect((await portal.request('/search?q=1', { as: token })).status).toBe(403);
});
