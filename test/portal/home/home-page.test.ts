import { expect } from 'vitest';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aDocument, aTrader, anInvoice, anOrder } from '#test/support/trade-builders.ts';

const ENGLISH = { '__Host-brelok-locale': 'en' };
const LONG_AGO = '2026-01-05';
const TOTAL = /9[\s,.]?876[\s,.]?543|987654321/;
const RESIDUAL = /1[\s,.]?234[\s,.]?567|123456789/;

const ROLES: { role: CustomerRole; seesTotal: boolean; seesMoney: boolean }[] = [
  { role: 'owner', seesTotal: true, seesMoney: true },
  { role: 'accountant', seesTotal: true, seesMoney: true },
  { role: 'buyer', seesTotal: true, seesMoney: false },
  { role: 'receiver', seesTotal: false, seesMoney: false },
  { role: 'viewer', seesTotal: false, seesMoney: false },
];

for (const { role, seesTotal, seesMoney } of ROLES) {
  test(`${role}: ${seesTotal ? 'totals' : 'no totals'}, ${seesMoney ? 'what is overdue' : 'nothing of money'}, in page and data`, async ({
    portal,
    db,
  }) => {
    const trader = await aTrader(db);
    const { token } = await signedInCustomer(db, { account: { id: trader.accountId }, role });
    await anOrder(db, { ...trader, number: 'UT-1', promisedOn: LONG_AGO, grossMinor: 987_654_321n });
    await anInvoice(db, { ...trader, number: 'INV-1', dueOn: LONG_AGO, residualMinor: 123_456_789n });
    const issuedOn = new Date().toISOString().slice(0, 10);
    await aDocument(db, { ...trader, title: 'Priced paper', dataClass: 'own-price', issuedOn });

    for (const path of ['/home', '/home.data']) {
      const text = await portal.page(path, { as: token, cookies: ENGLISH });
      expect(text.includes('UT-1')).toBe(true);
      expect(TOTAL.test(text), `total on ${path}`).toBe(seesTotal);
      expect(RESIDUAL.test(text), `residual on ${path}`).toBe(seesMoney);
      expect(text.includes('INV-1')).toBe(seesMoney);
      expect(text.includes('Priced paper')).toBe(seesTotal);
    }
  });
}

test('an account that nobody has matched says so instead of showing empty lists', async ({ portal, db }) => {
  const { token } = await signedInCustomer(db);
  const page = await portal.page('/home', { as: token, cookies: ENGLISH });
  expect(page.includes('not matched yet')).toBe(true);
  expect(page.includes('Open orders')).toBe(false);
});

test('where a source gives no invoices and no carriers’ reports, nothing is said to be fine', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db, { kinds: ['order', 'order-line'] });
  const { token } = await signedInCustomer(db, { account: { id: trader.accountId } });
  const page = await portal.page('/home', { as: token, cookies: ENGLISH });
  expect(page.includes('does not send invoices')).toBe(true);
  expect(page.includes('does not send what carriers report')).toBe(true);
  expect(page.includes('nothing overdue')).toBe(false);
});

test('staff have no such page', async ({ portal, db }) => {
  const { token } = await signedInStaff(db, 'loyalty');
  expect((await portal.request('/home', { as: token })).status).toBe(403);
});
