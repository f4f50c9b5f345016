import { expect } from 'vitest';
import { settleOwners } from '#portal/connectors/settle-owners.server.ts';
import { anAccount, signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aTrader, anOrder } from '#test/support/trade-builders.ts';
import type { Db } from '#prisma/client.ts';

const PAGES = ['/home', '/home.data', '/orders', '/orders.data', '/search?q=ORD-LEAV', '/prices/export.csv'];

test('while orders leave an account nobody there is shown anything, and afterwards only what stayed', async ({
  portal,
  db,
}) => {
  const trader = await aTrader(db);
  const customer = await signedInCustomer(db, { account: { id: trader.accountId } });
  const order = await anOrder(db, {
    ...trader,
    ...(await counterpartyOf(db, trader.accountId)),
    number: 'ORD-LEAVING',
  });
  expect(await portal.page('/orders', { as: customer })).toContain('ORD-LEAVING');

  const other = await anAccount(db);
  await giveAway(db, trader.accountId, other.id);

  for (const path of [...PAGES, `/orders/${order.id}`]) {
    const answer = await portal.request(path, { as: customer });
    expect([path, answer.status]).toEqual([path, 503]);
    expect(await answer.text()).not.toContain('ORD-LEAVING');
  }

  await settleOwners(db);
  expect(await portal.page('/orders', { as: customer })).not.toContain('ORD-LEAVING');
  expect((await portal.request(`/orders/${order.id}`, { as: customer })).status).toBe(404);
});

test('an account that gains the orders of another goes on reading meanwhile', async ({ portal, db }) => {
  const trader = await aTrader(db);
  const heir = await signedInCustomer(db);
  await anOrder(db, { ...trader, ...(await counterpartyOf(db, trader.accountId)), number: 'ORD-INHERITED' });

  await giveAway(db, trader.accountId, heir.accountId);

  expect(await portal.page('/orders', { as: heir })).not.toContain('ORD-INHERITED');
  await settleOwners(db);
  expect(await portal.page('/orders', { as: heir })).toContain('ORD-INHERITED');
});

async function counterpartyOf(db: Db, accountId: string): Promise<{ counterpartyId: string }> {
  const { id } = await db.counterparty.findFirstOrThrow({ where: { accountId }, select: { id: true } });
  return { counterpartyId: id };
}

/** What a person's decision leaves behind before the first row has followed it. */
async function giveAway(db: Db, fromId: string, toId: string): Promise<void> {
  const counterparty = await counterpartyOf(db, fromId);
  const tie = await db.accountTie.findFirstOrThrow({ where: counterparty });
  await db.accountTie.update({ where: { id: tie.id }, data: { status: 'ended', endedAt: new Date() } });
  await db.accountTie.create({
    data: { ...tie, id: `${tie.id}-2`, accountId: toId, status: 'confirmed' },
  });
  await db.counterparty.update({
    where: { id: counterparty.counterpartyId },
    data: { accountId: toId, isOwnerPending: true },
  });
}
