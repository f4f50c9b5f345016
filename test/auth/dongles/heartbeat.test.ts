/** What an agent's word about a plugged-in dongle does to the session (SES-07), and how an agent is revoked. */
import { expect } from 'vitest';
import { findAgents } from '#auth/dongles/find-agents.ts';
import { revokeAgent } from '#auth/dongles/revoke-agent.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { lockLeftSessions } from '#auth/sessions/lock-left-sessions.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { auditTypes, openTestAuth, TRACE } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { aSoftAgent, beat, enrolledDongle, signInWithDongle } from '#test/support/soft-agent.ts';
import type { Registered } from '#test/support/soft-agent.ts';
import { token } from '#test/support/wire.ts';

async function signedIn(auth: TestAuth, key: Registered, previousToken: string | null = null) {
  const outcome = await signInWithDongle(auth, key, { previousToken });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome;
}

async function stateOf(auth: TestAuth, sessionToken: string) {
  const outcome = await findSession(auth.db, {
    token: sessionToken,
    policy: await auth.policy(),
    now: auth.now(),
  });
  return outcome.ok ? 'live' : outcome.reason;
}

test('SES-07 a session goes on as long as its agent says that the dongle is there, and no longer', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const session = await signedIn(auth, key);
  for (const sequence of [1, 2, 3, 4]) {
    auth.pass(5);
    expect(await beat(auth, key.agent, { txn: session.txn, sequence })).toEqual({
      ok: true,
      watch: 'continue',
    });
    expect(await stateOf(auth, session.token)).toBe('live');
  }
  auth.pass(12);
  expect(await stateOf(auth, session.token)).toBe('unwatched');
  expect(await lockLeftSessions(auth)).toBe(1);
  expect((await auditTypes(db)).at(-1)).toBe('session_locked: watcher_gone');
  expect(await beat(auth, key.agent, { txn: session.txn, sequence: 5 })).toEqual({ ok: true, watch: 'stop' });
  expect(await stateOf(auth, session.token)).toBe('locked');
});

test('SES-07 pulling the dongle out locks at once, and plugging it in with the PIN goes on', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const session = await signedIn(auth, key);
  const removal = { txn: session.txn, sequence: 1, isPluggedIn: false };
  expect(await beat(auth, key.agent, removal)).toEqual({ ok: true, watch: 'stop' });
  expect(await stateOf(auth, session.token)).toBe('locked');
  const again = await signedIn(auth, key, session.token);
  expect(await stateOf(auth, again.token)).toBe('live');
  expect(await db.session.count()).toBe(1);
  expect((await auditTypes(db)).at(-1)).toBe('session_resumed');
  await beat(auth, key.agent, removal); // recorded, and sent once more: it is of another watch
  expect(await stateOf(auth, again.token)).toBe('live');
});

test('SES-07 a heartbeat counts once, and only from the agent that watches', async ({ db }) => {
  const auth = openTestAuth(db);
  const [key, other] = [await enrolledDongle(auth), await enrolledDongle(auth)];
  const { txn, token: session } = await signedIn(auth, key);
  const seenAt = async () => (await db.session.findFirstOrThrow({ where: { watchId: txn } })).presenceSeenAt;
  auth.pass(5);
  await beat(auth, key.agent, { txn, sequence: 7 });
  const first = await seenAt();
  auth.pass(5);
  await beat(auth, key.agent, { txn, sequence: 7 });
  await beat(auth, key.agent, { txn, sequence: 6 });
  expect(await beat(auth, other.agent, { txn, sequence: 8 })).toMatchObject({ ok: true });
  await beat(auth, other.agent, { txn, sequence: 9, isPluggedIn: false });
  expect(await seenAt()).toEqual(first);
  expect(await stateOf(auth, session)).toBe('live');
});

test('SES-07 a heartbeat counts only from the network of the browser: otherwise the session locks, and somebody is told (relay)', async ({
  db,
}) => {
  let places: { cidr: string; label: string }[] = [];
  const opened = openTestAuth(db);
  const auth = { ...opened, policy: async () => ({ ...(await opened.policy()), places }) };
  const key = await enrolledDongle(auth);
  const { txn, token: session } = await signedIn(auth, key);
  const elsewhere = { ...TRACE, ip: '203.0.113.9' };
  expect(await beat(auth, key.agent, { txn, sequence: 1 }, elsewhere)).toEqual({ ok: true, watch: 'stop' });
  expect(await db.alarm.findMany({ select: { kind: true, keyId: true, detail: true } })).toEqual([
    { kind: 'dongle_elsewhere', keyId: key.keyId, detail: key.agentId },
  ]);
  expect(await beat(auth, key.agent, { txn, sequence: 2 })).toEqual({ ok: true, watch: 'continue' });
  auth.pass(13);
  expect(await stateOf(auth, session)).toBe('unwatched');

  places = [TRACE.ip, elsewhere.ip].map((ip) => ({ cidr: `${ip}/32`, label: 'Office' })); // two lines of one company
  const again = await signedIn(auth, key);
  const fromOther = await beat(auth, key.agent, { txn: again.txn, sequence: 1 }, elsewhere);
  expect(fromOther).toEqual({ ok: true, watch: 'continue' });
});

test('an agent that is ahead of its sign-in goes on for two minutes, and then stops', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const txn = token(16);
  expect(await beat(auth, key.agent, { txn, sequence: 0 })).toEqual({ ok: true, watch: 'continue' });
  expect(await beat(auth, key.agent, { txn, sequence: 23 })).toEqual({ ok: true, watch: 'continue' });
  expect(await beat(auth, key.agent, { txn, sequence: 24 })).toEqual({ ok: true, watch: 'stop' });
});

test('a heartbeat of a stranger, for another portal or of an hour ago is none', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const { txn } = await signedIn(auth, key);
  const stranger = await aSoftAgent();
  expect(await beat(auth, stranger, { txn })).toEqual({ ok: false, reason: 'answer_key_unknown' });
  expect(await beat(auth, key.agent, { txn, aud: 'https://evil.example' })).toEqual({
    ok: false,
    reason: 'answer_claims_refused',
  });
  const anHourAgo = Math.floor(auth.now().getTime() / 1000) - 3600;
  expect(await beat(auth, key.agent, { txn, iat: anHourAgo, exp: anHourAgo + 60 })).toMatchObject({
    ok: false,
  });
});

test('revoking an agent ends what it watches, and nothing that it signs counts any more', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const session = await signedIn(auth, key);
  const manager = await aStaffActor(db);
  const accountId = key.accountId ?? '';
  const request = {
    agentId: key.agentId,
    accountId,
    reason: 'sold the computer',
    actor: manager,
    trace: TRACE,
  };
  expect(await revokeAgent(auth, request)).toEqual({ ok: false, reason: 'not_found' }); // somebody else's customer
  await db.customerAccount.update({ where: { id: accountId }, data: { accountManagerId: manager.holderId } });
  expect(await revokeAgent(auth, request)).toEqual({ ok: true, endedSessions: 1 });
  expect((await auditTypes(db)).at(-1)).toBe('agent_revoked');
  expect(await stateOf(auth, session.token)).toBe('ended');
  expect(await beat(auth, key.agent, { txn: session.txn })).toEqual({ ok: false, reason: 'agent_revoked' });
  const again = await signInWithDongle(auth, key);
  expect(again).toMatchObject({ ok: false, reason: 'agent_revoked' });
  expect(await revokeAgent(auth, request)).toEqual({ ok: false, reason: 'not_found' });
});

test('ADM-03 a manager sees the agents of their own customers, with what they speak for', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const [manager, colleague] = [await aStaffActor(db), await aStaffActor(db)];
  const accountId = key.accountId ?? '';
  await db.customerAccount.update({ where: { id: accountId }, data: { accountManagerId: manager.holderId } });
  expect(await findAgents(db, { accountId, actor: colleague })).toEqual([]);
  expect(await findAgents(db, { accountId, actor: manager })).toMatchObject([
    {
      agentId: key.agentId,
      shortKid: key.agent.signing.kid.slice(0, 8),
      protection: 'file',
      revokedAt: null,
      dongles: [{ keyId: key.keyId, serial: key.dongle.serial }],
    },
  ]);
});
