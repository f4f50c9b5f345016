/** A FIDO key is watched by the agent of its holder's computer (SES-07): what that changes, and what it never does. */
import { expect } from 'vitest';
import { findAgents } from '#auth/dongles/find-agents.ts';
import { revokeAgent } from '#auth/dongles/revoke-agent.ts';
import { usbVendorOf } from '#auth/dongles/usb-vendors.ts';
import { beginKeyWatch, finishKeyWatch, isWatchable } from '#auth/dongles/watch-key.ts';
import { findLockedSession } from '#auth/sessions/find-locked-session.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { lockSession } from '#auth/sessions/lock-session.ts';
import { shortenAddress } from '#auth/sessions/shorten-address.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { auditTypes, openTestAuth, TRACE } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { aKey, aSession } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import {
  answerWatch,
  aSoftAgent,
  beat,
  enrolledDongle,
  readRequestOf,
  signInWithDongle,
} from '#test/support/soft-agent.ts';
import type { Registered, SoftAgent, Unlike } from '#test/support/soft-agent.ts';

const YUBIKEY_5 = 'cb69481e-8ff7-4039-93ec-0a2729a154a8';
const YUBICO = 0x1050;

type Person = Registered & { token: string; sessionId: string; fidoKeyId: string };

/** Somebody who exchanged an old key, whose agent is still there, for a new one, and has signed in with it. */
async function aPerson(auth: TestAuth, kind = 'fido2'): Promise<Person> {
  const old = await enrolledDongle(auth);
  const owner = { holderId: old.holderId, accountId: old.accountId ?? null };
  const { id: fidoKeyId } = await aKey(auth.db, { ...owner, kind });
  return { ...old, fidoKeyId, ...(await signedIn(auth, { ...owner, keyId: fidoKeyId })) };
}

async function signedIn(auth: TestAuth, who: { keyId: string; holderId: string; accountId: string | null }) {
  const expiresAt = new Date(auth.now().getTime() + 3_600_000);
  const place = shortenAddress(TRACE.ip);
  const now = auth.now();
  const { id: sessionId, token } = await aSession(auth.db, { ...who, place, lastSeenAt: now, expiresAt });
  return { sessionId, token };
}

async function begin(auth: TestAuth, { token }: { token: string }) {
  const begun = await beginKeyWatch(auth, { token, trace: TRACE });
  if (begun === null) throw new Error('there is nothing to watch');
  return begun;
}

/** What the page does: begins, carries the request to the agent, and brings its answer. */
async function watch(auth: TestAuth, person: { token: string; agent: SoftAgent }, unlike: Unlike = {}) {
  const { request, state, txn } = await begin(auth, person);
  const message = await answerWatch(auth, person.agent, request, unlike);
  const finish = { token: person.token, state, message, trace: TRACE };
  return { txn, finish, outcome: await finishKeyWatch(auth, finish) };
}

async function stateOf(auth: TestAuth, { token }: { token: string }) {
  const found = await findSession(auth.db, { token, policy: await auth.policy(), now: auth.now() });
  return found.ok ? (found.session.isWatched ? 'watched' : 'live') : found.reason;
}

async function whyLocked(auth: TestAuth, { token }: { token: string }) {
  return (await findLockedSession(auth.db, { token, policy: await auth.policy(), now: auth.now() }))?.why;
}

test.for(['fido2', 'u2f'])(
  'SES-07 a %s key that an agent watches goes on with its heartbeats, and locks at once when it is pulled',
  async (kind, { db }) => {
    const auth = openTestAuth(db);
    const person = await aPerson(auth, kind);
    expect(await stateOf(auth, person)).toBe('live');
    const { txn, outcome } = await watch(auth, person);
    expect(outcome).toEqual({ ok: true, pluggedKeys: 1 });
    expect((await auditTypes(db)).at(-1)).toBe('key_watched');
    for (const sequence of [1, 2, 3]) {
      auth.pass(5);
      expect(await beat(auth, person.agent, { txn, sequence })).toEqual({ ok: true, watch: 'continue' });
      expect(await stateOf(auth, person)).toBe('watched');
    }
    expect(await beat(auth, person.agent, { txn, sequence: 4, isPluggedIn: false })).toMatchObject({
      watch: 'stop',
    });
    expect(await stateOf(auth, person)).toBe('locked');
    expect(await whyLocked(auth, person)).toBe('key_removed');
  },
);

test('SES-07 an agent that is restarted or asleep is gone: the session locks, and no later word of it opens it', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const person = await aPerson(auth);
  const { txn } = await watch(auth, person);
  const begunBefore = await begin(auth, person);
  auth.pass(12);
  expect(await stateOf(auth, person)).toBe('unwatched');
  expect(await whyLocked(auth, person)).toBe('watcher_gone');
  expect(await beat(auth, person.agent, { txn, sequence: 9 })).toMatchObject({ watch: 'continue' });
  expect(await stateOf(auth, person)).toBe('unwatched');

  expect(await isWatchable(auth, person.token)).toBe(false);
  expect(await beginKeyWatch(auth, { token: person.token, trace: TRACE })).toBeNull();
  const message = await answerWatch(auth, person.agent, begunBefore.request);
  const late = { token: person.token, state: begunBefore.state, message, trace: TRACE };
  expect(await finishKeyWatch(auth, late)).toEqual({ ok: false, reason: 'session_not_watchable' });
  expect(await stateOf(auth, person)).toBe('unwatched');
});

test('SES-07 without an agent nothing changes, and nobody without one is asked for any', async ({ db }) => {
  const auth = openTestAuth(db);
  const person = await aPerson(auth);
  const other = await aPerson(auth);
  await db.agent.update({ where: { id: other.agentId }, data: { revokedAt: auth.now() } });
  expect(await isWatchable(auth, other.token)).toBe(false);
  expect(await beginKeyWatch(auth, { token: other.token, trace: TRACE })).toBeNull();
  await begin(auth, person); // asked, and no agent answered
  auth.pass(60);
  expect(await stateOf(auth, person)).toBe('live');
});

test('SES-07 only an agent of the same person is listened to, and only with an answer to this request', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const [person, other] = [await aPerson(auth), await aPerson(auth)];
  const as = (agent: SoftAgent, unlike: Unlike = {}) =>
    watch(auth, { token: person.token, agent }, unlike).then(({ outcome }) => outcome);
  expect(await as(other.agent)).toEqual({ ok: false, reason: 'agent_of_other_holder' });
  expect(await as(await aSoftAgent())).toEqual({ ok: false, reason: 'answer_key_unknown' });
  expect(await as(person.agent, { claims: { pluggedKeys: 0 } })).toEqual({
    ok: false,
    reason: 'answer_claims_refused',
  });
  const foreign = await begin(auth, other);
  const message = await answerWatch(auth, person.agent, foreign.request);
  const mine = await begin(auth, person);
  expect(await finishKeyWatch(auth, { ...mine, token: person.token, message, trace: TRACE })).toEqual({
    ok: false,
    reason: 'answer_of_other_request',
  });
  const stolen = { state: foreign.state, token: person.token, message, trace: TRACE };
  expect(await finishKeyWatch(auth, stolen)).toMatchObject({ ok: false, reason: 'challenge_not_ours' });
  expect((await auditTypes(db)).at(-1)).toBe('key_watch_refused: challenge_not_ours');
  expect(await stateOf(auth, person)).toBe('live');
});

test('SES-07 an answer counts once, and one agent does not take over what another watches', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const person = await aPerson(auth);
  const { finish, txn } = await watch(auth, person);
  expect(await finishKeyWatch(auth, finish)).toEqual({ ok: false, reason: 'challenge_spent' });
  const second = await enrolledDongle(auth);
  await db.agent.update({ where: { id: second.agentId }, data: { holderId: person.holderId } });
  const { outcome } = await watch(auth, { ...person, agent: second.agent });
  expect(outcome).toEqual({ ok: false, reason: 'session_not_watchable' });
  auth.pass(5);
  expect(await beat(auth, person.agent, { txn, sequence: 1 })).toMatchObject({ watch: 'continue' });
  expect(await stateOf(auth, person)).toBe('watched');
});

test('SES-07 a session that is locked or over, and that of an old key, begins no watch', async ({ db }) => {
  const auth = openTestAuth(db);
  const person = await aPerson(auth);
  const begun = await begin(auth, person);
  await lockSession(auth, { token: person.token, trace: TRACE });
  const message = await answerWatch(auth, person.agent, begun.request);
  const finish = { ...begun, token: person.token, message, trace: TRACE };
  expect(await finishKeyWatch(auth, finish)).toEqual({ ok: false, reason: 'session_not_watchable' });
  expect(await stateOf(auth, person)).toBe('locked');
  const old = await signInWithDongle(auth, person);
  if (!old.ok) throw new Error(old.reason);
  expect(await beginKeyWatch(auth, { token: old.token, trace: TRACE })).toBeNull();
});

test('SES-07 two browsers of one person are watched side by side', async ({ db }) => {
  const auth = openTestAuth(db);
  const person = await aPerson(auth);
  const { fidoKeyId: keyId, holderId, accountId } = person;
  const second = await signedIn(auth, { keyId, holderId, accountId: accountId ?? null });
  const [one, two] = [await watch(auth, person), await watch(auth, { ...person, ...second })];
  expect([one.outcome.ok, two.outcome.ok]).toEqual([true, true]);
  await beat(auth, person.agent, { txn: one.txn, isPluggedIn: false });
  expect([await stateOf(auth, person), await stateOf(auth, second)]).toEqual(['locked', 'watched']);
});

test('SES-07 revoking an agent ends what it watches', async ({ db }) => {
  const auth = openTestAuth(db);
  const person = await aPerson(auth);
  const accountId = person.accountId ?? '';
  await watch(auth, person);
  const actor = await aStaffActor(db);
  await db.customerAccount.update({ where: { id: accountId }, data: { accountManagerId: actor.holderId } });
  expect((await findAgents(db, { accountId, actor }))[0]?.lastUsedAt).toEqual(auth.now());
  const request = { agentId: person.agentId, accountId, reason: 'sold the computer', actor, trace: TRACE };
  expect(await revokeAgent(auth, request)).toEqual({ ok: true, endedSessions: 1 });
  expect(await stateOf(auth, person)).toBe('ended');
});

test('SES-07 the agent is told whose make the key is, where that is known, and nothing where it is not', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const person = await aPerson(auth);
  const asked = async () => readRequestOf((await begin(auth, person)).request);
  expect(await asked()).not.toHaveProperty('vendorId');
  await db.credential.create({
    data: {
      keyId: person.fidoKeyId,
      credentialId: new Uint8Array(32),
      publicKey: new Uint8Array(77),
      signCount: 0,
      signCountAt: auth.now(),
      aaguid: YUBIKEY_5,
      format: 'packed',
      isBackupEligible: false,
      isUserVerified: true,
      createdAt: auth.now(),
    },
  });
  expect(await asked()).toMatchObject({ purpose: 'watch', vendorId: YUBICO });
  expect(usbVendorOf('00000000-0000-0000-0000-000000000000')).toBeNull();
});
