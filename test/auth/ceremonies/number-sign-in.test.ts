import { expect } from 'vitest';
import { beginNumberAuthentication } from '#auth/ceremonies/begin-number-authentication.ts';
import { finishNumberAuthentication } from '#auth/ceremonies/finish-number-authentication.ts';
import { DEMO_POLICY, PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { auditTypes, enrolled, openTestAuth, signInWith } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import {
  WRONG_PIN,
  aCardNumber,
  aU2fAuthenticator,
  beginByNumber,
  enrolledWithPin,
  signInByNumber,
} from '#test/support/u2f.ts';
import type { U2fKey } from '#test/support/u2f.ts';

const lastEvent = async ({ db }: TestAuth) => (await auditTypes(db)).at(-1);
const pinOf = ({ db }: TestAuth, { keyId }: U2fKey) => db.serverPin.findUniqueOrThrow({ where: { keyId } });

/** What a browser learns of a refusal. */
async function refusal(auth: TestAuth, key: U2fKey, settings: Parameters<typeof signInByNumber>[2]) {
  const outcome = await signInByNumber(auth, key, settings);
  return outcome.ok ? 'let in' : outcome.reason;
}

test('PIN-02 a key without a PIN of its own opens a session of tier 3 with its number and the portal’s PIN', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  const outcome = await signInByNumber(auth, key);
  if (!outcome.ok) throw new Error(outcome.reason);
  expect(await db.session.findFirstOrThrow()).toMatchObject({
    tier: 3,
    isUserVerified: false,
    keyId: key.keyId,
  });
  const event = await db.auditEvent.findFirstOrThrow({ where: { type: 'sign_in' } });
  expect(event).toMatchObject({ keyId: key.keyId, tier: 3, result: 'ok' });
  const found = await findSession(db, { token: outcome.token, policy: DEMO_POLICY, now: auth.now() });
  expect(found).toMatchObject({ ok: true, session: { actor: { tier: 3 }, mustChangePin: false } });
});

test('PIN-06 one signature, sent again and again, uses up one try and none of its company’s or its network’s', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  const request = await beginByNumber(auth, key, { pin: WRONG_PIN });
  for (let turn = 0; turn < 5; turn += 1) {
    expect(await finishNumberAuthentication(auth, request)).toMatchObject({ ok: false });
  }
  expect(await pinOf(auth, key)).toMatchObject({ failures: 1 });
  const used = await db.limitUse.findMany({ where: { name: { startsWith: 'pin-' } } });
  expect(used.map(({ used: wrong }) => wrong)).toEqual([1, 1]);
});

test('its session opens less as soon as the policy says that its kind is worth less', async ({ db }) => {
  const auth = openTestAuth(db);
  const outcome = await signInByNumber(auth, await enrolledWithPin(auth));
  if (!outcome.ok) throw new Error(outcome.reason);
  const found = await findSession(db, { token: outcome.token, policy: PRODUCTION_POLICY, now: auth.now() });
  expect(found).toMatchObject({ ok: true, session: { actor: { tier: 2 } } });
});

test('the number may be typed as it is printed, in groups', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth, { cardNumber: '407122981165' });
  for (const number of ['4071 2298 1165', '4071-2298-1165', ' 407122981165 ']) {
    expect((await signInByNumber(auth, key, { number })).ok).toBe(true);
  }
});

test('PIN-05 the PIN is looked at only after the key has signed: without it no try is even counted', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  const stranger = aU2fAuthenticator();
  stranger.create({
    challenge: 'AAAA',
    rp: { id: 'portal.example' },
    user: { id: 'AAAA' },
    pubKeyCredParams: [{ alg: -7 }],
  });
  const forged = { unlike: { tamper: { signature: (bytes: Uint8Array) => bytes.toReversed() } } };
  expect(await refusal(auth, key, forged)).not.toBe('let in');
  expect(await refusal(auth, { ...key, authenticator: stranger }, {})).toBe('credential_unknown');
  expect(await refusal(auth, key, { unlike: { userPresent: false } })).toBe('user_not_present');
  expect(await pinOf(auth, key)).toMatchObject({ failures: 0 });
});

test('PIN-05 a wrong PIN counts against the key, and the log says which key', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  expect(await refusal(auth, key, { pin: WRONG_PIN })).toBe('wrong_pin');
  expect((await pinOf(auth, key)).failures).toBe(1);
  const event = await db.auditEvent.findFirstOrThrow({ where: { type: 'sign_in_refused' } });
  expect(event).toMatchObject({ keyId: key.keyId, reason: 'wrong_pin' });
  expect(
    JSON.stringify(await db.auditEvent.findMany(), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).not.toContain(WRONG_PIN);
});

test('PIN-07 one signature is good for one try: sent fifty times, it tries one PIN', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  // A key that does not count: nothing but the challenge tells one answer from its copy.
  await db.credential.update({ where: { keyId: key.keyId }, data: { signCount: 0n } });
  const posted = await beginByNumber(auth, key, { pin: WRONG_PIN, unlike: { signCount: 0 } });
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () => finishNumberAuthentication(auth, posted)),
  );
  const looked = outcomes.filter((outcome) => !outcome.ok && outcome.reason === 'wrong_pin');
  expect(looked).toHaveLength(1);
  expect((await pinOf(auth, key)).failures).toBe(1);
});

test('AUT-13 an unknown number is answered like a known one, and always with the same credential', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  const begin = async (number: string) =>
    (await beginNumberAuthentication(auth, { number, browserToken: mintToken() })).options;
  const [known, unknown, again] = [
    await begin(key.cardNumber),
    await begin('999988887777'),
    await begin('9999 8888 7777'),
  ];
  const shape = (options: typeof known) => ({
    ...options,
    challenge: options.challenge.length,
    allowCredentials: options.allowCredentials.map(({ id, ...rest }) => ({ ...rest, id: id.length })),
  });
  expect(shape(unknown)).toEqual(shape(known));
  expect(unknown.allowCredentials).toEqual(again.allowCredentials);
  expect((await begin('999988887778')).allowCredentials).not.toEqual(unknown.allowCredentials);
  const other = openTestAuth(db);
  const elsewhere = await beginNumberAuthentication(other, { number: '999988887777', browserToken: 'b' });
  expect(elsewhere.options.allowCredentials).not.toEqual(unknown.allowCredentials);
});

test('AUT-13 before the first such key there are decoys too', async ({ db }) => {
  const auth = openTestAuth(db);
  const { options } = await beginNumberAuthentication(auth, { number: '1', browserToken: mintToken() });
  expect(Buffer.from(options.allowCredentials[0]?.id ?? '', 'base64url')).toHaveLength(64);
});

test('AUT-13 the number of a key with a PIN of its own is answered with a decoy', async ({ db }) => {
  const auth = openTestAuth(db);
  const { keyId, authenticator } = await enrolled(auth);
  const cardNumber = aCardNumber();
  await db.key.update({ where: { id: keyId }, data: { cardNumber } });
  const { options } = await beginNumberAuthentication(auth, {
    number: cardNumber,
    browserToken: mintToken(),
  });
  const own = Buffer.from(authenticator.credentials[0]?.id ?? []).toString('base64url');
  expect(options.allowCredentials.map(({ id }) => id)).not.toContain(own);
});

test('a key with a PIN of its own never comes in with the portal’s, even where somebody gave it one', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const u2f = await enrolledWithPin(auth);
  const fido2 = await enrolled(auth);
  const cardNumber = aCardNumber();
  await db.key.update({ where: { id: fido2.keyId }, data: { cardNumber } });
  const { hash } = await pinOf(auth, u2f);
  await db.serverPin.create({ data: { keyId: fido2.keyId, hash, mustChange: false, setAt: auth.now() } });
  expect(await refusal(auth, { ...fido2, cardNumber }, {})).toBe('credential_unknown');
});

test('a credential that was registered with its holder’s PIN is never accepted without it', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  await db.credential.update({ where: { keyId: key.keyId }, data: { isUserVerified: true } });
  expect(await refusal(auth, key, {})).toBe('user_not_verified');
});

test('a key without a PIN of its own never comes in by the other way, whatever flags it sets', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  const handle = key.authenticator.credentials[0]?.userHandle ?? null;
  const without = await signInWith(auth, key.authenticator, { unlike: { userHandle: handle } });
  expect(without).toMatchObject({ ok: false, reason: 'user_not_verified' });
  const lying = { userHandle: handle, userVerified: true };
  const withFlag = await signInWith(auth, key.authenticator, { unlike: lying });
  expect(withFlag).toMatchObject({ ok: false, reason: 'other_way_in' });
  expect(await db.session.count()).toBe(0);
});

test('the answer to one number’s challenge is none to another’s', async ({ db }) => {
  const auth = openTestAuth(db);
  const [key, other] = [await enrolledWithPin(auth), await enrolledWithPin(auth)];
  expect(await refusal(auth, key, { finishNumber: other.cardNumber })).toBe('challenge_not_ours');
  expect(await refusal(auth, key, { number: other.cardNumber })).toBe('credential_unknown');
});

test('ADM-01 staff have no way in with the portal’s PIN', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  await db.holder.update({
    where: { id: key.holderId },
    data: { kind: 'staff', staffRole: 'administrator' },
  });
  await db.key.update({ where: { id: key.keyId }, data: { accountId: null } });
  expect(await refusal(auth, key, {})).toBe('other_way_in');
});

test('AUT-12 suspended, revoked, lost and unknown are refused alike outside; the log has the reason', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  for (const [status, reason] of [
    ['suspended', 'key_suspended'],
    ['revoked', 'key_revoked'],
    ['lost', 'key_lost'],
  ] as const) {
    await db.key.update({ where: { id: key.keyId }, data: { status } });
    expect(await refusal(auth, key, {})).toBe(reason);
    expect(await lastEvent(auth)).toBe(`sign_in_refused: ${reason}`);
  }
  expect((await pinOf(auth, key)).failures).toBe(0);
});

test('AUT-10 a counter that went back after a valid signature suspends a key without a PIN of its own too', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  auth.pass(1);
  expect((await signInByNumber(auth, key)).ok).toBe(true);
  auth.pass(1);
  expect(await refusal(auth, key, { unlike: { signCount: 1 } })).toBe('sign_count_regressed');
  expect((await db.key.findUniqueOrThrow({ where: { id: key.keyId } })).status).toBe('suspended');
});

test('PIN-06 the way in by number is closed after ten wrong PINs, the right one included', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledWithPin(auth);
  for (let guess = 0; guess < 10; guess += 1) {
    auth.pass(600);
    expect(await refusal(auth, key, { pin: WRONG_PIN })).toBe('wrong_pin');
  }
  auth.pass(600);
  expect(await refusal(auth, key, {})).toBe('key_suspended');
});
