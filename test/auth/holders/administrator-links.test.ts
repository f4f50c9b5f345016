import { expect } from 'vitest';
import { findStaffNotices } from '#auth/holders/find-staff-notices.ts';
import { inviteStaff } from '#auth/holders/invite-staff.ts';
import { confirmStaffLink } from '#auth/invitations/confirm-staff-link.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aStaffActor } from '#test/support/actors.ts';
import { openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { aStaffHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

/** An administrator makes a link for another one. */
async function anAskedLink(auth: TestAuth, db: Db, role: 'administrator' | 'auditor' = 'administrator') {
  const maker = await aStaffActor(db, 'administrator');
  const { id: holderId } = await aStaffHolder(db, role);
  const outcome = await inviteStaff(auth, { holderId, label: 'Blue', actor: maker, trace: TRACE });
  if (!outcome.ok) throw new Error(outcome.reason);
  const { id: keyId } = await db.key.findFirstOrThrow({ where: { holderId } });
  const { invitation, opensAt } = outcome;
  const open = () => openInvitation(auth, { ...invitation, browserToken: mintToken(), trace: TRACE });
  return { maker, holderId, keyId, opensAt, open };
}

test('ADM-02 a link for an administrator opens after a day, in the sight of all the staff', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { opensAt, open } = await anAskedLink(auth, db);
  expect(opensAt).toEqual(new Date(auth.now().getTime() + 24 * 3_600_000));
  expect((await open()).ok).toBe(false);
  const actor = await aStaffActor(db, 'loyalty');
  const notices = () => findStaffNotices(db, { actor, mode: 'production', now: auth.now() });
  expect((await notices()).map(({ about }) => about)).toEqual(['administrator_link']);
  expect(await db.auditEvent.count({ where: { type: 'staff_noticed' } })).toBe(1);
  auth.pass(24 * 3_600);
  expect((await open()).ok).toBe(true);
});

test('ADM-02 another administrator confirms such a link, and whoever made it can’t', async ({ db }) => {
  const auth = openTestAuth(db);
  const { maker, holderId, keyId, open } = await anAskedLink(auth, db);
  const confirm = (actor: typeof maker) => confirmStaffLink(auth, { holderId, keyId, actor, trace: TRACE });
  expect(await confirm(maker)).toEqual({ ok: false, reason: 'not_found' });
  expect(await confirm(await aStaffActor(db, 'auditor'))).toEqual({ ok: false, reason: 'not_found' });
  expect((await open()).ok).toBe(false);
  const another = await aStaffActor(db, 'administrator');
  expect(await confirm(another)).toEqual({ ok: true });
  expect((await open()).ok).toBe(true);
  expect(await confirm(another)).toEqual({ ok: false, reason: 'not_found' });
  expect(await db.auditEvent.count({ where: { type: 'invitation_confirmed' } })).toBe(1);
});

test('ADM-02 a link that was made on the server keeps its day, whoever confirms it', async ({ db }) => {
  const auth = openTestAuth(db);
  const { holderId, keyId } = await anAskedLink(auth, db);
  await db.invitation.updateMany({ data: { createdById: null } });
  const actor = await aStaffActor(db, 'administrator');
  expect((await confirmStaffLink(auth, { holderId, keyId, actor, trace: TRACE })).ok).toBe(false);
});

test('a link for anybody else of the staff opens at once', async ({ db }) => {
  const auth = openTestAuth(db);
  const { opensAt, open } = await anAskedLink(auth, db, 'auditor');
  expect(opensAt).toBeNull();
  expect((await open()).ok).toBe(true);
});
