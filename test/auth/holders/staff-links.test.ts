import { expect } from 'vitest';
import { findStaffMember } from '#auth/holders/find-staff.ts';
import { findStaffNotices } from '#auth/holders/find-staff-notices.ts';
import { inviteStaff } from '#auth/holders/invite-staff.ts';
import { confirmStaffLink } from '#auth/invitations/confirm-staff-link.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { renewInvitation } from '#auth/invitations/renew-invitation.ts';
import { STAFF_ROLES } from '#auth/permissions/roles.ts';
import type { StaffRole } from '#auth/permissions/roles.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE, aStaffActor } from '#test/support/actors.ts';
import { openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { aStaffHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

/** An administrator makes a link for somebody else of the staff. */
async function anAskedLink(auth: TestAuth, db: Db, role: StaffRole = 'administrator') {
  const maker = await aStaffActor(db, 'administrator');
  const { id: holderId } = await aStaffHolder(db, role);
  const outcome = await inviteStaff(auth, { holderId, label: 'Blue', actor: maker, trace: TRACE });
  if (!outcome.ok) throw new Error(outcome.reason);
  const { id: keyId } = await db.key.findFirstOrThrow({ where: { holderId } });
  const { invitation, opensAt } = outcome;
  const open = () => openInvitation(auth, { ...invitation, browserToken: mintToken(), trace: TRACE });
  return { maker, holderId, keyId, opensAt, open };
}

const DAY_SECONDS = 24 * 3_600;

test.for(STAFF_ROLES)(
  'ADM-02 REC-05 a link for a key of the %s opens after a day, in the sight of all the staff',
  async (role, { db }) => {
    const auth = openTestAuth(db);
    const { holderId, opensAt, open } = await anAskedLink(auth, db, role);
    expect(opensAt).toEqual(new Date(auth.now().getTime() + DAY_SECONDS * 1000));
    const actor = await aStaffActor(db, 'loyalty');
    const notices = () => findStaffNotices(db, { actor, mode: 'production', now: auth.now() });
    expect(await notices()).toMatchObject([{ about: 'staff_links', links: [{ holderId, role, opensAt }] }]);
    expect(await db.auditEvent.count({ where: { type: 'staff_noticed' } })).toBe(1);
    auth.pass(DAY_SECONDS - 1);
    expect((await open()).ok).toBe(false);
    auth.pass(1);
    expect((await open()).ok).toBe(true);
    expect(await notices()).toMatchObject([{ links: [{ opensAt: null }] }]);
  },
);

test('ADM-02 a new link for the key that waits has its own day, and the first one is dead', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { maker, holderId, keyId, open } = await anAskedLink(auth, db, 'account-manager');
  auth.pass(DAY_SECONDS);
  const renewed = await renewInvitation(auth, { keyId, requestId: 'again', actor: maker, trace: TRACE });
  expect(renewed).toEqual({ ok: false, reason: 'not_found' });
  const again = await inviteStaff(auth, { holderId, label: 'Blue', actor: maker, trace: TRACE });
  if (!again.ok) throw new Error(again.reason);
  const browserToken = mintToken();
  expect((await openInvitation(auth, { ...again.invitation, browserToken, trace: TRACE })).ok).toBe(false);
  expect((await open()).ok).toBe(false);
  expect(await db.invitation.count({ where: { keyId, status: 'open' } })).toBe(1);
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

test('ADM-02 what the page of a person offers follows the day: a link that is open needs no word', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { maker, holderId, opensAt } = await anAskedLink(auth, db, 'account-manager');
  const linkOf = async () => (await findStaffMember(db, { holderId, now: auth.now() }))?.keys[0];
  expect(await linkOf()).toMatchObject({ linkOpensAt: opensAt, linkMadeById: maker.holderId });
  auth.pass(DAY_SECONDS);
  const open = await linkOf();
  expect(open).toMatchObject({ linkOpensAt: null });
  expect(open?.linkExpiresAt).not.toBeNull();
});
