import { expect } from 'vitest';
import { DEMO_POLICY, PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { createSession } from '#auth/sessions/create-session.ts';
import { findSession, touchSession } from '#auth/sessions/find-session.ts';
import { LAST_SEEN_STEP_MS } from '#auth/sessions/session-lifetime.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import type { Db } from '#prisma/client.ts';
import { TRACE } from '#test/support/actors.ts';
import { aMembership, aSession, anAccount, signedInCustomer, signedInStaff } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

const find = (db: Db, token: string, { policy = PRODUCTION_POLICY, now = new Date() } = {}) =>
  findSession(db, { token, policy, now });

test('SES-01 the token is 256 random bits, and the database keeps only its hash', async ({ db }) => {
  const { keyId, holderId, accountId } = await signedInCustomer(db);
  const { token, sessionId } = await db.$transaction((tx) =>
    createSession(tx, {
      keyId,
      holderId,
      accountId,
      tier: 4,
      isUserVerified: true,
      policy: PRODUCTION_POLICY,
      trace: TRACE,
      now: new Date(),
    }),
  );
  expect(token).toMatch(/^[\w-]{43}$/);
  const row = await db.session.findUniqueOrThrow({ where: { id: sessionId } });
  expect(JSON.stringify(row)).not.toContain(token);
  expect(row.place).toBe('192.0.2.0/24');
  expect(await find(db, token)).toMatchObject({ ok: true, session: { actor: { sessionId } } });
});

test('a token that nobody was given finds nothing, and neither does what the database stores', async ({
  db,
}) => {
  const { sessionId } = await signedInCustomer(db);
  const { tokenHash } = await db.session.findUniqueOrThrow({ where: { id: sessionId } });
  for (const token of [mintToken(), tokenHash, '', sessionId]) {
    expect(await find(db, token)).toEqual({ ok: false, reason: 'none', endedReason: null });
  }
});

test('SES-12 a session tells key, role and classes as they are now', async ({ db }) => {
  const { token, ...ids } = await signedInCustomer(db, { role: 'accountant' });
  expect(await find(db, token)).toMatchObject({
    ok: true,
    session: {
      actor: {
        kind: 'customer',
        role: 'accountant',
        tier: 4,
        ...ids,
        classes: expect.arrayContaining(['money']),
      },
    },
  });
});

test('a session never opens more than its key is worth under today’s rules', async ({ db }) => {
  const { token, keyId } = await signedInCustomer(db);
  await db.key.update({ where: { id: keyId }, data: { attestation: 'unattested' } });
  expect(await find(db, token)).toMatchObject({
    session: { actor: { tier: 2, classes: ['status', 'goods', 'list-price'] } },
  });
  expect(await find(db, token, { policy: DEMO_POLICY })).toMatchObject({ session: { actor: { tier: 4 } } });
  await db.key.update({ where: { id: keyId }, data: { attestation: null } });
  expect(await find(db, token)).toMatchObject({ session: { actor: { tier: 2 } } });
});

test('a session never opens more than was proven at sign-in, though its key is worth more now', async ({
  db,
}) => {
  const { keyId, holderId, accountId } = await signedInCustomer(db);
  const { token } = await aSession(db, { keyId, holderId, accountId, tier: 3 });
  expect(await find(db, token)).toMatchObject({ session: { actor: { tier: 3 } } });
});

test('a membership that is taken away ends the session’s view of that account', async ({ db }) => {
  const { token, holderId, accountId } = await signedInCustomer(db);
  await aMembership(db, { holderId, accountId: (await anAccount(db)).id });
  await db.membership.updateMany({ where: { holderId, accountId }, data: { status: 'removed' } });
  expect(await find(db, token)).toMatchObject({ ok: false, reason: 'no_membership' });
});

test('a closed account is out of reach', async ({ db }) => {
  const { token, accountId } = await signedInCustomer(db);
  await db.customerAccount.update({ where: { id: accountId }, data: { status: 'closed' } });
  expect(await find(db, token)).toMatchObject({ ok: false, reason: 'no_membership' });
});

test('staff work in no account', async ({ db }) => {
  const { token } = await signedInStaff(db, 'auditor');
  expect(await find(db, token)).toMatchObject({
    ok: true,
    session: { actor: { kind: 'staff', role: 'auditor' }, account: null, accounts: [] },
  });
});

test('reading pages moves the idle limit, at most every twenty seconds, and revives nothing', async ({
  db,
}) => {
  const { sessionId } = await signedInCustomer(db);
  const seenAt = async () =>
    (await db.session.findUniqueOrThrow({ where: { id: sessionId } })).lastSeenAt.getTime();
  const before = await seenAt();
  await touchSession(db, { sessionId, now: new Date(before + LAST_SEEN_STEP_MS) });
  expect(await seenAt()).toBe(before);
  await touchSession(db, { sessionId, now: new Date(before + LAST_SEEN_STEP_MS + 1) });
  const moved = await seenAt();
  expect(moved).toBe(before + LAST_SEEN_STEP_MS + 1);

  await db.session.update({ where: { id: sessionId }, data: { endedAt: new Date() } });
  await touchSession(db, { sessionId, now: new Date(moved + 60_000) });
  expect(await seenAt()).toBe(moved);
});
