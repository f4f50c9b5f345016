import { expect } from 'vitest';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aSource, aTie, aTrader, anOrder } from '#test/support/trade-builders.ts';

const TOTAL = 987_654_321n;
/** How that total is written on a page, in every language, and in data: with any thousands separator or none. */
const TOTAL_WRITTEN = /9[\s,.]?876[\s,.]?543/;

test('an order stands on the list with its numbers, days, state and total', async ({ portal, db }) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  await anOrder(db, {
    ...trader,
    number: 'UT-1',
    customerReference: 'PO-77',
    promisedOn: '2026-01-05',
    grossMinor: TOTAL,
  });

  const page = await portal.page('/orders', { as: token, cookies: { '__Host-brelok-locale': 'en' } });

  expect(page).toContain('UT-1');
  expect(page).toContain('PO-77');
  expect(page).toMatch(/days late/);
  expect(page).toMatch(TOTAL_WRITTEN);
});

test('a receiver, and a key that nobody attests, get no amount in any byte of the page or its data', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const account = { id: trader.accountId };
  await anOrder(db, { ...trader, number: 'UT-1', grossMinor: TOTAL });
  const receiver = await signedInCustomer(db, { account, role: 'receiver' });
  const unattested = await signedInCustomer(db, { account, role: 'owner', tier: 2 });

  for (const { token } of [receiver, unattested]) {
    for (const path of ['/orders', '/orders.data', '/orders?q=UT-1']) {
      const text = await portal.page(path, { as: token });
      expect(text).toContain('UT-1');
      expect(text).not.toMatch(TOTAL_WRITTEN);
      expect(text).not.toContain(String(TOTAL));
    }
  }
});

test('an order of somebody else is on no page of the list and in no search', async ({ portal, db }) => {
  const mine = await aTrader(db);
  const theirs = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: mine.accountId } });
  const { id } = await anOrder(db, { ...theirs, number: 'THEIRS-1' });

  for (const path of ['/orders', '/orders?q=THEIRS', '/orders?status=open', '/orders.data?q=THEIRS']) {
    const page = await portal.page(path, { as: token });
    expect(page).not.toContain(id);
    expect(page.replaceAll('q=THEIRS', '')).not.toContain('THEIRS-1');
  }
});

test('filters are a form that needs no script, and "more" leads on with the same filters', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  for (let index = 0; index < 25; index += 1)
    await anOrder(db, { ...trader, number: `N-${index}`, orderedOn: '2026-11-05' });

  const page = await portal.page('/orders?q=n-&status=open', { as: token });
  const next = /href="(\/orders\?[^"]*after=[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';

  expect(page).toMatch(/<form class="filters"[^>]* method="get"/);
  expect(next).toContain('q=n-');
  expect(next).toContain('status=open');
  expect((await portal.page(next, { as: token })).match(/N-\d+/g)).toHaveLength(5);
});

test('says what was searched when nothing is found, and what will come when there is nothing yet', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const english = { as: token, cookies: { '__Host-brelok-locale': 'en' } };

  expect(await portal.page('/orders', english)).toContain('No orders yet');
  await anOrder(db, { ...trader, number: 'UT-1' });
  expect(await portal.page('/orders?q=zzz', english)).toContain('“zzz”');
  expect(await portal.page('/orders?status=cancelled', english)).toContain('No order fits these filters');
});

test('a source that gives no orders is named as such, and nothing is computed', async ({ portal, db }) => {
  const { id: accountId } = await db.customerAccount.create({
    data: { number: 'c1', name: 'Demo', createdAt: new Date() },
    select: { id: true },
  });
  const { token } = await signedInCustomer(db, { account: { id: accountId } });
  const english = { as: token, cookies: { '__Host-brelok-locale': 'en' } };
  expect(await portal.page('/orders', english)).toContain('not matched yet');

  const source = await aSource(db, { kinds: ['product'] });
  await aTie(db, { accountId, sourceId: source.id });
  expect(await portal.page('/orders', english)).toContain('does not send orders');
});

test('staff have no page of orders', async ({ portal, db }) => {
  const { token } = await signedInStaff(db, 'account-manager');
  expect((await portal.request('/orders', { as: token })).status).toBe(403);
});
