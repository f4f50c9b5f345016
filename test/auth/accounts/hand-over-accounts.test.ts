import { expect } from 'vitest';
import { handOverAccounts } from '#auth/accounts/hand-over-accounts.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { aStaffHolder, anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

const managersOf = (db: Db) =>
  db.customerAccount
    .findMany({ orderBy: { number: 'asc' }, select: { accountManagerId: true } })
    .then((rows) => rows.map(({ accountManagerId }) => accountManagerId));

async function twoCustomersOf(db: Db, managerId: string): Promise<void> {
  await anAccount(db, { accountManagerId: managerId, number: 'A' });
  await anAccount(db, { accountManagerId: managerId, number: 'B' });
}

test('all customers of a manager go to another one, and the log names each', async ({ db }) => {
  const [from, to] = [await aStaffHolder(db, 'account-manager'), await aStaffHolder(db, 'account-manager')];
  await twoCustomersOf(db, from.id);
  const others = await anAccount(db, { accountManagerId: null, number: 'C' });
  const actor = await aStaffActor(db, 'administrator');
  const request = { fromId: from.id, toId: to.id, actor, trace: TRACE };

  expect(await handOverAccounts(authServicesFor(db), request)).toEqual({ ok: true, accounts: 2 });
  expect(await managersOf(db)).toEqual([to.id, to.id, null]);
  const events = await newestEvents(db, 2);
  expect(events.map(({ type }) => type)).toEqual(['account_manager_changed', 'account_manager_changed']);
  expect(events.map(({ accountId }) => accountId)).not.toContain(others.id);
});

test('customers are given to nobody who has left, has another job, or gives them away', async ({ db }) => {
  const from = await aStaffHolder(db, 'account-manager');
  await twoCustomersOf(db, from.id);
  const actor = await aStaffActor(db, 'administrator');
  const takers = [
    from.id,
    (await aStaffHolder(db, 'loyalty')).id,
    (await aStaffHolder(db, 'account-manager', { status: 'left' })).id,
    'nobody',
  ];
  for (const toId of takers) {
    const outcome = await handOverAccounts(authServicesFor(db), {
      fromId: from.id,
      toId,
      actor,
      trace: TRACE,
    });
    expect(outcome).toEqual({ ok: false, reason: 'no_such_manager' });
  }
  expect(await managersOf(db)).toEqual([from.id, from.id]);
});

test('a manager can not take the customers of another one', async ({ db }) => {
  const from = await aStaffHolder(db, 'account-manager');
  await twoCustomersOf(db, from.id);
  const actor = await aStaffActor(db, 'account-manager');
  const request = { fromId: from.id, toId: actor.holderId, actor, trace: TRACE };
  expect(await handOverAccounts(authServicesFor(db), request)).toEqual({ ok: false, reason: 'not_allowed' });
  expect(await managersOf(db)).toEqual([from.id, from.id]);
});
