import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { issueKey } from '#auth/keys/issue-key.ts';
import type { IssueKey } from '#auth/keys/issue-key.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { aHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

type Wish = Pick<IssueKey, 'accountId' | 'holderId' | 'actor'> & Partial<IssueKey>;

function issue(db: Db, wish: Wish) {
  const choice = { from: 'hand', serial: 'SN-17', kind: 'fido2' } as const;
  const defaults = { label: 'Blue', choice, requestId: randomUUID(), trace: TRACE };
  return issueKey(authServicesFor(db), { ...defaults, ...wish });
}

test('REG-01 a manager issues a key to somebody of their customer: it waits, with a link for two weeks', async ({
  db,
}) => {
  const { manager, accountId, holderId } = await aManagedKey(db);
  const outcome = await issue(db, { accountId, holderId, actor: manager });
  if (!outcome.ok) throw new Error(outcome.reason);
  const key = await db.key.findUniqueOrThrow({ where: { id: outcome.keyId } });
  expect(key).toMatchObject({ status: 'assigned', accountId, holderId, label: 'Blue', serial: 'SN-17' });
  expect(key.issuedById).toBe(manager.holderId);
  const days = (outcome.invitation.expiresAt.getTime() - (key.issuedAt?.getTime() ?? 0)) / 86_400_000;
  expect(days).toBe(14);
  expect(await newestEvents(db)).toMatchObject([
    { type: 'key_issued', keyId: key.id, holderId, accountId, actorId: manager.holderId },
  ]);
});

test('REG-01 neither the link nor the code is stored anywhere', async ({ db }) => {
  const { manager, accountId, holderId } = await aManagedKey(db);
  const outcome = await issue(db, { accountId, holderId, actor: manager });
  if (!outcome.ok) throw new Error(outcome.reason);
  const stored = JSON.stringify(
    [await db.invitation.findMany(), await db.key.findMany(), await db.auditEvent.findMany()],
    (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  );
  expect(stored).not.toContain(outcome.invitation.token);
  expect(stored).not.toContain(outcome.invitation.claimCode);
});

test('a form that is sent twice issues one key', async ({ db }) => {
  const { manager, accountId, holderId } = await aManagedKey(db);
  const wish = { accountId, holderId, actor: manager, requestId: randomUUID() };
  const [first, second] = [await issue(db, wish), await issue(db, wish)];
  expect(first.ok).toBe(true);
  expect(second).toEqual({ ok: false, reason: 'issued_already' });
  expect(await db.key.count({ where: { accountId, status: 'assigned' } })).toBe(1);
  expect(await db.auditEvent.count({ where: { type: 'key_issued' } })).toBe(1);
});

test('ADM-03 a manager can’t issue a key for another manager’s customer', async ({ db }) => {
  const { accountId, holderId } = await aManagedKey(db);
  const outcome = await issue(db, { accountId, holderId, actor: await aStaffActor(db) });
  expect(outcome).toEqual({ ok: false, reason: 'holder_not_of_account' });
  expect(await db.key.count({ where: { accountId, status: 'assigned' } })).toBe(0);
});

test('a key is for somebody who belongs to the account now', async ({ db }) => {
  const { manager, accountId, holderId } = await aManagedKey(db);
  const stranger = await aHolder(db);
  const refused = { ok: false, reason: 'holder_not_of_account' };
  expect(await issue(db, { accountId, holderId: stranger.id, actor: manager })).toEqual(refused);

  await db.membership.updateMany({ where: { accountId, holderId }, data: { status: 'removed' } });
  expect(await issue(db, { accountId, holderId, actor: manager })).toEqual(refused);
});

test('nobody gets a key for a closed account, nor somebody who has left', async ({ db }) => {
  const { manager, accountId, holderId } = await aManagedKey(db);
  const refused = { ok: false, reason: 'holder_not_of_account' };
  await db.customerAccount.update({ where: { id: accountId }, data: { status: 'closed' } });
  expect(await issue(db, { accountId, holderId, actor: manager })).toEqual(refused);

  await db.customerAccount.update({ where: { id: accountId }, data: { status: 'active' } });
  await db.holder.update({ where: { id: holderId }, data: { status: 'left' } });
  expect(await issue(db, { accountId, holderId, actor: manager })).toEqual(refused);
});

test('staff never get a customer’s key', async ({ db }) => {
  const { manager, accountId } = await aManagedKey(db);
  const colleague = await aStaffActor(db, 'loyalty');
  await db.membership.create({
    data: { accountId, holderId: colleague.holderId, role: 'owner', createdAt: new Date() },
  });
  const outcome = await issue(db, { accountId, holderId: colleague.holderId, actor: manager });
  expect(outcome).toEqual({ ok: false, reason: 'holder_not_of_account' });
});
