import { expect } from 'vitest';
import { findOpenTicket } from '#auth/invitations/find-ticket.ts';
import { CLAIM_TRIES, INVITATION_OPENS } from '#auth/invitations/invitation.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { TRACE, auditTypes, invite, openTestAuth } from '#test/support/auth.ts';
import type { Invited, TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';

const DAY_SECONDS = 86_400;

function open(
  auth: TestAuth,
  { invitation }: Invited,
  differences: { claimCode?: string; token?: string } = {},
) {
  return openInvitation(auth, { ...invitation, browserToken: 'browser-a', trace: TRACE, ...differences });
}

const wrongCodeFor = ({ invitation }: Invited) =>
  invitation.claimCode === '0000-0000' ? '1111-1111' : '0000-0000';

test('REG-01 link and code together give this browser a ticket for a quarter of an hour', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const opened = await open(auth, invited);
  if (!opened.ok) throw new Error(opened.reason);
  const lookUp = (browserToken: string) =>
    findOpenTicket(db, { ticket: opened.ticket, browserToken, now: auth.now() });

  expect(await lookUp('browser-a')).toMatchObject({ key: { id: invited.keyId } });
  expect(await lookUp('browser-b')).toBeNull();
  auth.pass(15 * 60 - 1);
  expect(await lookUp('browser-a')).not.toBeNull();
  auth.pass(1);
  expect(await lookUp('browser-a')).toBeNull();
  expect(await auditTypes(db)).toEqual(['ticket_minted']);
});

test('REG-01 the link alone gives nothing, and five wrong codes kill it', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const claimCode = wrongCodeFor(invited);
  for (let left = CLAIM_TRIES - 1; left >= 0; left -= 1) {
    const outcome = await open(auth, invited, { claimCode });
    expect(outcome).toEqual({ ok: false, reason: 'wrong_code', triesLeft: left });
  }
  expect(await open(auth, invited)).toEqual({ ok: false, reason: 'not_open' });
  expect(await auditTypes(db)).toEqual([
    ...Array.from({ length: CLAIM_TRIES }, () => 'invitation_refused: wrong_code'),
    'invitation_refused: not_open',
  ]);
});

test('REG-01 guesses made at the same time get no more tries than one after the other', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const claimCode = wrongCodeFor(invited);
  const guesses = await Promise.all(
    Array.from({ length: CLAIM_TRIES + 4 }, () => open(auth, invited, { claimCode })),
  );
  const compared = guesses.filter((guess) => !guess.ok && guess.reason === 'wrong_code');
  expect(compared).toHaveLength(CLAIM_TRIES);
});

test('what can’t be a code costs no try', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  for (let times = 0; times < CLAIM_TRIES + 1; times += 1) {
    const outcome = await open(auth, invited, { claimCode: 'the code' });
    expect(outcome).toEqual({ ok: false, reason: 'malformed_code' });
  }
  expect(await open(auth, invited)).toMatchObject({ ok: true });
});

test('the right code costs no try, but a link opens ten times and no more', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  for (let times = 0; times < INVITATION_OPENS; times += 1) {
    expect(await open(auth, invited)).toMatchObject({ ok: true });
  }
  expect(await open(auth, invited)).toEqual({ ok: false, reason: 'not_open' });
});

test('a link dies after its two weeks, and an unknown one looks the same', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  expect(await open(auth, invited, { token: mintToken() })).toEqual({ ok: false, reason: 'not_open' });
  auth.pass(14 * DAY_SECONDS - 1);
  expect(await open(auth, invited)).toMatchObject({ ok: true });
  auth.pass(1);
  expect(await open(auth, invited)).toEqual({ ok: false, reason: 'not_open' });
});

test('the code of one link opens no other', async ({ db }) => {
  const auth = openTestAuth(db);
  const [one, other] = [await invite(auth), await invite(auth)];
  const { claimCode } = other.invitation;
  expect(await open(auth, one, { claimCode })).toMatchObject({ ok: false, reason: 'wrong_code' });
});

test('REG-01 a ticket is worth nothing once its key is revoked or its holder has left', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const opened = await open(auth, invited);
  if (!opened.ok) throw new Error(opened.reason);
  const lookUp = () =>
    findOpenTicket(db, { ticket: opened.ticket, browserToken: 'browser-a', now: auth.now() });

  await db.holder.update({ where: { id: invited.holderId }, data: { status: 'left' } });
  expect(await lookUp()).toBeNull();
  await db.holder.update({ where: { id: invited.holderId }, data: { status: 'active' } });
  expect(await lookUp()).not.toBeNull();
  await db.key.update({ where: { id: invited.keyId }, data: { status: 'revoked' } });
  expect(await lookUp()).toBeNull();
});

test('made up links and dead ones fill no log: once a minute, the made up ones together', async ({ db }) => {
  const auth = openTestAuth(db);
  const [invited, other] = [await invite(auth), await invite(auth)];
  await db.invitation.updateMany({ data: { status: 'withdrawn' } });
  for (let times = 0; times < 5; times += 1) {
    await open(auth, invited, { token: mintToken() });
    await open(auth, invited);
    await open(auth, other);
  }
  const events = await db.auditEvent.findMany({ orderBy: { seq: 'asc' }, select: { keyId: true } });
  expect(events.map(({ keyId }) => keyId)).toEqual([null, invited.keyId, other.keyId]);
});
