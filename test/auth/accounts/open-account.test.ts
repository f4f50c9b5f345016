import { expect } from 'vitest';
import { openAccount } from '#auth/accounts/open-account.ts';
import { STAFF_ROLES } from '#auth/permissions/roles.ts';
import { TRACE, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { test } from '#test/support/db.ts';

const CUSTOMER = { name: 'First Works LLC', number: 'C-1', trace: TRACE };

test('a manager opens an account, looks after it, and the log says so', async ({ db }) => {
  const actor = await aStaffActor(db);
  const outcome = await openAccount(authServicesFor(db), { ...CUSTOMER, actor });
  expect(outcome).toMatchObject({ ok: true });
  const account = await db.customerAccount.findFirstOrThrow({ where: { number: 'C-1' } });
  expect(account).toMatchObject({ accountManagerId: actor.holderId, status: 'active', isDemo: false });
  expect(await newestEvents(db)).toMatchObject([
    { type: 'account_opened', accountId: account.id, actorId: actor.holderId },
  ]);
});

test('a number that a customer has is not given to another, whoever looks after either', async ({ db }) => {
  await openAccount(authServicesFor(db), { ...CUSTOMER, actor: await aStaffActor(db) });
  const events = await db.auditEvent.count();
  const again = { ...CUSTOMER, name: 'Other', actor: await aStaffActor(db) };
  expect(await openAccount(authServicesFor(db), again)).toEqual({ ok: false, reason: 'number_taken' });
  expect(await db.customerAccount.count()).toBe(1);
  expect(await db.auditEvent.count()).toBe(events);
});

test('nobody but an account manager with a key that proves everything opens one', async ({ db }) => {
  const services = authServicesFor(db);
  for (const role of STAFF_ROLES.filter((known) => known !== 'account-manager')) {
    const actor = await aStaffActor(db, role);
    expect(await openAccount(services, { ...CUSTOMER, actor })).toEqual({ ok: false, reason: 'not_allowed' });
  }
  const weak = { ...(await aStaffActor(db)), tier: 2 as const };
  expect(await openAccount(services, { ...CUSTOMER, actor: weak })).toMatchObject({ ok: false });
  expect(await db.customerAccount.count()).toBe(0);
});
