import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { aHolder, aKey, aMembership, aSession, anAccount, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/portal-test.ts';

test('ADM-03 a manager sees their own customers and nobody else’s, on every page of the desk', async ({
  portal,
  db,
}) => {
  const [mine, other] = [
    await signedInStaff(db, 'account-manager'),
    await signedInStaff(db, 'account-manager'),
  ];
  const own = await anAccount(db, { accountManagerId: mine.holderId, name: 'Own customer' });
  const theirs = await anAccount(db, { accountManagerId: other.holderId, name: 'Customer of somebody else' });
  const person = await aHolder(db);
  await aMembership(db, { holderId: person.id, accountId: theirs.id });
  const key = await aKey(db, { holderId: person.id, accountId: theirs.id });
  const list = await portal.page('/desk', { as: mine });
  expect(list).toContain(own.name);
  expect(list).not.toContain(theirs.name);
  for (const path of [
    `customers/${theirs.id}`,
    `customers/${theirs.id}/issue-key/${person.id}`,
    `keys/${key.id}`,
    `keys/${key.id}/revoke`,
  ]) {
    expect([path, (await portal.request(`/desk/${path}`, { as: mine })).status]).toEqual([path, 404]);
  }
  const revoke = await portal.request(`/desk/keys/${key.id}/revoke`, {
    as: mine,
    form: { reason: 'not mine' },
  });
  expect(revoke.status).toBe(404);
  expect(await db.key.findUnique({ where: { id: key.id }, select: { status: true } })).toEqual({
    status: 'active',
  });
});

test('REG-01 a manager issues a key; link and code are shown once, and the same form issues no second key', async ({
  portal,
  db,
}) => {
  const manager = await signedInStaff(db, 'account-manager');
  const account = await anAccount(db, { accountManagerId: manager.holderId });
  const person = await aHolder(db);
  await aMembership(db, { holderId: person.id, accountId: account.id });
  const path = `/desk/customers/${account.id}/issue-key/${person.id}`;
  const form = { requestId: randomUUID(), label: 'Склад', serial: 'A-17' };
  const issued = await (await portal.request(path, { as: manager, form })).text();
  expect(issued).toMatch(/\/enrol#[\w-]{43}/);
  expect(issued).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
  expect((await portal.request(path, { as: manager, form })).status).toBe(409);
  const keys = await db.key.findMany({
    where: { accountId: account.id },
    select: { status: true, label: true, serial: true },
  });
  expect(keys).toEqual([{ status: 'assigned', label: 'Склад', serial: 'A-17' }]);
});

test('SES-05 revoking a key takes a reason and ends its sessions at once', async ({ portal, db }) => {
  const manager = await signedInStaff(db, 'account-manager');
  const account = await anAccount(db, { accountManagerId: manager.holderId });
  const person = await aHolder(db);
  await aMembership(db, { holderId: person.id, accountId: account.id });
  const key = await aKey(db, { holderId: person.id, accountId: account.id });
  const session = await aSession(db, { keyId: key.id, holderId: person.id, accountId: account.id });
  const path = `/desk/keys/${key.id}/revoke`;
  expect((await portal.request(path, { as: manager, form: { reason: ' ' } })).status).toBe(422);
  expect((await portal.request('/home', { as: session })).status).toBe(200);
  expect((await portal.request(path, { as: manager, form: { reason: 'lost' } })).status).toBe(302);
  expect((await portal.request('/home', { as: session })).headers.get('location')).toMatch(/^\/sign-in/);
  expect((await portal.request(path, { as: manager, form: { reason: 'again' } })).status).toBe(409);
  expect(await portal.page(`/desk/keys/${key.id}`, { as: manager })).toContain('lost');
});
