import { inspect } from 'node:util';
import { expect, vi } from 'vitest';
import { signedInCustomer } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';
import { aTrader } from '#test/support/trade-builders.ts';

test('a page that is shut while rows are leaving its customer is a warning in the log, a fault is an error', async ({
  portal,
  db,
}) => {
  const { accountId } = await aTrader(db);
  const customer = await signedInCustomer(db, { account: { id: accountId } });
  const [warn, error] = [vi.spyOn(portal.services.log, 'warn'), vi.spyOn(portal.services.log, 'error')];
  for (const spy of [warn, error]) spy.mockImplementation(() => undefined);

  await db.counterparty.updateMany({ where: { accountId }, data: { accountId: null, isOwnerPending: true } });
  expect((await portal.request('/orders', { as: customer })).status).toBe(503);
  expect([warn.mock.calls.length, error.mock.calls.length]).toEqual([1, 0]);

  await db.counterparty.updateMany({ data: { isOwnerPending: false } });
  await db.$executeRaw`DROP TABLE "Order"`;
  expect((await portal.request('/orders', { as: customer })).status).toBe(500);
  expect(error.mock.calls.map(([, message]) => message)).toEqual(['request failed', 'request']);
});

test('the log names no secret of a carrier, however its address is written and whoever comes', async ({
  portal,
}) => {
  const debug = vi.spyOn(portal.services.log, 'debug').mockImplementation(() => undefined);
  for (const path of ['/tracking/hint/SECRET-1', '/Tracking/HINT/SECRET-2'])
    for (const method of ['GET', 'POST', 'PUT']) await fetch(`${portal.origin}${path}`, { method });
  const logged = inspect(debug.mock.calls, { depth: null });
  expect(debug.mock.calls).toHaveLength(6);
  expect(logged.toLowerCase()).toContain('/tracking/hint');
  expect(logged).not.toContain('SECRET-');
});

test('the log names no query, since what was searched for is the customer’s', async ({ portal, db }) => {
  const { token } = await signedInCustomer(db);
  await db.$executeRaw`DROP TABLE "Order"`;
  const error = vi.spyOn(portal.services.log, 'error').mockImplementation(() => undefined);
  await portal.request('/orders?q=SECRET-PO-17', { as: token });
  const logged = inspect(error.mock.calls, { depth: null });
  expect(logged).toContain('/orders');
  expect(logged).not.toMatch(/secret-po-17|brelok-session/i);
  expect(logged).not.toContain(token);
});
