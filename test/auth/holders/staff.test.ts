import { expect } from 'vitest';
import { addStaff } from '#auth/holders/add-staff.ts';
import { endStaff } from '#auth/holders/end-staff.ts';
import { findStaff } from '#auth/holders/find-staff.ts';
import { inviteStaff } from '#auth/holders/invite-staff.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { TRACE, auditTypes, openTestAuth } from '#test/support/auth.ts';
import { aHolder, aKey, aSession, aStaffHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { aStaffActor } from '#test/support/loyalty-builders.ts';

test('a person of the staff is written down with a random handle and their event', async ({ db }) => {
  const actor = await aStaffActor(db, 'administrator');
  const person = { name: 'Demo Officer', email: null, role: 'loyalty', language: 'ru' } as const;
  const { holderId } = await addStaff(openTestAuth(db), { person, actor, trace: TRACE });
  const row = await db.holder.findUniqueOrThrow({ where: { id: holderId } });
  expect(row).toMatchObject({ kind: 'staff', staffRole: 'loyalty', status: 'active' });
  expect(row.userHandle.byteLength).toBe(32);
  expect(await auditTypes(db)).toEqual(['staff_added']);
});

test('a second link for a waiting key kills the first and leaves one key', async ({ db }) => {
  const auth = openTestAuth(db);
  const actor = await aStaffActor(db, 'administrator');
  const officer = await aStaffHolder(db, 'loyalty');
  const request = { holderId: officer.id, label: 'Blue', actor, trace: TRACE };
  const [first, second] = [await inviteStaff(auth, request), await inviteStaff(auth, request)];
  if (!first.ok || !second.ok) throw new Error('no link was made');
  expect(await db.key.count({ where: { holderId: officer.id } })).toBe(1);
  const open = (invitation: typeof first.invitation) =>
    openInvitation(auth, { ...invitation, browserToken: mintToken(), trace: TRACE });
  auth.pass(24 * 3_600); // until then both wait
  expect((await open(first.invitation)).ok).toBe(false);
  expect((await open(second.invitation)).ok).toBe(true);
  expect((await auditTypes(db)).slice(0, 5)).toEqual([
    'key_issued',
    'staff_noticed',
    'invitation_withdrawn',
    'invitation_issued',
    'staff_noticed',
  ]);
});

test('nobody issues a key to themselves, to a customer or to somebody who has left', async ({ db }) => {
  const auth = openTestAuth(db);
  const actor = await aStaffActor(db, 'administrator');
  const left = await aStaffHolder(db, 'loyalty', { status: 'left' });
  const customer = await aHolder(db);
  const invite = (holderId: string) => inviteStaff(auth, { holderId, label: 'x', actor, trace: TRACE });
  expect(await invite(actor.holderId)).toEqual({ ok: false, reason: 'own_key' });
  expect(await invite(left.id)).toEqual({ ok: false, reason: 'not_found' });
  expect(await invite(customer.id)).toEqual({ ok: false, reason: 'not_found' });
  expect(await db.invitation.count()).toBe(0);
  expect(await auditTypes(db)).toEqual([]);
});

test('whoever leaves loses sessions, keys and open links at once', async ({ db }) => {
  const auth = openTestAuth(db);
  const actor = await aStaffActor(db, 'administrator');
  const officer = await aStaffHolder(db, 'loyalty');
  const key = await aKey(db, { holderId: officer.id, accountId: null });
  const session = await aSession(db, { keyId: key.id, holderId: officer.id, accountId: null });
  await inviteStaff(auth, { holderId: officer.id, label: 'spare', actor, trace: TRACE });
  const end = () => endStaff(auth, { holderId: officer.id, reason: 'another job', actor, trace: TRACE });

  expect(await end()).toEqual({ ok: true, revokedKeys: 2 });
  const ended = await db.session.findUniqueOrThrow({ where: { id: session.id } });
  expect(ended.endedAt).not.toBeNull();
  expect(await db.key.count({ where: { holderId: officer.id, status: { not: 'revoked' } } })).toBe(0);
  expect(await db.invitation.count({ where: { status: 'open' } })).toBe(0);
  expect((await auditTypes(db)).toSorted()).toEqual([
    'invitation_withdrawn',
    'key_issued',
    'key_revoked',
    'key_revoked',
    'staff_changed: left',
    'staff_noticed',
  ]);
  expect(await end()).toEqual({ ok: false, reason: 'not_found' });
});

test('two administrators can’t end each other, and nobody ends themselves', async ({ db }) => {
  const auth = openTestAuth(db);
  const [one, other] = [await aStaffActor(db, 'administrator'), await aStaffActor(db, 'administrator')];
  const end = (actor: typeof one, holderId: string) =>
    endStaff(auth, { holderId, reason: 'quarrel', actor, trace: TRACE });
  expect(await end(one, one.holderId)).toEqual({ ok: false, reason: 'oneself' });
  const outcomes = await Promise.all([end(one, other.holderId), end(other, one.holderId)]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  const here = (await findStaff(db)).filter(({ hasLeft }) => !hasLeft);
  expect(here).toHaveLength(1);
});
