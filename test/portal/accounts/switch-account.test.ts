import { expect } from 'vitest';
import {
  aMembershipWithKeys,
  anAccount,
  anAccountBeside,
  signedInCustomer,
  signedInStaff,
} from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';

test('a person of two companies goes over to the other one, home first', async ({ portal, db }) => {
  const customer = await signedInCustomer(db);
  const other = await anAccountBeside(db, customer.accountId, { name: 'Second company' });
  await aMembershipWithKeys(db, { holderId: customer.holderId, accountId: other.id, role: 'receiver' });

  const form = { accountId: other.id, returnTo: '/orders/of-the-first-company' };
  const answer = await portal.request('/switch-account', { as: customer, form });
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe('/home');
  const session = await db.session.findUniqueOrThrow({ where: { id: customer.sessionId } });
  expect(session.accountId).toBe(other.id);
  expect(await portal.page('/my-key', { as: customer })).toContain('Second company');
});

test('a company that is not theirs is answered like one that does not exist', async ({ portal, db }) => {
  const customer = await signedInCustomer(db);
  const strange = await anAccount(db);
  for (const accountId of [strange.id, 'none', '']) {
    const answer = await portal.request('/switch-account', { as: customer, form: { accountId } });
    expect(answer.status).toBe(404);
  }
  const session = await db.session.findUniqueOrThrow({ where: { id: customer.sessionId } });
  expect(session.accountId).toBe(customer.accountId);
});

test('staff have no company to switch', async ({ portal, db }) => {
  const manager = await signedInStaff(db, 'account-manager');
  const { id: accountId } = await anAccount(db, { accountManagerId: manager.holderId });
  const answer = await portal.request('/switch-account', { as: manager, form: { accountId } });
  expect(answer.status).toBe(403);
});
