/** A locked session: it opens nothing, and its own key goes on with it (SES-03, SES-04). */
import { expect } from 'vitest';
import { beginAuthentication } from '#auth/ceremonies/begin-authentication.ts';
import { finishAuthentication } from '#auth/ceremonies/finish-authentication.ts';
import { DEMO_POLICY } from '#auth/policy/policy.ts';
import { draftKeysOf } from '#auth/sessions/draft-keys.ts';
import { endSession } from '#auth/sessions/end-session.ts';
import { findLockedSession } from '#auth/sessions/find-locked-session.ts';
import { findOpenSessions } from '#auth/sessions/find-open-sessions.ts';
import { findSession, touchSession } from '#auth/sessions/find-session.ts';
import { lockLeftSessions } from '#auth/sessions/lock-left-sessions.ts';
import { lockOne, lockSession } from '#auth/sessions/lock-session.ts';
import { hashToken, mintToken } from '#auth/tokens/opaque-token.ts';
import { TRACE, newestEvents } from '#test/support/actors.ts';
import { enrolled, openTestAuth, signInWith } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { aMembershipWithKeys, anAccountBeside } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import type { SoftAuthenticator } from '#test/support/soft-authenticator.ts';

const FIVE_MINUTES = 5 * 60;
const TWELVE_HOURS = 12 * 3600;

const find = async (auth: TestAuth, token: string) =>
  findSession(auth.db, { token, policy: await auth.policy(), now: auth.now() });
const findLocked = async (auth: TestAuth, token: string) =>
  findLockedSession(auth.db, { token, policy: await auth.policy(), now: auth.now() });
const lock = (auth: TestAuth, token: string) => lockSession(auth, { token, trace: TRACE });

/** A sign-in in a browser that still has the cookie of an earlier session. */
async function comeBack(auth: TestAuth, authenticator: SoftAuthenticator, previousToken: string) {
  auth.pass(1);
  const browserToken = mintToken();
  const { options, state } = await beginAuthentication(auth, browserToken);
  const response = authenticator.get(options);
  const outcome = await finishAuthentication(auth, {
    state,
    response,
    browserToken,
    previousToken,
    trace: TRACE,
  });
  if (!outcome.ok) throw new Error(outcome.reason);
  const { id } = await auth.db.session.findUniqueOrThrow({
    where: { tokenHash: hashToken(outcome.token) },
    select: { id: true },
  });
  return { token: outcome.token, sessionId: id };
}

/** Somebody at work, with the session that they opened. */
async function aWorker(auth: TestAuth) {
  const person = await enrolled(auth);
  const outcome = await signInWith(auth, person.authenticator);
  if (!outcome.ok) throw new Error(outcome.reason);
  const found = await find(auth, outcome.token);
  if (!found.ok) throw new Error(found.reason);
  return { ...person, token: outcome.token, sessionId: found.session.actor.sessionId };
}

test('SES-03 a session that is locked by hand opens nothing at once, and the log says so once', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { token, sessionId, keyId } = await aWorker(auth);
  await lock(auth, token);
  await lock(auth, token);
  expect(await find(auth, token)).toEqual({ ok: false, reason: 'locked', endedReason: null });
  expect(await findLocked(auth, token)).toMatchObject({ sessionId, keyKind: 'fido2', why: 'locked' });
  expect(await newestEvents(db, 2)).toMatchObject([
    { type: 'session_locked', reason: 'locked', sessionId, keyId },
    { type: 'sign_in' },
  ]);
});

test.for([
  { name: 'locked by hand', after: 1, isLockedByHand: true, why: 'locked' },
  { name: 'idle', after: FIVE_MINUTES, isLockedByHand: false, why: 'idle' },
  { name: 'past its absolute limit', after: TWELVE_HOURS, isLockedByHand: false, why: 'expired' },
])(
  'SES-02, SES-03 a session that is $name goes on with its own key: the same session, a new token, new limits',
  async ({ after, isLockedByHand, why }, { db }) => {
    const auth = openTestAuth(db);
    const { authenticator, token, sessionId, keyId } = await aWorker(auth);
    auth.pass(after);
    if (isLockedByHand) await lock(auth, token);
    expect(await findLocked(auth, token)).toMatchObject({ why });

    const resumed = await comeBack(auth, authenticator, token);
    expect(resumed.sessionId).toBe(sessionId);
    expect(resumed.token).not.toBe(token);
    expect(await find(auth, token)).toMatchObject({ ok: false, reason: 'none' });
    expect(await findLocked(auth, resumed.token)).toBeNull();
    const found = await find(auth, resumed.token);
    expect(found).toMatchObject({
      session: { expiresAt: new Date(auth.now().getTime() + TWELVE_HOURS * 1000) },
    });
    expect(await newestEvents(db)).toMatchObject([{ type: 'session_resumed', sessionId, keyId }]);
  },
);

test('SES-03 a session goes on in the account in which it was locked', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, token, sessionId, holderId, accountId } = await aWorker(auth);
  const other = await anAccountBeside(db, accountId ?? '');
  await aMembershipWithKeys(db, { holderId, accountId: other.id });
  await db.session.update({ where: { id: sessionId }, data: { accountId: other.id } });
  await lock(auth, token);
  const resumed = await comeBack(auth, authenticator, token);
  expect(await find(auth, resumed.token)).toMatchObject({
    session: { actor: { sessionId, accountId: other.id } },
  });
});

test('SES-03 an account that the person has lost meanwhile is not gone back to', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, token, sessionId, holderId, accountId } = await aWorker(auth);
  const other = await anAccountBeside(db, accountId ?? '');
  await aMembershipWithKeys(db, { holderId, accountId: other.id });
  await db.session.update({ where: { id: sessionId }, data: { accountId: other.id } });
  await lock(auth, token);
  await db.membership.updateMany({ where: { accountId: other.id }, data: { status: 'removed' } });
  const after = await comeBack(auth, authenticator, token);
  expect(after.sessionId).not.toBe(sessionId);
  expect(await find(auth, after.token)).toMatchObject({ session: { actor: { accountId } } });
});

test('SES-04 another key, also of the same person, opens a session of its own, and the locked one is over', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { token, sessionId } = await aWorker(auth);
  const spare = await enrolled(auth);
  const { holderId, keyId, accountId } = spare;
  // The locked session becomes one of the same person, whose other key it is.
  await db.key.updateMany({ where: { sessions: { some: { id: sessionId } } }, data: { holderId } });
  await db.session.update({ where: { id: sessionId }, data: { holderId, accountId } });
  await lock(auth, token);

  const after = await comeBack(auth, spare.authenticator, token);
  expect(after.sessionId).not.toBe(sessionId);
  expect(await find(auth, after.token)).toMatchObject({ session: { actor: { holderId, keyId } } });
  const locked = await db.session.findUniqueOrThrow({ where: { id: sessionId } });
  expect(locked).toMatchObject({ holderId, endedReason: 'signed_in_again' });
});

test('SES-04 a key that proves less than at the sign-in does not resume, and never below what was proven', async ({
  db,
}) => {
  const rules = { ...DEMO_POLICY };
  const auth = openTestAuth(db, rules);
  const { authenticator, token, sessionId } = await aWorker(auth);
  await lock(auth, token);
  rules.unattestedTier = 2;
  const after = await comeBack(auth, authenticator, token);
  expect(after.sessionId).not.toBe(sessionId);
  expect(await find(auth, after.token)).toMatchObject({ session: { actor: { tier: 2 } } });
  expect(await find(auth, token)).toMatchObject({ ok: false, reason: 'ended' });
});

test('SES-04 a session that was ended, or goes on, is resumed by nobody', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, token, sessionId } = await aWorker(auth);
  const second = await comeBack(auth, authenticator, token);
  expect(second.sessionId).not.toBe(sessionId);
  await lock(auth, second.token);
  await endSession(auth, { token: second.token, trace: TRACE });
  const third = await comeBack(auth, authenticator, second.token);
  expect([sessionId, second.sessionId]).not.toContain(third.sessionId);
});

test('SES-03 two unlocks at once go on with one session, and the other opens its own', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, token, sessionId } = await aWorker(auth);
  await db.credential.updateMany({ data: { signCount: 0 } });
  await lock(auth, token);
  const unlock = async () => {
    const browserToken = mintToken();
    const { options, state } = await beginAuthentication(auth, browserToken);
    const response = authenticator.get(options, { signCount: 0 });
    return finishAuthentication(auth, { state, response, browserToken, previousToken: token, trace: TRACE });
  };
  const outcomes = await Promise.all([unlock(), unlock()]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
  const live = await db.session.findMany({ where: { endedAt: null, lockedAt: null } });
  expect(live).toHaveLength(2);
  expect(live.filter(({ id }) => id === sessionId)).toHaveLength(1);
});

test('SES-09 a session that is resumed counts among those of its key', async ({ db }) => {
  const auth = openTestAuth(db, { ...DEMO_POLICY, session: { ...DEMO_POLICY.session, perKey: 1 } });
  const { authenticator, token, sessionId } = await aWorker(auth);
  await lock(auth, token);
  auth.pass(1);
  const elsewhere = await signInWith(auth, authenticator);
  expect(elsewhere).toMatchObject({ ok: true, endedOthers: 0 });
  const resumed = await comeBack(auth, authenticator, token);
  expect(resumed.sessionId).toBe(sessionId);
  expect(await find(auth, elsewhere.ok ? elsewhere.token : '')).toMatchObject({
    endedReason: 'too_many_sessions',
  });
});

test('SES-03 nothing but the key revives a locked session', async ({ db }) => {
  const auth = openTestAuth(db);
  const { token, sessionId } = await aWorker(auth);
  await lock(auth, token);
  auth.pass(60);
  await touchSession(db, { sessionId, now: auth.now() });
  const { lastSeenAt } = await db.session.findUniqueOrThrow({ where: { id: sessionId } });
  expect(auth.now().getTime() - lastSeenAt.getTime()).toBe(60_000);
  expect(await find(auth, token)).toMatchObject({ ok: false, reason: 'locked' });
});

test('SES-06 a locked session is in the list, and can be ended from another', async ({ db }) => {
  const auth = openTestAuth(db);
  const { token, sessionId, holderId, keyId } = await aWorker(auth);
  await lock(auth, token);
  const policy = await auth.policy();
  const list = () => findOpenSessions(db, { of: { holderId }, policy, now: auth.now() });
  expect(await list()).toMatchObject([{ sessionId, isLocked: true, key: { id: keyId } }]);
  await db.session.update({ where: { id: sessionId }, data: { endedAt: auth.now() } });
  expect(await list()).toEqual([]);
});

test('ADM-05 what locked by itself is written down once, and what goes on is left alone', async ({ db }) => {
  const auth = openTestAuth(db);
  const left = await aWorker(auth);
  auth.pass(FIVE_MINUTES);
  const busy = await aWorker(auth);
  expect(await lockLeftSessions(auth)).toBe(1);
  expect(await lockLeftSessions(auth)).toBe(0);
  expect(await newestEvents(db)).toMatchObject([
    { type: 'session_locked', reason: 'idle', sessionId: left.sessionId, actorId: 'system' },
  ]);
  expect(await find(auth, busy.token)).toMatchObject({ ok: true });
  expect(await findLocked(auth, left.token)).toMatchObject({ why: 'idle' });
  expect((await comeBack(auth, left.authenticator, left.token)).sessionId).toBe(left.sessionId);
});

test('ADM-05 whoever came back while the job was looking is not locked', async ({ db }) => {
  const auth = openTestAuth(db);
  const { token, sessionId } = await aWorker(auth);
  const before = new Date(auth.now().getTime() - 1);
  const which = { id: sessionId, lastSeenAt: before };
  const isLocked = await db.$transaction((tx) =>
    lockOne(tx, auth.audit, { which, reason: 'idle', at: auth.now() }),
  );
  expect([isLocked, (await find(auth, token)).ok]).toEqual([false, true]);
});

test('SES-03 a session’s drafts open under its own keys only, also after those they come from were changed', () => {
  const [older, newer] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const [key = ''] = draftKeysOf([older], 'one');
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  expect(draftKeysOf([newer, older], 'one')[1]).toBe(key);
  expect(draftKeysOf([newer, older], 'another')).not.toContain(key);
});
