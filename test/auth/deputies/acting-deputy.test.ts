/** REC-02 as amended: a deputy acts for a manager on leave, by date, and has no more than that manager. */
import { expect } from 'vitest';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { STAFF_ACTIONS, can } from '#auth/permissions/can.ts';
import { accountsWithin } from '#auth/permissions/reach.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { anAccount, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aCompanyIn, aDeputy, standingInFor } from '#test/support/deputies.ts';

/** Of the account of the manager on leave; a deputy may do at it all that the manager may, but these. */
const OWN_ALONE = ['account:open', 'account:close', 'deputy:name'];

test('REC-02 a deputy may do at the absent manager’s accounts what the manager may, and names no further deputy', async ({
  db,
}) => {
  const [manager, plain] = [await aStaffActor(db), await aStaffActor(db)];
  const deputy = standingInFor(plain, manager);
  const account = { kind: 'account', accountId: 'a', accountManagerId: manager.holderId } as const;
  for (const action of STAFF_ACTIONS) {
    const expected = can(manager, action, account) && !OWN_ALONE.includes(action);
    expect([action, can(deputy, action, account)]).toEqual([action, expected]);
    expect([action, can(plain, action, account)]).toEqual([action, false]);
  }
});

test('REC-02 a where clause for a deputy finds the accounts that the rule allows, and no others', async ({
  db,
}) => {
  const [manager, other, deputy] = [await aStaffActor(db), await aStaffActor(db), await aStaffActor(db)];
  const actor = standingInFor(deputy, manager);
  for (const accountManagerId of [manager, other, actor].map(({ holderId }) => holderId)) {
    await anAccount(db, { accountManagerId });
  }
  await anAccount(db, { accountManagerId: null });
  const found = await db.customerAccount.findMany({ where: accountsWithin(actor, 'key:suspend') });
  expect(new Set(found.map(({ accountManagerId }) => accountManagerId))).toEqual(
    new Set([manager.holderId, actor.holderId]),
  );
});

test('REC-02 standing in for somebody gives no other role anything', async ({ db }) => {
  const manager = await aStaffActor(db);
  const account = { kind: 'account', accountId: 'a', accountManagerId: manager.holderId } as const;
  for (const role of ['loyalty', 'auditor'] as const) {
    const actor = standingInFor(await aStaffActor(db, role), manager);
    expect(can(actor, 'key:suspend', account)).toBe(false);
  }
});

/** Whom a manager stands in for, as each request of theirs finds it. */
async function deputyForAt(db: Db, token: string, now: Date): Promise<readonly string[]> {
  const expiresAt = new Date(now.getTime() + 3_600_000);
  await db.session.updateMany({ data: { lastSeenAt: now, authenticatedAt: now, expiresAt } });
  const outcome = await findSession(db, { token, policy: PRODUCTION_POLICY, now });
  if (!outcome.ok || outcome.session.actor.kind !== 'staff') throw new Error('nobody of the staff is in');
  return outcome.session.actor.deputyFor;
}

test('REC-02 it begins and ends by itself, at midnight of the company’s own time zone', async ({ db }) => {
  await aCompanyIn(db, 'Asia/Vladivostok'); // ten hours before UTC
  const [manager, deputy] = [await aStaffActor(db), await signedInStaff(db, 'account-manager')];
  const { holderId: managerId } = manager;
  await aDeputy(db, { managerId, holderId: deputy.holderId, fromOn: '2026-11-20', toOn: '2026-11-24' });
  const at = (time: string) => deputyForAt(db, deputy.token, new Date(time));
  expect(await at('2026-11-19T13:59:59Z')).toEqual([]);
  expect(await at('2026-11-19T14:00:00Z')).toEqual([managerId]);
  expect(await at('2026-11-24T13:59:59Z')).toEqual([managerId]);
  expect(await at('2026-11-24T14:00:00Z')).toEqual([]);
});

test('REC-02 in the west of UTC the last day lasts as long', async ({ db }) => {
  await aCompanyIn(db, 'America/Los_Angeles');
  const [manager, deputy] = [await aStaffActor(db), await signedInStaff(db, 'account-manager')];
  const { holderId: managerId } = manager;
  await aDeputy(db, { managerId, holderId: deputy.holderId, fromOn: '2026-11-20', toOn: '2026-11-24' });
  expect(await deputyForAt(db, deputy.token, new Date('2026-11-25T07:59:59Z'))).toEqual([managerId]);
  expect(await deputyForAt(db, deputy.token, new Date('2026-11-25T08:00:00Z'))).toEqual([]);
});

test('REC-02 a deputy’s deputy gets nothing of the first manager’s', async ({ db }) => {
  await aCompanyIn(db);
  const [first, second] = [await aStaffActor(db), await aStaffActor(db)];
  const third = await signedInStaff(db, 'account-manager');
  await aDeputy(db, { managerId: first.holderId, holderId: second.holderId });
  await aDeputy(db, { managerId: second.holderId, holderId: third.holderId });
  expect(await deputyForAt(db, third.token, new Date())).toEqual([second.holderId]);
});

test('REC-02 nothing is left of it once it was ended, or once the manager has left or is none any more', async ({
  db,
}) => {
  await aCompanyIn(db);
  const [manager, deputy] = [await aStaffActor(db), await signedInStaff(db, 'account-manager')];
  const row = await aDeputy(db, { managerId: manager.holderId, holderId: deputy.holderId });
  const now = new Date();
  expect(await deputyForAt(db, deputy.token, now)).toEqual([manager.holderId]);
  await db.deputy.update({ where: { id: row.id }, data: { endedAt: now } });
  expect(await deputyForAt(db, deputy.token, now)).toEqual([]);
  await db.deputy.update({ where: { id: row.id }, data: { endedAt: null } });
  await db.holder.update({ where: { id: manager.holderId }, data: { staffRole: 'loyalty' } });
  expect(await deputyForAt(db, deputy.token, now)).toEqual([]);
  await db.holder.update({
    where: { id: manager.holderId },
    data: { staffRole: 'account-manager', status: 'left' },
  });
  expect(await deputyForAt(db, deputy.token, now)).toEqual([]);
});

test('REC-02 whoever has another role now stands in for nobody', async ({ db }) => {
  await aCompanyIn(db);
  const [manager, deputy] = [await aStaffActor(db), await signedInStaff(db, 'account-manager')];
  await aDeputy(db, { managerId: manager.holderId, holderId: deputy.holderId });
  await db.holder.update({ where: { id: deputy.holderId }, data: { staffRole: 'auditor' } });
  expect(await deputyForAt(db, deputy.token, new Date())).toEqual([]);
});

async function suspend(db: Db, keyId: string, actor: StaffActor) {
  const request = { keyId, transition: 'suspend', reason: 'lost', actor, trace: TRACE } as const;
  return changeKeyStatus(authServicesFor(db), request);
}

test('REC-02 a deputy stops a key in one step, and the log says in whose place', async ({ db }) => {
  const { manager, keyId } = await aManagedKey(db);
  const deputy = await aStaffActor(db);
  expect(await suspend(db, keyId, deputy)).toEqual({ ok: false, reason: 'not_found' });
  expect(await suspend(db, keyId, standingInFor(deputy, manager))).toMatchObject({ ok: true });
  const [event] = await newestEvents(db);
  expect(event).toMatchObject({ type: 'key_suspended', actorId: deputy.holderId });
  expect(JSON.parse(event?.detailsJson ?? '')).toMatchObject({ deputyFor: manager.holderId });
});

test('what a deputy does for their own customers is told as their own', async ({ db }) => {
  const manager = await aStaffActor(db);
  const { keyId, manager: deputy } = await aManagedKey(db);
  await suspend(db, keyId, standingInFor(deputy, manager));
  expect(JSON.parse((await newestEvents(db))[0]?.detailsJson ?? '')).not.toHaveProperty('deputyFor');
});

test('REC-02 any security administrator suspends any key, whoever looks after its account', async ({
  db,
}) => {
  const administrator = await aStaffActor(db, 'administrator');
  const { keyId } = await aManagedKey(db);
  const { keyId: nobodys } = await aManagedKey(db);
  await db.customerAccount.updateMany({
    where: { keys: { some: { id: nobodys } } },
    data: { accountManagerId: null },
  });
  expect(await suspend(db, keyId, administrator)).toMatchObject({ ok: true });
  expect(await suspend(db, nobodys, administrator)).toMatchObject({ ok: true });
});
