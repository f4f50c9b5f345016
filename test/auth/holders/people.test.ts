import { expect } from 'vitest';
import { addMembership } from '#auth/holders/add-membership.ts';
import { addPerson } from '#auth/holders/add-person.ts';
import type { AddPerson } from '#auth/holders/add-person.ts';
import { findKnownPeople } from '#auth/holders/find-known-people.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { aStaffHolder, anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

const ANNA = {
  name: 'Anna Demo',
  position: 'Buyer',
  email: 'anna@demo.example',
  phone: null,
  language: 'ru',
} as const;

type Wish = { accountId: string; actor: StaffActor } & Partial<AddPerson>;

function add(db: Db, wish: Wish) {
  const defaults = { person: ANNA, role: 'buyer', isSurelyNew: false, trace: TRACE } as const;
  return addPerson(authServicesFor(db), { ...defaults, ...wish });
}

async function aManagerWithAccounts(db: Db) {
  const manager = await aStaffActor(db);
  const mine = { accountManagerId: manager.holderId };
  const [one, another] = [await anAccount(db, mine), await anAccount(db, mine)];
  return { manager, one: one.id, another: another.id };
}

async function anAddedPerson(db: Db, wish: Wish): Promise<string> {
  const outcome = await add(db, wish);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.holderId;
}

test('a manager writes down a person and lets them into the account, both in the log', async ({ db }) => {
  const { manager, one } = await aManagerWithAccounts(db);
  const holderId = await anAddedPerson(db, { accountId: one, actor: manager });
  const holder = await db.holder.findUniqueOrThrow({ where: { id: holderId } });
  expect(holder).toMatchObject({ ...ANNA, kind: 'customer', staffRole: null, status: 'active' });
  expect(
    await db.membership.findMany({ where: { holderId }, select: { accountId: true, role: true } }),
  ).toEqual([{ accountId: one, role: 'buyer' }]);
  const about = { accountId: one, holderId, actorId: manager.holderId };
  expect(await newestEvents(db, 2)).toMatchObject([
    { type: 'membership_added', ...about, detailsJson: '{"role":"buyer"}' },
    { type: 'holder_added', ...about },
  ]);
});

test('REG-20 a person’s handle is 32 random bytes that say nothing of them', async ({ db }) => {
  const { manager, one, another } = await aManagerWithAccounts(db);
  const ids = [
    await anAddedPerson(db, { accountId: one, actor: manager }),
    await anAddedPerson(db, { accountId: another, actor: manager, isSurelyNew: true }),
  ];
  const holders = await db.holder.findMany({ where: { id: { in: ids } }, select: { userHandle: true } });
  const handles = holders.map(({ userHandle }) => Buffer.from(userHandle).toString('hex'));
  expect(handles).toHaveLength(2);
  for (const handle of handles) expect(handle).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(handles).size).toBe(2);
});

test('somebody known by their address is not written down twice unless the manager says so', async ({
  db,
}) => {
  const { manager, one, another } = await aManagerWithAccounts(db);
  const holderId = await anAddedPerson(db, { accountId: one, actor: manager });
  const again = { accountId: another, actor: manager, person: { ...ANNA, email: 'Anna@Demo.Example' } };
  expect(await add(db, again)).toMatchObject({
    ok: false,
    reason: 'known_already',
    known: { holderId, name: ANNA.name, accounts: [{ id: one }] },
  });
  expect(await add(db, { ...again, isSurelyNew: true })).toMatchObject({ ok: true });
});

test('ADM-03 a manager learns nothing of another manager’s people, not even by their address', async ({
  db,
}) => {
  const { manager, one } = await aManagerWithAccounts(db);
  await anAddedPerson(db, { accountId: one, actor: manager });
  const other = await aManagerWithAccounts(db);
  expect(await add(db, { accountId: other.one, actor: other.manager })).toMatchObject({ ok: true });
  expect(await findKnownPeople(db, { accountId: other.another, actor: other.manager })).toHaveLength(1);
});

test('ADM-03 a manager adds nobody to an account that is not theirs, nor to a closed one', async ({ db }) => {
  const { manager, one } = await aManagerWithAccounts(db);
  const refused = { ok: false, reason: 'account_not_found' };
  expect(await add(db, { accountId: one, actor: await aStaffActor(db) })).toEqual(refused);
  await db.customerAccount.update({ where: { id: one }, data: { status: 'closed' } });
  expect(await add(db, { accountId: one, actor: manager })).toEqual(refused);
  expect(await db.holder.count({ where: { name: ANNA.name } })).toBe(0);
});

function join(db: Db, wish: { accountId: string; holderId: string; actor: StaffActor }) {
  return addMembership(authServicesFor(db), { role: 'receiver', trace: TRACE, ...wish });
}

test('a known person joins a second account with a role of its own', async ({ db }) => {
  const { manager, one, another } = await aManagerWithAccounts(db);
  const holderId = await anAddedPerson(db, { accountId: one, actor: manager });
  expect(await join(db, { accountId: another, holderId, actor: manager })).toMatchObject({
    ok: true,
    isProposed: false,
  });
  expect(await newestEvents(db)).toMatchObject([
    { type: 'membership_added', accountId: another, holderId, detailsJson: '{"role":"receiver"}' },
  ]);
  expect(await join(db, { accountId: another, holderId, actor: manager })).toEqual({
    ok: false,
    reason: 'member_already',
  });
});

test('somebody who was removed comes back into the account', async ({ db }) => {
  const { manager, accountId, holderId } = await aManagedKey(db);
  await db.membership.updateMany({
    where: { accountId, holderId },
    data: { status: 'removed', removedAt: new Date() },
  });
  expect(await join(db, { accountId, holderId, actor: manager })).toMatchObject({
    ok: true,
    isProposed: false,
  });
  expect(await db.membership.findMany({ where: { accountId, holderId } })).toMatchObject([
    { status: 'active', role: 'receiver', removedAt: null },
  ]);
});

test('ADM-03 a manager lets nobody in whom they do not know, and nobody into a foreign account', async ({
  db,
}) => {
  const { manager, one } = await aManagerWithAccounts(db);
  const foreign = await aManagedKey(db);
  const refused = { ok: false, reason: 'not_found' };
  expect(await join(db, { accountId: one, holderId: foreign.holderId, actor: manager })).toEqual(refused);
  const holderId = await anAddedPerson(db, { accountId: one, actor: manager });
  expect(await join(db, { accountId: foreign.accountId, holderId, actor: manager })).toEqual(refused);
});

test('ADM-03 somebody who has gone over to another manager’s customer is no longer known to the first', async ({
  db,
}) => {
  const { manager, one } = await aManagerWithAccounts(db);
  const { accountId, holderId } = await aManagedKey(db);
  await db.membership.create({
    data: { accountId: one, holderId, role: 'buyer', status: 'removed', createdAt: new Date() },
  });
  expect(await join(db, { accountId: one, holderId, actor: manager })).toEqual({
    ok: false,
    reason: 'not_found',
  });
  expect(await findKnownPeople(db, { accountId: one, actor: manager })).toEqual([]);
  await db.membership.updateMany({ where: { accountId }, data: { status: 'removed' } });
  expect(await findKnownPeople(db, { accountId: one, actor: manager })).toMatchObject([{ holderId }]);
});

test('staff are never let into a customer’s account', async ({ db }) => {
  const { manager, one, another } = await aManagerWithAccounts(db);
  const colleague = await aStaffHolder(db, 'auditor');
  await db.membership.create({
    data: { holderId: colleague.id, accountId: one, role: 'owner', createdAt: new Date() },
  });
  const outcome = await join(db, { accountId: another, holderId: colleague.id, actor: manager });
  expect(outcome).toEqual({ ok: false, reason: 'not_found' });
});

test('the people to choose from are the manager’s own, without those who belong to the account already', async ({
  db,
}) => {
  const { manager, one, another } = await aManagerWithAccounts(db);
  await anAddedPerson(db, { accountId: one, actor: manager });
  await aManagedKey(db);
  expect(await findKnownPeople(db, { accountId: one, actor: manager })).toEqual([]);
  expect(await findKnownPeople(db, { accountId: another, actor: manager })).toMatchObject([
    { name: ANNA.name, accounts: [{ id: one }] },
  ]);
});
