import { expect } from 'vitest';
import { changeRole } from '#auth/holders/change-role.ts';
import { removeMembership } from '#auth/holders/remove-membership.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { CustomerRole } from '#auth/permissions/roles.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { aKey, aMembership, aMembershipWithKeys, aSession, anAccountBeside } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

type Whom = { accountId: string; holderId: string; actor: StaffActor };

function change(db: Db, wish: Whom & { role: CustomerRole }) {
  return changeRole(authServicesFor(db), { reason: 'took over purchasing', trace: TRACE, ...wish });
}

function remove(db: Db, wish: Whom & { revokesKeys?: boolean }) {
  const defaults = { reason: 'left the company', revokesKeys: false, trace: TRACE };
  return removeMembership(authServicesFor(db), { ...defaults, ...wish });
}

const find = (db: Db, token: string) =>
  findSession(db, { token, policy: PRODUCTION_POLICY, now: new Date() });

test('a changed role opens something else at the very next request', async ({ db }) => {
  const { manager, accountId, holderId, keyId } = await aManagedKey(db);
  const { token } = await aSession(db, { keyId, holderId, accountId });
  const outcome = await change(db, { accountId, holderId, role: 'receiver', actor: manager });
  expect(outcome).toMatchObject({ ok: true, isProposed: false });
  expect(await find(db, token)).toMatchObject({
    ok: true,
    session: { actor: { role: 'receiver', classes: ['status', 'goods'] } },
  });
  expect(await newestEvents(db)).toMatchObject([
    {
      type: 'membership_changed',
      accountId,
      holderId,
      note: 'took over purchasing',
      detailsJson: '{"from":"buyer","to":"receiver"}',
    },
  ]);
});

test('a role that somebody has already is no change, and leaves no trace', async ({ db }) => {
  const { manager, accountId, holderId } = await aManagedKey(db);
  const outcome = await change(db, { accountId, holderId, role: 'buyer', actor: manager });
  expect(outcome).toEqual({ ok: false, reason: 'role_already' });
  expect(await newestEvents(db)).toEqual([]);
});

test('ADM-03 a manager changes and removes nobody of another manager’s customer', async ({ db }) => {
  const { accountId, holderId } = await aManagedKey(db);
  const whom = { accountId, holderId, actor: await aStaffActor(db) };
  expect(await change(db, { ...whom, role: 'owner' })).toEqual({ ok: false, reason: 'not_found' });
  expect(await remove(db, whom)).toEqual({ ok: false, reason: 'not_found' });
  expect(await db.membership.findMany({ where: { accountId } })).toMatchObject([
    { role: 'buyer', status: 'active' },
  ]);
});

test('whoever is taken out of an account is out of it at once, in this account and no other', async ({
  db,
}) => {
  const { manager, accountId, holderId, keyId } = await aManagedKey(db);
  const { id: otherId } = await anAccountBeside(db, accountId);
  await aMembershipWithKeys(db, { holderId, accountId: otherId });
  const here = await aSession(db, { keyId, holderId, accountId });
  const there = await aSession(db, { keyId, holderId, accountId: otherId });

  const outcome = await remove(db, { accountId, holderId, actor: manager });
  expect(outcome).toEqual({ ok: true, endedSessions: 1, revokedKeys: 0 });
  expect(await find(db, here.token)).toMatchObject({ ok: false, endedReason: 'membership_removed' });
  expect(await find(db, there.token)).toMatchObject({ ok: true });
  expect(await newestEvents(db)).toMatchObject([
    { type: 'membership_removed', accountId, holderId, note: 'left the company' },
  ]);
  expect(await remove(db, { accountId, holderId, actor: manager })).toEqual({
    ok: false,
    reason: 'not_found',
  });
});

test('REC-08 whoever leaves for good loses the keys of the account with it, each in the log', async ({
  db,
}) => {
  const { manager, accountId, holderId, keyId } = await aManagedKey(db);
  const { id: spareId } = await aKey(db, { holderId, accountId, status: 'suspended' });
  const elsewhere = await aManagedKey(db);
  const { id: otherKeyId } = await aKey(db, { holderId, accountId: elsewhere.accountId });

  const outcome = await remove(db, { accountId, holderId, revokesKeys: true, actor: manager });
  expect(outcome).toMatchObject({ ok: true, revokedKeys: 2 });
  const statuses = await db.key.findMany({ where: { holderId }, select: { id: true, status: true } });
  expect(new Map(statuses.map(({ id, status }) => [id, status]))).toEqual(
    new Map([
      [keyId, 'revoked'],
      [spareId, 'revoked'],
      [otherKeyId, 'active'],
    ]),
  );
  const types = (await newestEvents(db, 3)).map(({ type }) => type);
  expect(types).toEqual(['membership_removed', 'key_revoked', 'key_revoked']);
});

test('a link that was still open dies with the membership, also where the key is kept', async ({ db }) => {
  const { manager, accountId, holderId, keyId } = await aManagedKey(db, { status: 'assigned' });
  await db.invitation.create({
    data: {
      keyId,
      tokenHash: 'a',
      claimCodeHash: 'b',
      claimTriesLeft: 5,
      opensLeft: 10,
      createdAt: new Date(),
      expiresAt: new Date(),
    },
  });
  await remove(db, { accountId, holderId, actor: manager });
  expect(await db.invitation.findFirst({ where: { keyId }, select: { status: true } })).toEqual({
    status: 'withdrawn',
  });
  const about = { accountId, holderId, actorId: manager.holderId };
  expect(await newestEvents(db, 2)).toMatchObject([
    { type: 'membership_removed', ...about },
    { type: 'invitation_withdrawn', keyId, ...about },
  ]);
});

test('REC-08 what waits about a person is withdrawn when they leave the company', async ({ db }) => {
  const { manager, accountId, holderId, keyId } = await aManagedKey(db);
  await db.key.update({ where: { id: keyId }, data: { activatedAt: new Date() } });
  expect(await change(db, { accountId, holderId, role: 'owner', actor: manager })).toMatchObject({
    isProposed: true,
  });
  await remove(db, { accountId, holderId, actor: manager });
  expect(await db.proposal.findMany({ select: { status: true } })).toEqual([{ status: 'withdrawn' }]);
});

test('REC-08 a person who leaves loses the keys of this company, and keeps those of another one', async ({
  db,
}) => {
  const { manager, accountId, holderId, keyId } = await aManagedKey(db);
  const { id: besideId } = await anAccountBeside(db, accountId);
  await aMembership(db, { holderId, accountId: besideId, role: 'buyer' });
  const other = await aKey(db, { holderId, accountId: besideId });
  const { token } = await aSession(db, { keyId: other.id, holderId, accountId: besideId });
  await remove(db, { accountId, holderId, actor: manager, revokesKeys: true });
  const keys = await db.key.findMany({
    where: { holderId },
    orderBy: { id: 'asc' },
    select: { status: true },
  });
  expect(keys).toEqual([{ status: 'revoked' }, { status: 'active' }]);
  expect(await db.key.count({ where: { id: keyId, status: 'revoked' } })).toBe(1);
  expect(await find(db, token)).toMatchObject({ ok: true });
});
