import { expect } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aStoredList, storedPrices } from '#test/support/price-rows.ts';
import { aProduct, aSource, aTrader } from '#test/support/trade-builders.ts';

/** A manager, their customer, and a price type of the customer's source that nobody has been given. */
async function aPriceType(db: Db) {
  const trader = await aTrader(db);
  const manager = await signedInStaff(db, 'account-manager');
  const { accountId, sourceId } = trader;
  await db.customerAccount.update({
    where: { id: accountId },
    data: { accountManagerId: manager.holderId },
  });
  const priceListId = await aStoredList(db, { sourceId, kind: 'type', name: 'Wholesale' });
  const product = await aProduct(db, { sourceId });
  await storedPrices(db, { priceListId, productId: product.id, sourceId }, { 0: '4711.50' });
  const customer = await signedInCustomer(db, { account: { id: accountId } });
  return { manager, customer, accountId, priceListId, path: `/desk/customers/${accountId}/price-lists` };
}

test('a price type is shown to a customer from when their manager opens it until it is closed', async ({
  portal,
  db,
}) => {
  const { manager, customer, accountId, priceListId, path } = await aPriceType(db);
  const prices = async () => (await portal.page('/prices', { as: customer })).replaceAll(/\s/g, ' ');
  expect(await prices()).not.toContain('4 711,50');
  expect(await portal.page(`/desk/customers/${accountId}`, { as: manager })).toContain('Wholesale, RUB');

  const opened = await portal.request(path, { as: manager, form: { priceListId, intent: 'open' } });
  expect(opened.headers.get('location')).toContain('done=price-list-opened');
  await portal.request(path, { as: manager, form: { priceListId, intent: 'open' } });
  expect(await prices()).toContain('4 711,50');

  const closed = await portal.request(path, { as: manager, form: { priceListId, intent: 'close' } });
  expect(closed.headers.get('location')).toContain('done=price-list-closed');
  expect(await prices()).not.toContain('4 711,50');
  const events = await db.auditEvent.findMany({ where: { accountId }, select: { type: true } });
  expect(events.map(({ type }) => type)).toEqual(['price_list_assigned', 'price_list_withdrawn']);
});

test('a customer whose tie waits or has ended sees no price of that source', async ({ portal, db }) => {
  const { manager, customer, accountId, priceListId, path } = await aPriceType(db);
  await portal.request(path, { as: manager, form: { priceListId, intent: 'open' } });
  for (const status of ['quarantined', 'ended']) {
    await db.accountTie.updateMany({ where: { accountId }, data: { status } });
    const page = (await portal.page('/prices', { as: customer })).replaceAll(/\s/g, ' ');
    expect([status, page.includes('4 711,50')]).toEqual([status, false]);
  }
});

test('nobody else’s manager, and no list of a source in which the customer is not, is taken', async ({
  portal,
  db,
}) => {
  const { manager, accountId, priceListId, path } = await aPriceType(db);
  const stranger = await signedInStaff(db, 'account-manager');
  const foreignList = await aStoredList(db, { sourceId: (await aSource(db)).id, kind: 'type' });
  const openList = await aStoredList(db, {
    sourceId: (await db.priceList.findUniqueOrThrow({ where: { id: priceListId } })).sourceId,
  });
  const statusOf = async (as: typeof manager, id: string, intent: string) =>
    (await portal.request(path, { as, form: { priceListId: id, intent } })).status;

  expect(await statusOf(stranger, priceListId, 'open')).toBe(404);
  expect(await statusOf(manager, foreignList, 'open')).toBe(404);
  expect(await statusOf(manager, openList, 'open')).toBe(404);
  expect(await statusOf(manager, 'none', 'open')).toBe(404);
  expect(await statusOf(manager, priceListId, 'close')).toBe(404);
  expect(await statusOf(manager, priceListId, 'both')).toBe(400);
  expect(await db.priceListAssignment.count({ where: { accountId } })).toBe(0);
});
