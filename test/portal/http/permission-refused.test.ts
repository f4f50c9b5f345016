import { expect } from 'vitest';
import { newestEvents } from '#test/support/actors.ts';
import { signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';

test('ADM-05 what a role may not open is refused and written down, once a minute for each part', async ({
  portal,
  db,
}) => {
  const officer = await signedInStaff(db, 'loyalty');
  for (const path of ['/desk/keys/0198c5d2-7000/revoke?x=secret', '/desk', '/desk/customers/77']) {
    expect((await portal.request(path, { as: officer })).status).toBe(403);
  }
  expect(await db.auditEvent.count()).toBe(1);
  expect(await newestEvents(db)).toMatchObject([
    {
      type: 'permission_refused',
      result: 'refused',
      reason: 'not_your_role',
      actorId: officer.holderId,
      sessionId: officer.sessionId,
      detailsJson: '{"action":"/desk/keys/:id/revoke"}',
    },
  ]);
  expect((await portal.request('/admin', { as: officer })).status).toBe(403);
  expect(await db.auditEvent.count()).toBe(2);
});

test('ADM-05 staff on a customer’s page and a customer whose role does not open one are written down too', async ({
  portal,
  db,
}) => {
  const auditor = await signedInStaff(db, 'auditor');
  expect((await portal.request('/orders', { as: auditor })).status).toBe(403);
  expect(await newestEvents(db)).toMatchObject([{ reason: 'not_for_staff', accountId: null }]);
  const receiver = await signedInCustomer(db, { role: 'receiver' });
  expect((await portal.request('/prices', { as: receiver })).status).toBe(403);
  expect(await newestEvents(db)).toMatchObject([
    { reason: 'class_not_open', accountId: receiver.accountId, holderId: receiver.holderId },
  ]);
});

test('whoever is not signed in, and whoever may, leave no such event', async ({ portal, db }) => {
  const manager = await signedInStaff(db, 'account-manager');
  await portal.request('/desk');
  expect((await portal.request('/desk', { as: manager })).status).toBe(200);
  expect(await db.auditEvent.count({ where: { type: 'permission_refused' } })).toBe(0);
});
