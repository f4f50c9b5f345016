import { expect } from 'vitest';
import { beginAuthentication } from '#auth/ceremonies/begin-authentication.ts';
import { finishAuthentication } from '#auth/ceremonies/finish-authentication.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { TRACE, auditTypes, enrolled, openTestAuth, signInWith } from '#test/support/auth.ts';
import { createSoftAuthenticator } from '#test/support/soft-authenticator.ts';
import { test } from '#test/support/db.ts';

test('AUT-01 a key signs its holder in without a name, and the log says so', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, holderId } = await enrolled(auth);
  const outcome = await signInWith(auth, authenticator);
  expect(outcome).toMatchObject({ ok: true, role: 'customer' });
  if (!outcome.ok) return;
  const found = await findSession(db, { token: outcome.token, policy: await auth.policy(), now: auth.now() });
  expect(found).toMatchObject({ ok: true, session: { actor: { holderId, role: 'buyer', tier: 4 } } });
  expect(await auditTypes(db)).toContain('sign_in');
});

test('AUT-02 an answer without the holder’s handle, or with another’s, is refused', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator } = await enrolled(auth);
  const without = await signInWith(auth, authenticator, { unlike: { userHandle: null } });
  const other = await signInWith(auth, authenticator, { unlike: { userHandle: new Uint8Array(32) } });
  expect(without).toMatchObject({ ok: false, reason: 'user_handle_missing' });
  expect(other).toMatchObject({ ok: false, reason: 'user_handle_mismatch' });
});

test('AUT-03 a suspended or revoked key, a leaver and a closed account are refused after a good signature', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { authenticator, keyId, holderId, accountId } = await enrolled(auth);
  const refusalWhen = async (change: Promise<unknown>) => {
    await change;
    auth.pass(1);
    const outcome = await signInWith(auth, authenticator);
    return outcome.ok ? 'signed in' : outcome.reason;
  };
  expect(await refusalWhen(db.key.update({ where: { id: keyId }, data: { status: 'suspended' } }))).toBe(
    'key_suspended',
  );
  expect(await refusalWhen(db.key.update({ where: { id: keyId }, data: { status: 'revoked' } }))).toBe(
    'key_revoked',
  );
  await db.key.update({ where: { id: keyId }, data: { status: 'active' } });
  expect(await refusalWhen(db.holder.update({ where: { id: holderId }, data: { status: 'left' } }))).toBe(
    'holder_left',
  );
  await db.holder.update({ where: { id: holderId }, data: { status: 'active' } });
  expect(
    await refusalWhen(
      db.customerAccount.update({ where: { id: accountId ?? '' }, data: { status: 'closed' } }),
    ),
  ).toBe('no_membership');
});

test('AUT-04 a challenge is good for two minutes', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator } = await enrolled(auth);
  const browserToken = mintToken();
  const { options, state } = await beginAuthentication(auth, browserToken);
  auth.pass(121);
  const response = authenticator.get(options);
  const outcome = await finishAuthentication(auth, {
    state,
    response,
    browserToken,
    previousToken: null,
    trace: TRACE,
  });
  expect(outcome).toMatchObject({ ok: false, reason: 'challenge_expired' });
});

test('AUT-04 a failed answer spends its challenge too', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator } = await enrolled(auth);
  const browserToken = mintToken();
  const { options, state } = await beginAuthentication(auth, browserToken);
  const answer = (unlike?: Parameters<typeof authenticator.get>[1]) =>
    finishAuthentication(auth, {
      state,
      response: authenticator.get(options, unlike),
      browserToken,
      previousToken: null,
      trace: TRACE,
    });
  expect(await answer({ userVerified: false })).toMatchObject({ ok: false, reason: 'user_not_verified' });
  expect(await answer()).toMatchObject({ ok: false, reason: 'challenge_spent' });
});

test('AUT-05, WEB-08 a challenge of one browser is refused from another', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator } = await enrolled(auth);
  const outcome = await signInWith(auth, authenticator, { finishIn: mintToken() });
  expect(outcome).toMatchObject({ ok: false, reason: 'challenge_of_other_browser' });
});

test('AUT-09 a key whose backup state changed is suspended, with an alarm', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, keyId } = await enrolled(auth);
  const outcome = await signInWith(auth, authenticator, { unlike: { backupEligible: true } });
  expect(outcome.ok).toBe(false);
  expect(await db.key.findUnique({ where: { id: keyId }, select: { status: true } })).toEqual({
    status: 'suspended',
  });
  expect(await db.alarm.findMany({ select: { kind: true, keyId: true } })).toEqual([
    { kind: 'backup_changed', keyId },
  ]);
});

test('AUT-10 a copy of a key gives itself away: it is suspended, its sessions end, an alarm is raised', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { authenticator, keyId } = await enrolled(auth);
  const honest = await signInWith(auth, authenticator, { unlike: { signCount: 40 } });
  auth.pass(5);
  const copy = await signInWith(auth, authenticator, { unlike: { signCount: 7 } });
  expect(honest.ok).toBe(true);
  expect(copy).toMatchObject({ ok: false, reason: 'sign_count_regressed' });
  expect(await db.key.findUnique({ where: { id: keyId }, select: { status: true } })).toEqual({
    status: 'suspended',
  });
  expect(await db.session.count({ where: { keyId, endedAt: null } })).toBe(0);
  expect(await db.alarm.count({ where: { keyId, kind: 'possible_clone' } })).toBe(1);
});

test('AUT-10 the proof of a copy, sent again and again, suspends and alarms once', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, keyId } = await enrolled(auth);
  await signInWith(auth, authenticator, { unlike: { signCount: 40 } });
  auth.pass(5);
  const browserToken = mintToken();
  const { options, state } = await beginAuthentication(auth, browserToken);
  const response = authenticator.get(options, { signCount: 7 });
  const answer = { state, response, browserToken, previousToken: null, trace: TRACE };
  expect(await finishAuthentication(auth, answer)).toMatchObject({ reason: 'sign_count_regressed' });
  await db.alarm.updateMany({ data: { settledAt: auth.now() } });
  await db.key.update({ where: { id: keyId }, data: { status: 'active' } });

  expect(await finishAuthentication(auth, answer)).toMatchObject({ reason: 'challenge_spent' });
  expect(await db.key.findUnique({ where: { id: keyId }, select: { status: true } })).toEqual({
    status: 'active',
  });
  expect(await db.alarm.count({ where: { keyId } })).toBe(1);
  expect((await auditTypes(db)).slice(-4)).toEqual([
    'alarm_raised',
    'key_suspended: sign_count_regressed',
    'sign_in_refused: sign_count_regressed',
    'sign_in_refused: challenge_spent',
  ]);
});

test.for(['suspended', 'revoked'])(
  'AUT-10 a copy of a key that is %s already changes nothing about it, and one open alarm is enough',
  async (status, { db }) => {
    const auth = openTestAuth(db);
    const { authenticator, keyId } = await enrolled(auth);
    await signInWith(auth, authenticator, { unlike: { signCount: 40 } });
    await db.key.update({ where: { id: keyId }, data: { status } });
    for (const signCount of [7, 8]) {
      auth.pass(5);
      expect(await signInWith(auth, authenticator, { unlike: { signCount } })).toMatchObject({
        reason: 'sign_count_regressed',
      });
    }
    expect(await db.key.findUnique({ where: { id: keyId }, select: { status: true } })).toEqual({ status });
    expect(await db.alarm.count({ where: { keyId, kind: 'possible_clone' } })).toBe(1);
    const types = await auditTypes(db);
    expect(types.filter((type) => type.startsWith('key_suspended'))).toEqual([]);
    expect(types.filter((type) => type === 'sign_in_refused: sign_count_regressed')).toHaveLength(2);
  },
);

test('AUT-10 of two honest tabs the one that answers late only has to try again', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, keyId } = await enrolled(auth);
  const browserToken = mintToken();
  const tabs = [await beginAuthentication(auth, browserToken), await beginAuthentication(auth, browserToken)];
  const answers = tabs.map(({ options, state }) => ({ state, response: authenticator.get(options) }));
  auth.pass(3);
  const outcomes = [];
  for (const answer of answers.toReversed()) {
    outcomes.push(
      await finishAuthentication(auth, { ...answer, browserToken, previousToken: null, trace: TRACE }),
    );
  }
  expect(outcomes).toMatchObject([{ ok: true }, { ok: false, reason: 'older_tab' }]);
  expect(await db.key.findUnique({ where: { id: keyId }, select: { status: true } })).toEqual({
    status: 'active',
  });
  expect(await db.alarm.count()).toBe(0);
});

test('AUT-10 a forged counter without a valid signature raises no alarm', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, keyId } = await enrolled(auth);
  await signInWith(auth, authenticator, { unlike: { signCount: 40 } });
  auth.pass(5);
  const forged = await signInWith(auth, authenticator, {
    unlike: {
      signCount: 1,
      tamper: { signature: (bytes) => bytes.map((byte, index) => (index > 8 ? byte ^ 1 : byte)) },
    },
  });
  expect(forged.ok).toBe(false);
  expect(await db.alarm.count()).toBe(0);
  expect(await db.key.findUnique({ where: { id: keyId }, select: { status: true } })).toEqual({
    status: 'active',
  });
});

test('AUT-11 of thirty-two replays of one answer exactly one opens a session', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator, keyId } = await enrolled(auth);
  const browserToken = mintToken();
  const { options, state } = await beginAuthentication(auth, browserToken);
  const response = authenticator.get(options);
  const outcomes = await Promise.all(
    Array.from({ length: 32 }, () =>
      finishAuthentication(auth, { state, response, browserToken, previousToken: null, trace: TRACE }),
    ),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await db.session.count({ where: { keyId } })).toBe(1);
  expect(await db.alarm.count({ where: { kind: 'possible_clone' } })).toBe(0);
});

test('AUT-12 an unknown key costs a verification too and is refused like any other', async ({ db }) => {
  const auth = openTestAuth(db);
  await enrolled(auth);
  const stranger = createSoftAuthenticator({ origin: 'https://portal.example', attestation: 'none' });
  stranger.create({
    challenge: Buffer.alloc(32).toString('base64url'),
    rp: { id: 'portal.example' },
    user: { id: Buffer.alloc(32).toString('base64url') },
    pubKeyCredParams: [{ alg: -7 }],
  });
  expect(await signInWith(auth, stranger)).toEqual({
    ok: false,
    reason: 'credential_unknown',
    isUnknownKey: true,
  });
});

test('ADM-05 nobody without a key can fill the log: what proves nothing is written once a minute, with the count', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const garbage = { state: 'garbage', response: {}, browserToken: mintToken(), previousToken: null };
  for (let times = 0; times < 20; times += 1) await finishAuthentication(auth, { ...garbage, trace: TRACE });
  expect(await auditTypes(db)).toEqual(['sign_in_refused: challenge_not_ours']);
  auth.pass(60);
  await finishAuthentication(auth, { ...garbage, trace: TRACE });
  const events = await db.auditEvent.findMany({ orderBy: { seq: 'asc' }, select: { detailsJson: true } });
  expect(events.map(({ detailsJson }) => detailsJson)).toEqual(['{}', '{"leftOut":19}']);
});

test('a refusal without a valid signature names no key and no account: it can’t push real sign-ins out of sight', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { authenticator } = await enrolled(auth);
  for (let times = 0; times < 3; times += 1) {
    const forged = await signInWith(auth, authenticator, {
      unlike: {
        tamper: { signature: (bytes) => bytes.map((byte, index) => (index > 8 ? byte ^ 1 : byte)) },
      },
    });
    expect(forged).toMatchObject({ ok: false, reason: 'signature_invalid' });
  }
  const where = { type: 'sign_in_refused' };
  expect(
    await db.auditEvent.findMany({ where, select: { keyId: true, holderId: true, accountId: true } }),
  ).toEqual([{ keyId: null, holderId: null, accountId: null }]);
});

test('SES-02 a new sign-in in the same browser ends the session before it', async ({ db }) => {
  const auth = openTestAuth(db);
  const { authenticator } = await enrolled(auth);
  const first = await signInWith(auth, authenticator);
  auth.pass(2);
  const browserToken = mintToken();
  const { options, state } = await beginAuthentication(auth, browserToken);
  const previousToken = first.ok ? first.token : '';
  const second = await finishAuthentication(auth, {
    state,
    response: authenticator.get(options),
    browserToken,
    previousToken,
    trace: TRACE,
  });
  expect(second.ok).toBe(true);
  const found = await findSession(db, { token: previousToken, policy: await auth.policy(), now: auth.now() });
  expect(found).toMatchObject({ ok: false, endedReason: 'signed_in_again' });
});

test('a key that nobody attests never gets above tier 2 outside the demo, and never becomes staff', async ({
  db,
}) => {
  const policy = { ...PRODUCTION_POLICY, attestation: { customer: 'optional', staff: 'required' } } as const;
  const auth = openTestAuth(db, policy);
  const { authenticator } = await enrolled(auth);
  const outcome = await signInWith(auth, authenticator);
  const token = outcome.ok ? outcome.token : '';
  const found = await findSession(db, { token, policy, now: auth.now() });
  expect(found).toMatchObject({
    ok: true,
    session: { actor: { tier: 2, classes: ['status', 'goods', 'list-price'] } },
  });
  await expect(enrolled(auth, { isStaff: true })).rejects.toThrow('format_not_allowed');
});
