/** REC-08: a customer's account ends in one step, with everything that hangs on it, and nothing that does not. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { closeAccount } from '#auth/accounts/close-account.ts';
import { findClosing } from '#auth/accounts/find-closing.ts';
import { issueKey } from '#auth/keys/issue-key.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { peppersOf } from '#auth/tokens/peppers.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import type { Managed } from '#test/support/actors.ts';
import { aHolder, aKey, aMembership, aSession, anAccountBeside } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { standingInFor } from '#test/support/deputies.ts';
import { aDiscount } from '#test/support/loyalty-builders.ts';
import { aServerPin } from '#test/support/u2f.ts';

type Wish = { accountId: string; actor: StaffActor; seenKeysHash?: string; returnedKeyIds?: string[] };

async function close(db: Db, { accountId, actor, ...wish }: Wish) {
  const seen = await findClosing(db, { accountId, actor });
  return closeAccount(authServicesFor(db), {
    accountId,
    reason: 'the contract has ended',
    seenKeysHash: seen?.keysHash ?? '',
    returnedKeyIds: [],
    actor,
    trace: TRACE,
    ...wish,
  });
}

const statusOf = async (db: Db, id: string) => (await db.key.findUniqueOrThrow({ where: { id } })).status;
const judge = (db: Db, token: string) =>
  findSession(db, { token, policy: PRODUCTION_POLICY, now: new Date() });

/** A key that waits for its holder, with its link. */
async function issueTo(db: Db, { accountId, holderId, manager }: Managed, serial: string) {
  const outcome = await issueKey(authServicesFor(db), {
    accountId,
    holderId,
    label: 'Red',
    choice: { from: 'hand', serial, kind: 'fido2' },
    requestId: randomUUID(),
    actor: manager,
    trace: TRACE,
  });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.keyId;
}

test('REC-08 a closed account has no key, session, link, PIN, proposal or person left, and the log tells each', async ({
  db,
}) => {
  const managed = await aManagedKey(db);
  const { manager, accountId, holderId, keyId } = managed;
  const { token } = await aSession(db, { keyId, holderId, accountId });
  const waiting = await issueTo(db, managed, 'SN-1');
  await db.key.update({ where: { id: keyId }, data: { activatedAt: new Date() } });
  const proposed = await issueTo(db, managed, 'SN-2'); // the account is guarded now: it waits for an owner
  await aServerPin(db, { keyId, peppers: peppersOf([new Uint8Array(32)]) });
  const newcomer = await aHolder(db);
  await db.membership.create({
    data: { holderId: newcomer.id, accountId, role: 'buyer', status: 'proposed', createdAt: new Date() },
  });

  const outcome = await close(db, { accountId, actor: manager });
  expect(outcome).toEqual({ ok: true, revokedKeys: 3, returnedKeys: 0, endedSessions: 1, removedPeople: 1 });
  for (const id of [keyId, waiting, proposed]) expect(await statusOf(db, id)).toBe('revoked');
  expect(await judge(db, token)).toMatchObject({ ok: false, endedReason: 'key_revoked' });
  expect(await db.session.count({ where: { endedAt: null, accountId } })).toBe(0);
  expect(await db.invitation.count({ where: { status: { not: 'withdrawn' } } })).toBe(0);
  expect(await db.proposal.count({ where: { status: 'open' } })).toBe(0);
  expect(await db.serverPin.count()).toBe(0);
  expect(await db.membership.count({ where: { accountId, status: { not: 'removed' } } })).toBe(0);
  expect(await db.customerAccount.findUnique({ where: { id: accountId } })).toMatchObject({
    status: 'closed',
  });
  const [event] = await newestEvents(db);
  expect(event).toMatchObject({ type: 'account_closed', accountId, note: 'the contract has ended' });
  expect(JSON.parse(event?.detailsJson ?? '')).toMatchObject({ revokedKeys: 3, removedPeople: 1 });
  const types = (await newestEvents(db, 20)).map(({ type }) => type);
  expect(types.filter((type) => type === 'key_revoked')).toHaveLength(3);
  expect(types.filter((type) => type === 'membership_removed')).toHaveLength(1);
});

test('REC-08 whoever belongs to two accounts loses only the one, and keeps the key of the other', async ({
  db,
}) => {
  const { manager, accountId, holderId, keyId } = await aManagedKey(db);
  const { id: besideId } = await anAccountBeside(db, accountId);
  await aMembership(db, { holderId, accountId: besideId, role: 'buyer' });
  const other = await aKey(db, { holderId, accountId: besideId });
  const inClosed = await aSession(db, { keyId: other.id, holderId, accountId });
  const inOther = await aSession(db, { keyId: other.id, holderId, accountId: besideId });
  const ofClosed = await aSession(db, { keyId, holderId, accountId: besideId });

  expect(await close(db, { accountId, actor: manager })).toMatchObject({ ok: true, endedSessions: 2 });
  expect(await judge(db, inClosed.token)).toMatchObject({ ok: false, endedReason: 'account_closed' });
  expect(await judge(db, ofClosed.token)).toMatchObject({ ok: false, endedReason: 'key_revoked' });
  expect(await judge(db, inOther.token)).toMatchObject({
    ok: true,
    session: { accounts: [{ id: besideId }] },
  });
  expect(await statusOf(db, other.id)).toBe('active');
  expect(await db.membership.count({ where: { holderId, status: 'active' } })).toBe(1);
});

test('REC-06 REC-08 discounts end from now on; that they were carried stays on record', async ({ db }) => {
  const { manager, accountId, keyId } = await aManagedKey(db);
  const { id: discountId } = await aDiscount(db);
  const tiedAt = new Date('2026-01-05T09:00:00Z');
  const tie = await db.keyDiscount.create({
    data: { discountId, accountId, keyId, tiedAt, tiedById: manager.holderId },
  });
  await close(db, { accountId, actor: manager });
  const after = await db.keyDiscount.findUniqueOrThrow({ where: { id: tie.id } });
  expect(after).toMatchObject({ tiedAt, discountId, keyId, untiedById: manager.holderId });
  expect(after.untiedAt?.getTime()).toBeGreaterThan(tiedAt.getTime());
  expect((await newestEvents(db, 3)).map(({ type }) => type)).toContain('discount_untied');
});

test('REC-08 an administrator closes any account; a colleague, a deputy and every other role close none', async ({
  db,
}) => {
  const { manager, accountId, keyId } = await aManagedKey(db);
  const others = [
    await aStaffActor(db),
    standingInFor(await aStaffActor(db), manager),
    await aStaffActor(db, 'loyalty'),
    await aStaffActor(db, 'auditor'),
  ];
  const administrator = await aStaffActor(db, 'administrator');
  const { keysHash = '' } = (await findClosing(db, { accountId, actor: administrator })) ?? {};
  for (const actor of others) {
    expect(await findClosing(db, { accountId, actor })).toBeNull();
    expect(await close(db, { accountId, actor, seenKeysHash: keysHash })).toEqual({
      ok: false,
      reason: 'not_found',
    });
  }
  expect(await statusOf(db, keyId)).toBe('active');
  expect(await close(db, { accountId, actor: administrator })).toMatchObject({ ok: true, revokedKeys: 1 });
});

test('REC-08 a key that was issued since the list was seen stops it, and nothing has changed', async ({
  db,
}) => {
  const managed = await aManagedKey(db);
  const { manager, accountId, keyId } = managed;
  const { keysHash = '' } = (await findClosing(db, { accountId, actor: manager })) ?? {};
  await issueTo(db, managed, 'SN-1');
  expect(await close(db, { accountId, actor: manager, seenKeysHash: keysHash })).toEqual({
    ok: false,
    reason: 'keys_changed',
  });
  expect(await statusOf(db, keyId)).toBe('active');
  expect(await db.customerAccount.count({ where: { status: 'closed' } })).toBe(0);
  expect(await close(db, { accountId, actor: manager })).toMatchObject({ ok: true });
});

test('a list of keys of one account is not that of another with none', async ({ db }) => {
  const [one, other] = [await aManagedKey(db), await aManagedKey(db)];
  await db.key.updateMany({ data: { status: 'revoked' } });
  const actor = await aStaffActor(db, 'administrator');
  const hashes = [one, other].map(({ accountId }) => findClosing(db, { accountId, actor }));
  const [first, second] = await Promise.all(hashes);
  expect(first?.keysHash).not.toBe(second?.keysHash);
});

test('of two who close it at once one does', async ({ db }) => {
  const { manager, accountId } = await aManagedKey(db);
  const outcomes = await Promise.all([
    close(db, { accountId, actor: manager }),
    close(db, { accountId, actor: manager }),
  ]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  const events = await db.auditEvent.count({ where: { type: 'account_closed' } });
  expect(events).toBe(1);
  expect(await close(db, { accountId, actor: manager })).toEqual({ ok: false, reason: 'closed_already' });
});

test('REC-08 REC-09 a key that never left the desk goes back into stock as a new life of the same fob, no other does', async ({
  db,
}) => {
  const managed = await aManagedKey(db);
  const { manager, accountId, keyId } = managed;
  await db.key.update({ where: { id: keyId }, data: { serial: 'SN-0', liveSerial: 'SN-0' } });
  const lying = await issueTo(db, managed, 'SN-1');
  const handedOver = await issueTo(db, managed, 'SN-2');
  const foreign = await aManagedKey(db, { status: 'assigned' });
  await db.key.update({ where: { id: foreign.keyId }, data: { serial: 'SN-3', liveSerial: 'SN-3' } });
  const outcome = await close(db, {
    accountId,
    actor: manager,
    returnedKeyIds: [lying, keyId, foreign.keyId],
  });
  expect(outcome).toMatchObject({ ok: true, revokedKeys: 3, returnedKeys: 1 });
  const stocked = await db.key.findMany({ where: { status: 'stocked' } });
  expect(stocked).toMatchObject([
    { serial: 'SN-1', liveSerial: 'SN-1', previousKeyId: lying, accountId: null, holderId: null },
  ]);
  expect(await statusOf(db, handedOver)).toBe('revoked');
  expect(await statusOf(db, foreign.keyId)).toBe('assigned');
});

test('REC-08 no key is issued in a closed account', async ({ db }) => {
  const managed = await aManagedKey(db);
  await close(db, { accountId: managed.accountId, actor: managed.manager });
  await expect(issueTo(db, managed, 'SN-1')).rejects.toThrow('holder_not_of_account');
});
