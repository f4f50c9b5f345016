import { describe, expect } from 'vitest';
import { finishAuthentication } from '#auth/ceremonies/finish-authentication.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { beginStepUp } from '#auth/step-up/begin-step-up.ts';
import { hashOfDeed } from '#auth/step-up/deed.ts';
import type { Deed } from '#auth/step-up/deed.ts';
import { finishStepUp } from '#auth/step-up/finish-step-up.ts';
import type { Actor } from '#auth/permissions/actor.ts';
import { TRACE, auditTypes, enrolled, openTestAuth, signInWith } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import type { AssertionJson, SoftAuthenticator } from '#test/support/soft-authenticator.ts';
import type { Db } from '#prisma/client.ts';

const REVOKE: Deed = { action: 'key:revoke', object: 'key-1', content: [['reason', 'lost']] };

type Seat = { auth: TestAuth; actor: Actor; authenticator: SoftAuthenticator; token: string };

/** Somebody of the staff, signed in with a key of their own. */
async function signedIn(db: Db, auth = openTestAuth(db)): Promise<Seat> {
  const { authenticator } = await enrolled(auth, { isStaff: true });
  const outcome = await signInWith(auth, authenticator);
  if (!outcome.ok) throw new Error(outcome.reason);
  const found = await findSession(db, {
    token: outcome.token,
    policy: await auth.policy(),
    now: auth.now(),
  });
  if (!found.ok) throw new Error(found.reason);
  return { auth, actor: found.session.actor, authenticator, token: outcome.token };
}

async function begun({ auth, actor }: Seat, deed = REVOKE) {
  const begin = await beginStepUp(auth, { actor, deed });
  if (!begin.ok) throw new Error(begin.reason);
  return begin;
}

type Proof = { state: string; response: unknown };

async function proofOf(
  seat: Seat,
  deed = REVOKE,
  unlike?: Parameters<SoftAuthenticator['get']>[1],
): Promise<Proof> {
  const { options, state } = await begun(seat, deed);
  return { state, response: seat.authenticator.get(options, unlike) };
}

function finish({ auth, actor }: Seat, proof: Proof, deed = REVOKE) {
  return finishStepUp(auth, { actor, deed, ...proof, trace: TRACE });
}

const isLive = async ({ auth }: Seat, token: string) =>
  (await findSession(auth.db, { token, policy: await auth.policy(), now: auth.now() })).ok;

describe('a step-up', () => {
  test('AUT-19 the challenge that the key signs ends with the hash of action, object and content', async ({
    db,
  }) => {
    const seat = await signedIn(db);
    const { options } = await begun(seat);
    const signed = Buffer.from(options.challenge, 'base64url');
    expect(signed.byteLength).toBe(64);
    expect(signed.subarray(32)).toEqual(Buffer.from(hashOfDeed(REVOKE)));
  });

  test('SES-02 confirmed by the session’s key it gives the session a new token, and the old one is dead', async ({
    db,
  }) => {
    const seat = await signedIn(db);
    const outcome = await finish(seat, await proofOf(seat));
    if (!outcome.ok) throw new Error(outcome.reason);
    expect(await isLive(seat, seat.token)).toBe(false);
    expect(await isLive(seat, outcome.token)).toBe(true);
    const event = await db.auditEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } });
    expect(event).toMatchObject({ type: 'step_up', actorId: seat.actor.holderId, keyId: seat.actor.keyId });
    expect(JSON.parse(event.detailsJson)).toEqual({
      action: 'key:revoke',
      object: 'key-1',
      deedHash: Buffer.from(hashOfDeed(REVOKE)).toString('hex'),
      evidence: null,
    });
  });

  test('REC-05 the proof names how the key had reached its holder, whatever becomes of that later', async ({
    db,
  }) => {
    const seat = await signedIn(db);
    const { keyId: id } = seat.actor;
    await db.key.update({ where: { id }, data: { evidence: 'two-of-staff' } });
    expect(await finish(seat, await proofOf(seat))).toMatchObject({ ok: true });
    await db.key.update({ where: { id }, data: { evidence: 'seen-in-person' } });
    const event = await db.auditEvent.findFirstOrThrow({ where: { type: 'step_up' } });
    expect(JSON.parse(event.detailsJson)).toMatchObject({ evidence: 'two-of-staff' });
  });

  const OTHERS: [string, Deed][] = [
    ['another object', { ...REVOKE, object: 'key-2' }],
    ['another action', { ...REVOKE, action: 'key:resume' }],
    ['another amount', { ...REVOKE, content: [['reason', 'found']] }],
    ['one field more', { ...REVOKE, content: [...REVOKE.content, ['also', 'this']] }],
  ];
  test.for(OTHERS)('AUT-19 is refused for %s than the key confirmed', async ([, deed], { db }) => {
    const seat = await signedIn(db);
    const outcome = await finish(seat, await proofOf(seat), deed);
    expect(outcome).toEqual({ ok: false, reason: 'challenge_not_ours' });
    expect(await isLive(seat, seat.token)).toBe(true);
  });

  test('SES-04 is refused by any other key, also one of the same person', async ({ db }) => {
    const seat = await signedIn(db);
    const other = await signedIn(db, seat.auth);
    const { options, state } = await begun(seat);
    const response = other.authenticator.get({ ...options, allowCredentials: [] });
    expect(await finish(seat, { state, response })).toEqual({ ok: false, reason: 'credential_id_mismatch' });
  });

  test('SES-04 is refused in any other session, also of the same key', async ({ db }) => {
    const seat = await signedIn(db);
    const second = await signInWith(seat.auth, seat.authenticator);
    if (!second.ok) throw new Error(second.reason);
    const found = await findSession(db, {
      token: second.token,
      policy: await seat.auth.policy(),
      now: seat.auth.now(),
    });
    if (!found.ok) throw new Error(found.reason);
    const proof = await proofOf(seat);
    expect(await finish({ ...seat, actor: found.session.actor }, proof)).toEqual({
      ok: false,
      reason: 'challenge_of_other_browser',
    });
  });

  test('AUT-19 is good once', async ({ db }) => {
    const seat = await signedIn(db);
    const proof = await proofOf(seat);
    expect(await finish(seat, proof)).toMatchObject({ ok: true });
    expect(await finish(seat, proof)).toMatchObject({ ok: false });
    expect(await db.auditEvent.count({ where: { type: 'step_up' } })).toBe(1);
  });

  test('AUT-11 sent sixteen times at once it is good once', async ({ db }) => {
    const seat = await signedIn(db);
    const proof = await proofOf(seat);
    const outcomes = await Promise.all(Array.from({ length: 16 }, () => finish(seat, proof)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('AUT-04 is too late after two minutes', async ({ db }) => {
    const seat = await signedIn(db);
    const proof = await proofOf(seat);
    seat.auth.pass(121);
    expect(await finish(seat, proof)).toEqual({ ok: false, reason: 'challenge_expired' });
  });

  test('AUT-05 a sign-in’s challenge confirms nothing, and a step-up’s opens no session', async ({ db }) => {
    const seat = await signedIn(db);
    const { options, state } = await begun(seat);
    const response = seat.authenticator.get(options);
    const signIn = await signInWithState(seat, state, response);
    expect(signIn).toMatchObject({ ok: false, reason: 'challenge_not_ours' });
  });

  test('AUT-08 is refused without the PIN of the key', async ({ db }) => {
    const seat = await signedIn(db);
    const proof = await proofOf(seat, REVOKE, { userVerified: false });
    expect(await finish(seat, proof)).toEqual({ ok: false, reason: 'user_not_verified' });
  });

  test('REC-05 a key that two of the staff gave out confirms nothing for 72 hours, whatever its answer', async ({
    db,
  }) => {
    const seat = await signedIn(db);
    const signsFrom = new Date(seat.auth.now().getTime() + 60_000);
    const proof = await proofOf(seat);
    await db.key.update({ where: { id: seat.actor.keyId }, data: { signsFrom } });
    expect(await finish(seat, proof)).toEqual({ ok: false, reason: 'signs_later' });
    const refused = { ok: false, reason: 'signs_later' };
    expect(await beginStepUp(seat.auth, { actor: seat.actor, deed: REVOKE })).toEqual(refused);
    expect(await isLive(seat, seat.token)).toBe(true);
    seat.auth.pass(60);
    expect(await finish(seat, await proofOf(seat))).toMatchObject({ ok: true });
  });

  test('a session whose key proves less confirms nothing', async ({ db }) => {
    const seat = await signedIn(db);
    const lesser = { ...seat, actor: { ...seat.actor, tier: 3 as const } };
    expect(await finish(lesser, await proofOf(seat))).toEqual({ ok: false, reason: 'tier_too_low' });
  });

  test('SES-05 is refused once the session is over or the key suspended', async ({ db }) => {
    const seat = await signedIn(db);
    const proof = await proofOf(seat);
    await db.key.update({ where: { id: seat.actor.keyId }, data: { status: 'suspended' } });
    expect(await finish(seat, proof)).toEqual({ ok: false, reason: 'session_over' });
  });

  test('AUT-10 a copy of the key gives itself away at a step-up too: key suspended, alarm raised', async ({
    db,
  }) => {
    const seat = await signedIn(db);
    await finish(seat, await proofOf(seat, REVOKE, { signCount: 50 }));
    seat.auth.pass(1);
    const proof = await proofOf(seat, REVOKE, { signCount: 7 });
    expect(await finish(seat, proof)).toEqual({ ok: false, reason: 'sign_count_regressed' });
    expect(await db.key.findUnique({ where: { id: seat.actor.keyId } })).toMatchObject({
      status: 'suspended',
    });
    expect(await db.alarm.count({ where: { kind: 'possible_clone' } })).toBe(1);
    expect((await auditTypes(db)).at(-1)).toBe('step_up_refused: sign_count_regressed');
  });

  test('AUT-10 of two tabs the slower one is only refused', async ({ db }) => {
    const seat = await signedIn(db);
    const slow = await proofOf(seat, REVOKE, { signCount: 50 });
    await finish(seat, await proofOf(seat, REVOKE, { signCount: 51 }));
    expect(await finish(seat, slow)).toEqual({ ok: false, reason: 'older_tab' });
    expect(await db.key.findUnique({ where: { id: seat.actor.keyId } })).toMatchObject({ status: 'active' });
  });
});

function signInWithState({ auth }: Seat, state: string, response: AssertionJson) {
  return finishAuthentication(auth, {
    state,
    response,
    browserToken: 'any',
    previousToken: null,
    trace: TRACE,
  });
}

describe('the hash of a deed', () => {
  test('is the same however a browser writes line ends, and in whatever order the fields come', () => {
    const one: Deed = {
      ...REVOKE,
      content: [
        ['a', 'x\ny'],
        ['b', '1'],
      ],
    };
    const other: Deed = {
      ...REVOKE,
      content: [
        ['b', '1'],
        ['a', 'x\r\ny'],
      ],
    };
    expect(hashOfDeed(one)).toEqual(hashOfDeed(other));
  });

  test('differs where a value moves from one field to the next', () => {
    const one: Deed = {
      ...REVOKE,
      content: [
        ['a', 'xy'],
        ['b', ''],
      ],
    };
    const other: Deed = {
      ...REVOKE,
      content: [
        ['a', 'x'],
        ['b', 'y'],
      ],
    };
    expect(hashOfDeed(one)).not.toEqual(hashOfDeed(other));
  });
});
