/** ADM-02 amended: a link for an administrator that was made on the server waits for a day, and can be withdrawn. */
import { expect } from 'vitest';
import { beginRegistration } from '#auth/ceremonies/begin-registration.ts';
import { finishRegistration } from '#auth/ceremonies/finish-registration.ts';
import { findStaffNotices } from '#auth/holders/find-staff-notices.ts';
import { createInvitation, requireCode } from '#auth/invitations/create-invitation.ts';
import { findOpenTicket } from '#auth/invitations/find-ticket.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { withdrawStaffLink } from '#auth/invitations/withdraw-staff-link.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import {
  ORIGIN,
  TRACE,
  auditTypes,
  openTestAuth,
  openTicket,
  toCreationOptions,
} from '#test/support/auth.ts';
import type { Invited, TestAuth } from '#test/support/auth.ts';
import { aKey, aStaffHolder } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { createSoftAuthenticator } from '#test/support/soft-authenticator.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** A link that opens in a day, and is open for a day. */
async function brokenGlass(db: Db): Promise<{ auth: TestAuth; invited: Invited }> {
  const auth = openTestAuth(db);
  const { id: holderId } = await aStaffHolder(db, 'administrator');
  const { id: keyId } = await aKey(db, { holderId, accountId: null, status: 'assigned' });
  const opensAt = new Date(auth.now().getTime() + DAY_SECONDS * 1000);
  const created = await db.$transaction((tx) =>
    createInvitation(tx, {
      keyId,
      createdById: null,
      days: 1,
      opensAt,
      peppers: auth.peppers,
      audit: auth.audit,
      about: { holderId, accountId: null, actorId: null },
      now: auth.now(),
    }),
  );
  return { auth, invited: { invitation: requireCode(created), keyId, holderId, accountId: null } };
}

const open = (auth: TestAuth, { invitation }: Invited, browserToken = mintToken()) =>
  openInvitation(auth, { ...invitation, browserToken, trace: TRACE });

test('ADM-02 link and code open nothing before the day is over, and cost no try', async ({ db }) => {
  const { auth, invited } = await brokenGlass(db);
  expect(await open(auth, invited)).toEqual({ ok: false, reason: 'not_open' });
  auth.pass(DAY_SECONDS - 1);
  expect(await open(auth, invited)).toEqual({ ok: false, reason: 'not_open' });
  expect(await db.invitation.findFirst()).toMatchObject({ claimTriesLeft: 5, opensLeft: 10 });
  auth.pass(1);
  expect(await open(auth, invited)).toMatchObject({ ok: true });
});

test('ADM-02 after its own day the link is over', async ({ db }) => {
  const { auth, invited } = await brokenGlass(db);
  auth.pass(2 * DAY_SECONDS);
  expect(await open(auth, invited)).toEqual({ ok: false, reason: 'not_open' });
});

test('ADM-02 the registration itself looks again whether the link is open', async ({ db }) => {
  const { auth, invited } = await brokenGlass(db);
  auth.pass(DAY_SECONDS);
  const browserToken = mintToken();
  const ticket = await openTicket(auth, invited, browserToken);
  const { options, state } = await beginRegistration(auth, { ticket, browserToken });
  const authenticator = createSoftAuthenticator({ origin: ORIGIN, attestation: 'none' });
  const response = authenticator.create(toCreationOptions(options));
  const later = new Date(auth.now().getTime() + 1000);
  await db.invitation.updateMany({ data: { opensAt: later } });

  const outcome = await finishRegistration(auth, { ticket, state, response, browserToken, trace: TRACE });
  expect(outcome).toEqual({ ok: false, reason: 'ticket_spent' });
  expect(await db.key.findFirst({ where: { id: invited.keyId } })).toMatchObject({ status: 'assigned' });
});

test('ADM-02 a ticket is found only once its link is open', async ({ db }) => {
  const { auth, invited } = await brokenGlass(db);
  auth.pass(DAY_SECONDS);
  const browserToken = mintToken();
  const opened = await open(auth, invited, browserToken);
  if (!opened.ok) throw new Error(opened.reason);
  const find = () => findOpenTicket(db, { ticket: opened.ticket, browserToken, now: auth.now() });
  expect(await find()).not.toBeNull();
  await db.invitation.updateMany({ data: { opensAt: new Date(auth.now().getTime() + 1000) } });
  expect(await find()).toBeNull();
});

test('ADM-02 every administrator can withdraw it, also the one whose key it would be; nobody else can', async ({
  db,
}) => {
  const { auth, invited } = await brokenGlass(db);
  const { keyId, holderId } = invited;
  for (const role of ['account-manager', 'loyalty', 'auditor'] as const) {
    const outcome = await withdrawStaffLink(auth, {
      keyId,
      holderId,
      actor: await aStaffActor(db, role),
      trace: TRACE,
    });
    expect(outcome).toEqual({ ok: false, reason: 'not_found' });
  }
  const itself = { ...(await aStaffActor(db, 'administrator')), holderId };
  expect(await withdrawStaffLink(auth, { keyId, holderId, actor: itself, trace: TRACE })).toEqual({
    ok: true,
  });
  auth.pass(DAY_SECONDS);
  expect(await open(auth, invited)).toEqual({ ok: false, reason: 'not_open' });
  expect(await auditTypes(db)).toContain('invitation_withdrawn');
});

test('ADM-02 all the staff see it from the moment it was made until it is used, withdrawn or over', async ({
  db,
}) => {
  const { auth, invited } = await brokenGlass(db);
  const actor = await aStaffActor(db, 'auditor');
  const notices = () => findStaffNotices(db, { actor, mode: 'production', now: auth.now() });
  expect(await notices()).toMatchObject([
    { about: 'staff_links', links: [{ holderId: invited.holderId, role: 'administrator' }] },
  ]);
  auth.pass(2 * DAY_SECONDS - 1);
  expect(await notices()).toHaveLength(1);
  auth.pass(1);
  expect(await notices()).toEqual([]);
});

test('ADM-02 in production administrators are told that they are alone until two of them have keys that work', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const actor = await aStaffActor(db, 'administrator');
  const notices = (mode: 'demo' | 'production', of = actor) =>
    findStaffNotices(db, { actor: of, mode, now: auth.now() });
  expect(await notices('production')).toEqual([{ about: 'one_administrator' }]);
  expect(await notices('demo')).toEqual([]);
  expect(await notices('production', await aStaffActor(db, 'auditor'))).toEqual([]);
  const second = await aStaffActor(db, 'administrator');
  expect(await notices('production')).toEqual([]);
  await db.key.update({ where: { id: second.keyId }, data: { status: 'lost' } });
  expect(await notices('production')).toEqual([{ about: 'one_administrator' }]);
});
