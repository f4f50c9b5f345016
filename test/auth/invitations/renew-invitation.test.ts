import { requireCode } from '#auth/invitations/create-invitation.ts';
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { AuthServices } from '#auth/auth-services.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { renewInvitation } from '#auth/invitations/renew-invitation.ts';
import { issueKey } from '#auth/keys/issue-key.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aManagedKey, aStaffActor, authServicesFor, newestEvents } from '#test/support/actors.ts';
import { test } from '#test/support/db.ts';

function renew(auth: AuthServices, wish: { keyId: string; actor: StaffActor; requestId?: string }) {
  return renewInvitation(auth, { requestId: randomUUID(), trace: TRACE, ...wish });
}

async function anIssuedKey(db: Db) {
  const managed = await aManagedKey(db);
  const auth = authServicesFor(db);
  const choice = { from: 'hand', serial: null, kind: 'fido2' } as const;
  const wish = { ...managed, label: 'Blue', choice, requestId: randomUUID(), trace: TRACE };
  const issued = await issueKey(auth, { ...wish, actor: managed.manager });
  if (!issued.ok) throw new Error(issued.reason);
  return { ...managed, ...issued, auth };
}

test('a new link takes the place of the old one, whose code opens nothing any more', async ({ db }) => {
  const { auth, keyId, manager, invitation: old } = await anIssuedKey(db);
  const renewed = await renew(auth, { keyId, actor: manager });
  if (!renewed.ok) throw new Error(renewed.reason);

  const open = ({ token, claimCode }: { token: string; claimCode: string }) =>
    openInvitation(auth, { token, claimCode, browserToken: 'browser', trace: TRACE });
  expect(await open(requireCode(old))).toEqual({ ok: false, reason: 'not_open' });
  expect(await open(requireCode(renewed.invitation))).toMatchObject({ ok: true });
});

test('ADM-05 the log tells of the old link’s end and of the new one', async ({ db }) => {
  const { auth, keyId, manager, holderId, accountId } = await anIssuedKey(db);
  await renew(auth, { keyId, actor: manager });
  const about = { keyId, holderId, accountId, actorId: manager.holderId };
  expect(await newestEvents(db, 2)).toMatchObject([
    { type: 'invitation_issued', ...about },
    { type: 'invitation_withdrawn', ...about },
  ]);
});

test('a form that is sent twice makes one new link, and the first one stays good', async ({ db }) => {
  const { auth, keyId, manager } = await anIssuedKey(db);
  const requestId = randomUUID();
  const first = await renew(auth, { keyId, actor: manager, requestId });
  if (!first.ok) throw new Error(first.reason);
  expect(await renew(auth, { keyId, actor: manager, requestId })).toEqual({
    ok: false,
    reason: 'renewed_already',
  });
  const opened = await openInvitation(auth, {
    ...requireCode(first.invitation),
    browserToken: 'b',
    trace: TRACE,
  });
  expect(opened).toMatchObject({ ok: true });
});

test('two new links at the same time leave one open', async ({ db }) => {
  const { auth, keyId, manager } = await anIssuedKey(db);
  await Promise.all([renew(auth, { keyId, actor: manager }), renew(auth, { keyId, actor: manager })]);
  expect(await db.invitation.count({ where: { keyId, status: 'open' } })).toBe(1);
});

test('only a key that waits gets a link', async ({ db }) => {
  for (const status of ['active', 'suspended', 'revoked']) {
    const { manager, keyId } = await aManagedKey(db, { status });
    const outcome = await renew(authServicesFor(db), { keyId, actor: manager });
    expect(outcome).toEqual({ ok: false, reason: 'not_waiting' });
  }
});

test('a key waits in vain for somebody who was taken out of the account, and for a closed account', async ({
  db,
}) => {
  const { auth, keyId, manager, holderId, accountId } = await anIssuedKey(db);
  await db.membership.updateMany({ where: { holderId, accountId }, data: { status: 'removed' } });
  expect(await renew(auth, { keyId, actor: manager })).toEqual({ ok: false, reason: 'not_waiting' });

  await db.membership.updateMany({ where: { holderId, accountId }, data: { status: 'active' } });
  await db.customerAccount.update({ where: { id: accountId }, data: { status: 'closed' } });
  expect(await renew(auth, { keyId, actor: manager })).toEqual({ ok: false, reason: 'not_waiting' });
});

test('ADM-03 a manager makes no link for a key of another manager’s customer', async ({ db }) => {
  const { auth, keyId } = await anIssuedKey(db);
  const other = await aStaffActor(db);
  expect(await renew(auth, { keyId, actor: other })).toEqual({ ok: false, reason: 'not_found' });
  expect(await db.invitation.count({ where: { keyId } })).toBe(1);
});
