import { expect } from 'vitest';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import type { StaffTransition } from '#auth/keys/change-key-status.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { aKey, aSession, aStaffHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

type Change = { keyId: string; transition: StaffTransition; actor: StaffActor };

function change(db: Db, request: Change) {
  return changeKeyStatus(authServicesFor(db), { reason: 'left on a train', trace: TRACE, ...request });
}

const statusOf = async (db: Db, id: string) =>
  (await db.key.findUniqueOrThrow({ where: { id }, select: { status: true, statusReason: true } })).status;

test('SES-05 revoking a key ends its sessions in the same moment and says how many', async ({ db }) => {
  const { manager, keyId, holderId, accountId } = await aManagedKey(db);
  const sessions = [
    await aSession(db, { keyId, holderId, accountId }),
    await aSession(db, { keyId, holderId, accountId }),
  ];
  const outcome = await change(db, { keyId, transition: 'revoke', actor: manager });
  expect(outcome).toEqual({ ok: true, endedSessions: 2 });
  expect(await statusOf(db, keyId)).toBe('revoked');
  for (const { token } of sessions) {
    const found = await findSession(db, { token, policy: PRODUCTION_POLICY, now: new Date() });
    expect(found).toMatchObject({ ok: false, reason: 'ended', endedReason: 'key_revoked' });
  }
});

test('a suspended key comes back by being resumed, its ended sessions do not', async ({ db }) => {
  const { manager, keyId, holderId, accountId } = await aManagedKey(db);
  const { token } = await aSession(db, { keyId, holderId, accountId });
  expect(await change(db, { keyId, transition: 'suspend', actor: manager })).toMatchObject({ ok: true });
  expect(await statusOf(db, keyId)).toBe('suspended');
  expect(await change(db, { keyId, transition: 'resume', actor: manager })).toMatchObject({ ok: true });
  expect(await statusOf(db, keyId)).toBe('active');
  const found = await findSession(db, { token, policy: PRODUCTION_POLICY, now: new Date() });
  expect(found).toMatchObject({ ok: false, endedReason: 'key_suspended' });
});

test('ADM-05 the change is in the log with its reason, its actor and the sessions it ended', async ({
  db,
}) => {
  const { manager, keyId, holderId, accountId } = await aManagedKey(db);
  await change(db, { keyId, transition: 'suspend', actor: manager });
  expect(await newestEvents(db)).toEqual([
    {
      type: 'key_suspended',
      result: 'ok',
      reason: null,
      note: 'left on a train',
      actorId: manager.holderId,
      sessionId: manager.sessionId,
      accountId,
      holderId,
      keyId,
      detailsJson: '{"endedSessions":0}',
    },
  ]);
});

test('REC-07 a revoked key can be neither resumed nor revoked once more, and the first reason stays', async ({
  db,
}) => {
  const { manager, keyId } = await aManagedKey(db, { status: 'revoked' });
  for (const transition of ['suspend', 'resume', 'revoke'] as const) {
    const outcome = await change(db, { keyId, transition, actor: manager });
    expect(outcome).toEqual({ ok: false, reason: 'not_from_this_status', status: 'revoked' });
  }
  expect(await newestEvents(db)).toEqual([]);
});

test('ADM-03 a manager can do nothing to a key of another manager’s customer', async ({ db }) => {
  const { keyId } = await aManagedKey(db);
  const other = await aStaffActor(db);
  for (const transition of ['suspend', 'resume', 'revoke'] as const) {
    expect(await change(db, { keyId, transition, actor: other })).toEqual({ ok: false, reason: 'not_found' });
  }
  expect(await statusOf(db, keyId)).toBe('active');
});

test('ADM-03 neither a loyalty officer nor an auditor changes a key, not even where they manage the account', async ({
  db,
}) => {
  for (const role of ['loyalty', 'auditor'] as const) {
    const { keyId } = await aManagedKey(db, { manager: await aStaffActor(db, role) });
    const actor = await aStaffActor(db, role);
    expect(await change(db, { keyId, transition: 'suspend', actor })).toMatchObject({ reason: 'not_found' });
    expect(await statusOf(db, keyId)).toBe('active');
  }
});

test('an administrator may suspend any customer’s key, and leaves the rest to its manager', async ({
  db,
}) => {
  const { keyId } = await aManagedKey(db);
  const actor = await aStaffActor(db, 'administrator');
  expect(await change(db, { keyId, transition: 'revoke', actor })).toMatchObject({ reason: 'not_found' });
  expect(await change(db, { keyId, transition: 'suspend', actor })).toMatchObject({ ok: true });
  expect(await change(db, { keyId, transition: 'resume', actor })).toMatchObject({ reason: 'not_found' });
});

test('an administrator revokes a key of the staff, a manager does not', async ({ db }) => {
  const holder = await aStaffHolder(db, 'loyalty');
  const { id: keyId } = await aKey(db, { holderId: holder.id, accountId: null });
  const manager = await aStaffActor(db);
  const administrator = await aStaffActor(db, 'administrator');
  expect(await change(db, { keyId, transition: 'revoke', actor: manager })).toMatchObject({
    reason: 'not_found',
  });
  expect(await change(db, { keyId, transition: 'revoke', actor: administrator })).toMatchObject({ ok: true });
});

test('nobody changes a key of their own, neither the one in the port nor the spare one', async ({ db }) => {
  const actor = await aStaffActor(db, 'administrator');
  const spare = await aKey(db, { holderId: actor.holderId, accountId: null });
  for (const keyId of [actor.keyId, spare.id]) {
    expect(await change(db, { keyId, transition: 'suspend', actor })).toMatchObject({ reason: 'not_found' });
    expect(await statusOf(db, keyId)).toBe('active');
  }
});

test('revoking a key that waits for its holder closes its link', async ({ db }) => {
  const { manager, keyId } = await aManagedKey(db, { status: 'assigned' });
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
  await change(db, { keyId, transition: 'revoke', actor: manager });
  expect(await db.invitation.findFirst({ where: { keyId }, select: { status: true } })).toEqual({
    status: 'withdrawn',
  });
});

test('REC-02 a key reported lost ends its sessions and its link, and its label stays in the history', async ({
  db,
}) => {
  const { manager, keyId, holderId, accountId } = await aManagedKey(db);
  const { token } = await aSession(db, { keyId, holderId, accountId });
  const outcome = await change(db, { keyId, transition: 'report-lost', actor: manager });
  expect(outcome).toEqual({ ok: true, endedSessions: 1 });
  const found = await findSession(db, { token, policy: PRODUCTION_POLICY, now: new Date() });
  expect(found).toMatchObject({ ok: false, endedReason: 'key_lost' });
  expect(await newestEvents(db)).toMatchObject([{ type: 'key_lost', note: 'left on a train', keyId }]);
  const { lostAt } = await db.key.findUniqueOrThrow({ where: { id: keyId } });
  expect(lostAt).not.toBeNull();
});

test('REC-02 the printed link of a key that was lost on its way opens nothing', async ({ db }) => {
  const { manager, keyId } = await aManagedKey(db, { status: 'shipped' });
  const open = { keyId, status: 'open', tokenHash: 'hash', claimTriesLeft: 5, opensLeft: 10 };
  const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 3_600_000)];
  await db.invitation.create({ data: { ...open, createdAt, expiresAt } });
  await change(db, { keyId, transition: 'report-lost', actor: manager });
  expect(await db.invitation.findMany()).toMatchObject([{ status: 'withdrawn' }]);
});

test('REC-01 a key is shipped with the way it goes and its number, and is not shipped twice', async ({
  db,
}) => {
  const { manager, keyId } = await aManagedKey(db, { status: 'assigned' });
  const ship = { keyId, transition: 'ship', way: 'courier', reason: 'CD-77', actor: manager } as const;
  expect(await changeKeyStatus(authServicesFor(db), { ...ship, trace: TRACE })).toMatchObject({ ok: true });
  expect(await newestEvents(db)).toMatchObject([{ type: 'key_shipped', reason: 'courier', note: 'CD-77' }]);
  const again = await changeKeyStatus(authServicesFor(db), { ...ship, trace: TRACE });
  expect(again).toEqual({ ok: false, reason: 'not_from_this_status', status: 'shipped' });
});

test('REC-01 only a revoked key is marked as destroyed, and nothing can happen to it afterwards', async ({
  db,
}) => {
  const { manager, keyId } = await aManagedKey(db, { status: 'lost' });
  const destroy = { keyId, transition: 'destroy', actor: manager } as const;
  expect(await change(db, destroy)).toMatchObject({ ok: false, status: 'lost' });
  await change(db, { ...destroy, transition: 'revoke' });
  expect(await change(db, destroy)).toMatchObject({ ok: true });
  expect(await statusOf(db, keyId)).toBe('destroyed');
  for (const transition of ['resume', 'report-lost', 'revoke', 'destroy'] as const) {
    expect(await change(db, { ...destroy, transition })).toMatchObject({ status: 'destroyed' });
  }
});

test('REC-09 the serial of a revoked key is free for the next life of its fob', async ({ db }) => {
  const { manager, keyId } = await aManagedKey(db);
  await db.key.update({ where: { id: keyId }, data: { serial: 'SN-1', liveSerial: 'SN-1' } });
  await change(db, { keyId, transition: 'report-lost', actor: manager });
  const serials = { serial: true, liveSerial: true } as const;
  const lost = await db.key.findUniqueOrThrow({ where: { id: keyId }, select: serials });
  expect(lost).toEqual({ serial: 'SN-1', liveSerial: 'SN-1' });
  await change(db, { keyId, transition: 'revoke', actor: manager });
  const revoked = await db.key.findUniqueOrThrow({ where: { id: keyId }, select: serials });
  expect(revoked).toEqual({ serial: 'SN-1', liveSerial: null });
});
