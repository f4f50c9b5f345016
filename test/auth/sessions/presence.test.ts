/** The server's half of a watched key (SES-07): heartbeats, their end, and a key that is pulled out. */
import { expect } from 'vitest';
import { findLockedSession } from '#auth/sessions/find-locked-session.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { lockLeftSessions } from '#auth/sessions/lock-left-sessions.ts';
import { lockSession } from '#auth/sessions/lock-session.ts';
import { beginWatch, notePresence, noteRemoval } from '#auth/sessions/presence.ts';
import { TRACE, newestEvents } from '#test/support/actors.ts';
import { openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { aSession, signedInCustomer } from '#test/support/builders.ts';
import type { SignedIn } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

const AGENT = 'agent-1';
const HEARTBEAT_SECONDS = 5;
/** What the portal promises (auth requirements, SES-07). */
const LOCKED_WITHIN_SECONDS = 15;
/** How long open pages may not have heard of it yet. */
const PASS_SECONDS = 2;

const stateOf = async (auth: TestAuth, { token }: { token: string }) => {
  const found = await findSession(auth.db, { token, policy: await auth.policy(), now: auth.now() });
  return found.ok ? 'live' : found.reason;
};
const whyLocked = async (auth: TestAuth, { token }: { token: string }) =>
  (await findLockedSession(auth.db, { token, policy: await auth.policy(), now: auth.now() }))?.why;
const watch = (auth: TestAuth, { sessionId, keyId }: SignedIn, agentId = AGENT) =>
  auth.db.$transaction((tx) => beginWatch(tx, { sessionId, keyId, agentId, now: auth.now() }));

/** Somebody whose session begins by the test's clock. */
async function aPerson(auth: TestAuth): Promise<SignedIn & { accountId: string }> {
  const person = await signedInCustomer(auth.db);
  const expiresAt = new Date(auth.now().getTime() + 3_600_000);
  const { id, token } = await aSession(auth.db, { ...idsOf(person), lastSeenAt: auth.now(), expiresAt });
  return { ...person, sessionId: id, token };
}

function idsOf({ keyId, holderId, accountId }: SignedIn & { accountId: string }) {
  return { keyId, holderId, accountId };
}

async function aWatchedPerson(auth: TestAuth) {
  const person = await aPerson(auth);
  const begun = await watch(auth, person);
  if (begun === null) throw new Error('the watch did not begin');
  return { ...person, watchId: begun.watchId };
}

test('SES-07 a session goes on while heartbeats come, and they never move its idle limit', async ({ db }) => {
  const auth = openTestAuth(db);
  const person = await aWatchedPerson(auth);
  const { watchId } = person;
  for (let sequence = 1; sequence <= 59; sequence += 1) {
    auth.pass(HEARTBEAT_SECONDS);
    expect(await notePresence(auth, { watchId, agentId: AGENT, sequence })).toEqual({ ok: true });
  }
  expect(await stateOf(auth, person)).toBe('live');
  auth.pass(HEARTBEAT_SECONDS);
  expect(await notePresence(auth, { watchId, agentId: AGENT, sequence: 60 })).toEqual({ ok: true });
  expect(await stateOf(auth, person)).toBe('idle');
});

test('SES-07 an agent that is gone locks the session within fifteen seconds, its open pages included; one lost heartbeat does not', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const person = await aWatchedPerson(auth);
  auth.pass(2 * HEARTBEAT_SECONDS);
  expect(await stateOf(auth, person)).toBe('live');
  auth.pass(LOCKED_WITHIN_SECONDS - 2 * HEARTBEAT_SECONDS - PASS_SECONDS);
  expect(await stateOf(auth, person)).toBe('unwatched');
  expect(await whyLocked(auth, person)).toBe('watcher_gone');
  expect(await lockLeftSessions(auth)).toBe(1);
  expect(await newestEvents(db)).toMatchObject([
    { type: 'session_locked', reason: 'watcher_gone', sessionId: person.sessionId, actorId: 'system' },
  ]);
  expect(await whyLocked(auth, person)).toBe('watcher_gone');
});

test('SES-07 a heartbeat that comes after the watch has lapsed revives nothing', async ({ db }) => {
  const auth = openTestAuth(db);
  const person = await aWatchedPerson(auth);
  auth.pass(LOCKED_WITHIN_SECONDS);
  const late = { watchId: person.watchId, agentId: AGENT, sequence: 1 };
  expect(await notePresence(auth, late)).toEqual({ ok: false, reason: 'not_taken' });
  expect(await stateOf(auth, person)).toBe('unwatched');
});

test('SES-07 a heartbeat counts once, rising, from the agent that began the watch and under its name', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const person = await aWatchedPerson(auth);
  const heartbeat = { watchId: person.watchId, agentId: AGENT, sequence: 5 };
  expect(await notePresence(auth, heartbeat)).toEqual({ ok: true });
  for (const forged of [
    heartbeat,
    { ...heartbeat, sequence: 4 },
    { ...heartbeat, sequence: 6, agentId: 'agent-2' },
    { ...heartbeat, sequence: 6, watchId: 'no-such-watch' },
  ]) {
    expect(await notePresence(auth, forged)).toEqual({ ok: false, reason: 'not_taken' });
  }
  const before = person.watchId;
  const again = await watch(auth, person);
  expect(again?.watchId).not.toBe(before);
  expect(await notePresence(auth, { ...heartbeat, sequence: 7 })).toMatchObject({ ok: false });
});

test('SES-07 a key that is pulled out locks the session at once, once, and the log says why', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const person = await aWatchedPerson(auth);
  const removal = { watchId: person.watchId, agentId: AGENT, trace: TRACE };
  expect(await noteRemoval(auth, { ...removal, agentId: 'agent-2' })).toBe(false);
  expect(await stateOf(auth, person)).toBe('live');
  expect(await noteRemoval(auth, removal)).toBe(true);
  expect(await noteRemoval(auth, removal)).toBe(false);
  expect(await stateOf(auth, person)).toBe('locked');
  expect(await whyLocked(auth, person)).toBe('key_removed');
  const { sessionId, keyId } = person;
  expect(await newestEvents(db, 9)).toMatchObject([
    { type: 'session_locked', reason: 'key_removed', sessionId, keyId, actorId: 'system' },
  ]);
});

test('SES-07 no heartbeat and no new watch opens a locked session', async ({ db }) => {
  const auth = openTestAuth(db);
  const person = await aWatchedPerson(auth);
  await lockSession(auth, { token: person.token, trace: TRACE });
  const heartbeat = { watchId: person.watchId, agentId: AGENT, sequence: 1 };
  expect(await notePresence(auth, heartbeat)).toMatchObject({ ok: false });
  expect(await watch(auth, person)).toBeNull();
  expect(await stateOf(auth, person)).toBe('locked');
});

test('SES-07 a session is watched by one agent; another takes over when that one is gone', async ({ db }) => {
  const auth = openTestAuth(db);
  const person = await aWatchedPerson(auth);
  expect(await watch(auth, person, 'agent-2')).toBeNull();
  expect(await watch(auth, { ...person, keyId: 'another-key' })).toBeNull();
  expect(await watch(auth, person)).not.toBeNull();
  auth.pass(LOCKED_WITHIN_SECONDS);
  expect(await watch(auth, person, 'agent-2')).not.toBeNull();
});

test.for(['challenge-response', 'static-code', 'of-a-kind-to-come'])(
  'SES-07 a session of a %s key opens nothing while no agent watches it',
  async (kind, { db }) => {
    const auth = openTestAuth(db);
    const person = await aPerson(auth);
    await db.key.update({ where: { id: person.keyId }, data: { kind } });
    expect(await stateOf(auth, person)).toBe('unwatched');
    await watch(auth, person);
    expect(await stateOf(auth, person)).toBe('live');
  },
);

test.for(['fido2', 'u2f'])('SES-07 a session of a %s key needs no agent', async (kind, { db }) => {
  const auth = openTestAuth(db);
  const person = await aPerson(auth);
  await db.key.update({ where: { id: person.keyId }, data: { kind } });
  expect(await stateOf(auth, person)).toBe('live');
});
