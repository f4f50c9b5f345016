import { expect } from 'vitest';
import type { CustomerActor } from '#auth/permissions/actor.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { endOtherSessions, endOwnSession } from '#auth/sessions/end-own-sessions.ts';
import { endSession } from '#auth/sessions/end-session.ts';
import { endSessionByStaff } from '#auth/sessions/end-session-by-staff.ts';
import { lockSession } from '#auth/sessions/lock-session.ts';
import { findOpenSessions } from '#auth/sessions/find-open-sessions.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { switchAccount } from '#auth/sessions/switch-account.ts';
import type { Db } from '#prisma/client.ts';
import {
  TRACE,
  aCustomerActor,
  aManagedKey,
  aStaffActor,
  authServicesFor,
  newestEvents,
} from '#test/support/actors.ts';
import {
  aKey,
  aMembership,
  aMembershipWithKeys,
  aSession,
  anAccount,
  anAccountBeside,
  signedInCustomer,
} from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';

const HOUR_MS = 3_600_000;

const list = (db: Db, holderId: string) =>
  findOpenSessions(db, { of: { holderId }, policy: PRODUCTION_POLICY, now: new Date() });
const anotherSession = (db: Db, { keyId, holderId, accountId }: CustomerActor) =>
  aSession(db, { keyId, holderId, accountId });
const isOpen = async (db: Db, id: string) =>
  (await db.session.findUniqueOrThrow({ where: { id }, select: { endedAt: true } })).endedAt === null;

test('SES-06 a person sees their open sessions: key, what it opens, account, place', async ({ db }) => {
  const actor = await aCustomerActor(db, { role: 'receiver' });
  const { holderId, accountId } = actor;
  const spare = await aKey(db, { holderId, accountId, label: 'Spare', attestation: 'unattested' });
  const there = await aSession(db, { keyId: spare.id, holderId, accountId });
  const sessions = await list(db, holderId);
  expect(new Set(sessions.map(({ sessionId }) => sessionId))).toEqual(new Set([actor.sessionId, there.id]));
  expect(sessions.find(({ sessionId }) => sessionId === there.id)).toMatchObject({
    key: { label: 'Spare' },
    account: { id: accountId },
    classes: ['status', 'goods'],
    tier: 2,
  });
});

test('SES-06 the list holds nobody else’s session, none that is over, and says which are locked', async ({
  db,
}) => {
  const { sessionId, holderId, keyId, accountId } = await aCustomerActor(db);
  await aCustomerActor(db, { account: { id: accountId } });
  const past = new Date(Date.now() - HOUR_MS);
  const idle = await aSession(db, { keyId, holderId, accountId, lastSeenAt: past });
  await aSession(db, { keyId, holderId, accountId, expiresAt: past });
  const ended = await aSession(db, { keyId, holderId, accountId });
  await db.session.update({ where: { id: ended.id }, data: { endedAt: past } });
  const elsewhere = await anAccount(db);
  await aSession(db, { keyId, holderId, accountId: elsewhere.id });
  const suspended = await aKey(db, { holderId, accountId, status: 'suspended' });
  await aSession(db, { keyId: suspended.id, holderId, accountId });

  const listed = await list(db, holderId);
  expect(new Map(listed.map((session) => [session.sessionId, session.isLocked]))).toEqual(
    new Map([
      [sessionId, false],
      [idle.id, true],
    ]),
  );
});

test('SES-06 a person ends one of their other sessions, and the log says from where', async ({ db }) => {
  const actor = await aCustomerActor(db);
  const there = await anotherSession(db, actor);
  const outcome = await endOwnSession(authServicesFor(db), { sessionId: there.id, actor, trace: TRACE });
  expect(outcome).toEqual({ ok: true });
  expect(await isOpen(db, there.id)).toBe(false);
  expect(await newestEvents(db)).toMatchObject([
    {
      type: 'session_ended',
      reason: 'ended_elsewhere',
      sessionId: there.id,
      actorId: actor.holderId,
      detailsJson: JSON.stringify({ endedFrom: actor.sessionId }),
    },
  ]);
});

test('SES-06 nobody ends a session that is not theirs, is over, or that they sit in', async ({ db }) => {
  const actor = await aCustomerActor(db);
  const colleague = await aCustomerActor(db, { account: { id: actor.accountId } });
  const over = await anotherSession(db, actor);
  await db.session.update({ where: { id: over.id }, data: { endedAt: new Date() } });
  for (const sessionId of [colleague.sessionId, over.id, actor.sessionId, 'none']) {
    const outcome = await endOwnSession(authServicesFor(db), { sessionId, actor, trace: TRACE });
    expect(outcome).toEqual({ ok: false, reason: 'not_found' });
  }
  expect(await isOpen(db, colleague.sessionId)).toBe(true);
  expect(await isOpen(db, actor.sessionId)).toBe(true);
  expect(await newestEvents(db)).toEqual([]);
});

test('SES-06 “end all others” leaves the one in use and everybody else’s', async ({ db }) => {
  const actor = await aCustomerActor(db);
  const colleague = await aCustomerActor(db, { account: { id: actor.accountId } });
  const others = [await anotherSession(db, actor), await anotherSession(db, actor)];
  expect(await endOtherSessions(authServicesFor(db), { actor, trace: TRACE })).toBe(2);
  for (const { id } of others) expect(await isOpen(db, id)).toBe(false);
  expect(await isOpen(db, actor.sessionId)).toBe(true);
  expect(await isOpen(db, colleague.sessionId)).toBe(true);
  expect(await newestEvents(db)).toMatchObject([
    { type: 'sessions_ended_elsewhere', holderId: actor.holderId, detailsJson: '{"count":2}' },
  ]);
  expect(await endOtherSessions(authServicesFor(db), { actor, trace: TRACE })).toBe(0);
  expect(await db.auditEvent.count()).toBe(1);
});

test('SES-08 signing out ends the session once, and says so once', async ({ db }) => {
  const { token, sessionId } = await signedInCustomer(db);
  const services = authServicesFor(db);
  for (let times = 0; times < 2; times += 1) {
    await endSession(services, { token, trace: TRACE });
  }
  await endSession(services, { token: null, trace: TRACE });
  expect(await isOpen(db, sessionId)).toBe(false);
  expect(await newestEvents(db, 5)).toMatchObject([{ type: 'session_ended', reason: 'signed_out' }]);
});

test('ADM-05 whoever locks or signs out is told of with the account and what their session had proven', async ({
  db,
}) => {
  for (const [leave, reason, type] of [
    [lockSession, 'locked', 'session_locked'],
    [endSession, 'signed_out', 'session_ended'],
  ] as const) {
    const { token, sessionId, accountId } = await signedInCustomer(db, { tier: 3 });
    await leave(authServicesFor(db), { token, trace: TRACE });
    const events = await db.auditEvent.findMany({ where: { sessionId } });
    expect(events).toMatchObject([{ type, reason, accountId, tier: 3 }]);
  }
});

test('SES-06 a manager ends a session of a customer’s key, and the key goes on working', async ({ db }) => {
  const { manager: actor, keyId, holderId, accountId } = await aManagedKey(db);
  const { id: sessionId } = await aSession(db, { keyId, holderId, accountId });
  const outcome = await endSessionByStaff(authServicesFor(db), { sessionId, keyId, actor, trace: TRACE });
  expect(outcome).toEqual({ ok: true });
  expect(await isOpen(db, sessionId)).toBe(false);
  expect(await db.key.findUnique({ where: { id: keyId }, select: { status: true } })).toEqual({
    status: 'active',
  });
  expect(await newestEvents(db)).toMatchObject([
    { type: 'session_ended', reason: 'ended_by_staff', actorId: actor.holderId, sessionId, holderId },
  ]);
});

test('ADM-03 no manager ends a session of another manager’s customer, and no officer any', async ({ db }) => {
  const { keyId, holderId, accountId } = await aManagedKey(db);
  const { id: sessionId } = await aSession(db, { keyId, holderId, accountId });
  for (const role of ['account-manager', 'loyalty', 'auditor'] as const) {
    const actor = await aStaffActor(db, role);
    const outcome = await endSessionByStaff(authServicesFor(db), { sessionId, keyId, actor, trace: TRACE });
    expect(outcome).toEqual({ ok: false, reason: 'not_found' });
  }
  expect(await isOpen(db, sessionId)).toBe(true);
});

test('a person of two accounts moves their session to the other one', async ({ db }) => {
  const { token, ...ids } = await signedInCustomer(db);
  const actor = { ...(await actorOf(db, token)), ...ids };
  const { id: otherId } = await anAccountBeside(db, actor.accountId);
  await aMembershipWithKeys(db, { holderId: actor.holderId, accountId: otherId, role: 'receiver' });

  const outcome = await switchAccount(authServicesFor(db), { accountId: otherId, actor, trace: TRACE });
  expect(outcome).toEqual({ ok: true });
  expect(await actorOf(db, token)).toMatchObject({ accountId: otherId, role: 'receiver' });
  expect(await newestEvents(db)).toMatchObject([
    {
      type: 'account_chosen',
      accountId: otherId,
      sessionId: actor.sessionId,
      detailsJson: JSON.stringify({ leftAccountId: actor.accountId }),
    },
  ]);
});

test('a closed account is not among those to switch to', async ({ db }) => {
  const { token, holderId, accountId } = await signedInCustomer(db);
  const open = await anAccountBeside(db, accountId);
  const closed = await anAccountBeside(db, accountId, { status: 'closed' });
  for (const { id } of [open, closed]) await aMembershipWithKeys(db, { holderId, accountId: id });
  const found = await findSession(db, { token, policy: PRODUCTION_POLICY, now: new Date() });
  if (!found.ok) throw new Error(found.reason);
  expect(found.session.accounts.map(({ id }) => id)).toEqual([accountId, open.id]);
});

test('nobody moves a session to an account that is not theirs, was taken away or is closed', async ({
  db,
}) => {
  const actor = await aCustomerActor(db);
  const { holderId } = actor;
  const strange = await anAccount(db);
  const left = await anAccountBeside(db, actor.accountId);
  await aMembershipWithKeys(db, { holderId, accountId: left.id });
  await db.membership.updateMany({ where: { accountId: left.id }, data: { status: 'removed' } });
  const closed = await anAccountBeside(db, actor.accountId, { status: 'closed' });
  await aMembershipWithKeys(db, { holderId, accountId: closed.id });

  for (const accountId of [strange.id, left.id, closed.id, 'none']) {
    const outcome = await switchAccount(authServicesFor(db), { accountId, actor, trace: TRACE });
    expect(outcome).toEqual({ ok: false, reason: 'not_found' });
  }
  const session = await db.session.findUniqueOrThrow({ where: { id: actor.sessionId } });
  expect(session.accountId).toBe(actor.accountId);
  expect(await newestEvents(db)).toEqual([]);
});

test('ADM-03 a key that one manager issued opens no customer of another, whoever holds it', async ({
  db,
}) => {
  const issued = await aManagedKey(db);
  const { holderId, keyId, accountId } = issued;
  const foreign = await anAccount(db, {
    accountManagerId: (await aStaffActor(db)).holderId,
    name: 'Foreign',
  });
  await aMembership(db, { holderId, accountId: foreign.id });
  const { id: sessionId, token } = await aSession(db, { keyId, holderId, accountId });

  const found = await findSession(db, { token, policy: PRODUCTION_POLICY, now: new Date() });
  expect(found).toMatchObject({ ok: true, session: { accounts: [{ id: accountId }] } });
  const actor = await actorOf(db, token);
  const outcome = await switchAccount(authServicesFor(db), { accountId: foreign.id, actor, trace: TRACE });
  expect(outcome).toEqual({ ok: false, reason: 'not_found' });

  await db.session.update({ where: { id: sessionId }, data: { accountId: foreign.id } });
  expect(await findSession(db, { token, policy: PRODUCTION_POLICY, now: new Date() })).toMatchObject({
    ok: false,
    reason: 'no_membership',
  });
  const listed = await findOpenSessions(db, { of: { keyId }, policy: PRODUCTION_POLICY, now: new Date() });
  expect(listed).toEqual([]);
});

async function actorOf(db: Db, token: string) {
  const found = await findSession(db, { token, policy: PRODUCTION_POLICY, now: new Date() });
  if (!found.ok || found.session.actor.kind !== 'customer') throw new Error('no customer is signed in');
  return found.session.actor;
}
