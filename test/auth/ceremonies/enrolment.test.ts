import { expect } from 'vitest';
import { beginRegistration } from '#auth/ceremonies/begin-registration.ts';
import { finishRegistration } from '#auth/ceremonies/finish-registration.ts';
import { createInvitation, requireCode } from '#auth/invitations/create-invitation.ts';
import { findOpenTicket } from '#auth/invitations/find-ticket.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { DEMO_POLICY, PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import {
  ORIGIN,
  TRACE,
  auditTypes,
  enrolled,
  invite,
  openTestAuth,
  openTicket,
  register,
  signInWith,
  toCreationOptions,
} from '#test/support/auth.ts';
import type { Invited, TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import { SOFT_AAGUID, createSoftAuthenticator } from '#test/support/soft-authenticator.ts';
import { createTestCa } from '#test/support/test-ca.ts';

const softKey = (unlike = {}) => createSoftAuthenticator({ origin: ORIGIN, attestation: 'none', ...unlike });

test('REG-01 a key is registered through its link and code, and works from then on', async ({ db }) => {
  const auth = openTestAuth(db);
  const { keyId } = await enrolled(auth);
  const key = await db.key.findUniqueOrThrow({
    where: { id: keyId },
    select: { status: true, attestation: true },
  });
  expect(key).toEqual({ status: 'active', attestation: 'unattested' });
  expect(await auditTypes(db)).toEqual(['ticket_minted', 'key_registered: unattested']);
});

test('REG-23 an issued key opens nothing, on its way or arrived, until its holder has link and code and registers it', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  for (const status of ['assigned', 'shipped']) {
    const invited = await invite(auth);
    await db.key.update({ where: { id: invited.keyId }, data: { status } });
    const authenticator = softKey();
    const outcome = await register(auth, invited, (options) => authenticator.create(options));
    expect(outcome).toMatchObject({ ok: true });

    await db.key.update({ where: { id: invited.keyId }, data: { status } });
    expect(await signInWith(auth, authenticator)).toMatchObject({ ok: false });
    await db.key.update({ where: { id: invited.keyId }, data: { status: 'active' } });
    auth.pass(1);
    expect(await signInWith(auth, authenticator)).toMatchObject({ ok: true });
  }
});

test('REG-23 whoever has the link without the code, or the code without the link, registers nothing', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const [one, other] = [await invite(auth), await invite(auth)];
  expect(await tryCode(auth, one, other.invitation.claimCode)).toMatchObject({ ok: false });
  expect(
    await tryCode(
      auth,
      { ...one, invitation: { ...one.invitation, token: mintToken() } },
      one.invitation.claimCode,
    ),
  ).toEqual({ ok: false, reason: 'not_open' });
  expect(
    await db.key.findMany({ where: { id: { in: [one.keyId, other.keyId] } }, select: { status: true } }),
  ).toEqual([{ status: 'assigned' }, { status: 'assigned' }]);
});

test('REG-01 five wrong codes kill the link, and the right one comes too late', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const tries = [];
  for (let count = 0; count < 5; count += 1) tries.push(await tryCode(auth, invited, '0000-0000'));
  expect(tries.map((outcome) => ('triesLeft' in outcome ? outcome.triesLeft : outcome))).toEqual([
    4, 3, 2, 1, 0,
  ]);
  expect(await tryCode(auth, invited, invited.invitation.claimCode)).toEqual({
    ok: false,
    reason: 'not_open',
  });
});

test('REG-01 fifty parallel guesses never get more than five tries', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => tryCode(auth, invited, 'ZZZZ-ZZZZ')));
  expect(outcomes.filter((outcome) => !outcome.ok && outcome.reason === 'wrong_code')).toHaveLength(5);
});

test('REG-01 a code that can’t be one costs no try', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  for (let count = 0; count < 9; count += 1) await tryCode(auth, invited, '12');
  expect(await tryCode(auth, invited, invited.invitation.claimCode)).toMatchObject({ ok: true });
});

test('REG-01 a code typed in small letters, without its dash and with O for 0 is understood', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const typed = invited.invitation.claimCode.toLowerCase().replace('-', ' ').replaceAll('0', 'o');
  expect(await tryCode(auth, invited, typed)).toMatchObject({ ok: true });
});

test('REG-01 a link is too old after its days, and a ticket after a quarter of an hour', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const browserToken = mintToken();
  const opened = await openInvitation(auth, { ...invited.invitation, browserToken, trace: TRACE });
  const ticket = opened.ok ? opened.ticket : '';
  auth.pass(15 * 60 + 1);
  expect(await findOpenTicket(db, { ticket, browserToken, now: auth.now() })).toBeNull();
  auth.pass(14 * 24 * 3600);
  expect(await tryCode(auth, invited, invited.invitation.claimCode)).toEqual({
    ok: false,
    reason: 'not_open',
  });
});

test('REG-01 a ticket works in the browser that opened the link and in no other', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const opened = await openInvitation(auth, {
    ...invited.invitation,
    browserToken: mintToken(),
    trace: TRACE,
  });
  const ticket = opened.ok ? opened.ticket : '';
  expect(await findOpenTicket(db, { ticket, browserToken: mintToken(), now: auth.now() })).toBeNull();
});

test('REG-02 of two answers to one ticket one registers a key, the other is told that it is spent', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const browserToken = mintToken();
  const ticket = await openTicket(auth, invited, browserToken);
  const finish = async () => {
    const { options, state } = await beginRegistration(auth, { ticket, browserToken });
    const response = softKey().create(toCreationOptions(options));
    return finishRegistration(auth, { ticket, state, response, browserToken, trace: TRACE });
  };
  const outcomes = await Promise.all([finish(), finish()]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'ticket_spent' });
  expect(await db.credential.count({ where: { keyId: invited.keyId } })).toBe(1);
});

test('REG-02 a failed try spends neither link nor ticket', async ({ db }) => {
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const synced = await register(auth, invited, (options) =>
    softKey({ backupEligible: true }).create(options),
  );
  expect(synced).toEqual({ ok: false, reason: 'backup_eligible_refused' });
  expect(await register(auth, invited, (options) => softKey().create(options))).toMatchObject({ ok: true });
});

test('REG-03 the browser is asked for a USB key that verifies its user, and told which ones are known', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { accountId, holderId } = await enrolled(auth);
  const key = await db.key.create({
    data: { status: 'assigned', label: 'spare', holderId, accountId, issuedAt: auth.now() },
    select: { id: true },
  });
  const invitation = await db.$transaction((tx) =>
    createInvitation(tx, {
      keyId: key.id,
      createdById: null,
      isConfirmed: true,
      days: 14,
      peppers: auth.peppers,
      audit: auth.audit,
      about: { holderId, accountId, actorId: null },
      now: auth.now(),
    }),
  );
  const browserToken = mintToken();
  const ticket = await openTicket(
    auth,
    { invitation: requireCode(invitation), keyId: key.id, holderId, accountId },
    browserToken,
  );
  const { options } = await beginRegistration(auth, { ticket, browserToken });
  expect(options).toMatchObject({
    attestation: 'direct',
    hints: ['security-key'],
    authenticatorSelection: {
      authenticatorAttachment: 'cross-platform',
      residentKey: 'required',
      userVerification: 'required',
    },
    pubKeyCredParams: [{ alg: -7 }, { alg: -8 }],
  });
  expect(options['excludeCredentials']).toHaveLength(1);
});

test('REG-04 a key that did not ask for its PIN, or sits in the computer, is refused whatever the page asked for', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const unverified = await register(auth, await invite(auth), (options) =>
    softKey({ userVerified: false }).create(options),
  );
  const built = await register(auth, await invite(auth), (options) =>
    softKey({ attachment: 'platform' }).create(options),
  );
  expect(unverified).toEqual({ ok: false, reason: 'user_not_verified' });
  expect(built).toEqual({ ok: false, reason: 'attachment_refused' });
});

test.for([
  ['asked', { minPinLength: 4 }, 'min_pin_length_too_low'],
  ['asked', { minPinLength: 6 }, null],
  ['asked', {}, null],
  ['demanded', { minPinLength: 4 }, 'min_pin_length_too_low'],
  ['demanded', {}, 'min_pin_length_too_low'],
] as const)(
  'REG-15 where the PIN length is %s, a key that answers %o is judged by it',
  async ([demand, extensions, reason], { db }) => {
    const auth = openTestAuth(db, { ...DEMO_POLICY, minPinLength: { length: 6, demand } });
    const outcome = await register(auth, await invite(auth), (options) =>
      softKey({ extensions }).create(options),
    );
    expect(outcome.ok ? null : outcome.reason).toBe(reason);
  },
);

test('REG-16 a credential that another key has is refused, and both keys are flagged', async ({ db }) => {
  const auth = openTestAuth(db);
  const seeded = { origin: ORIGIN, attestation: 'none', seed: 'one and the same' } as const;
  const first = await invite(auth);
  await register(auth, first, (options) => createSoftAuthenticator(seeded).create(options));
  const second = await invite(auth);
  const outcome = await register(auth, second, (options) => createSoftAuthenticator(seeded).create(options));
  expect(outcome).toEqual({ ok: false, reason: 'credential_known' });
  const alarms = await db.alarm.findMany({ select: { kind: true, keyId: true } });
  expect(new Set(alarms.map(({ keyId }) => keyId))).toEqual(new Set([first.keyId, second.keyId]));
});

test('REC-09 what was registered in the earlier life of a fob stays blocked in its next one', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const seeded = { origin: ORIGIN, attestation: 'none', seed: 'never reset' } as const;
  const before = await invite(auth);
  await register(auth, before, (options) => createSoftAuthenticator(seeded).create(options));
  const revoked = { status: 'revoked', liveSerial: null, serial: 'SN-1' };
  await db.key.update({ where: { id: before.keyId }, data: revoked });
  const next = await invite(auth);
  await db.key.update({ where: { id: next.keyId }, data: { previousKeyId: before.keyId, serial: 'SN-1' } });
  const outcome = await register(auth, next, (options) => createSoftAuthenticator(seeded).create(options));
  expect(outcome).toEqual({ ok: false, reason: 'credential_known' });

  const reset = { ...seeded, seed: 'after its reset' };
  const again = await register(auth, next, (options) => createSoftAuthenticator(reset).create(options));
  expect(again).toMatchObject({ ok: true });
});

test('AUT-04 a known credential spends its challenge too, and is flagged once', async ({ db }) => {
  const auth = openTestAuth(db);
  const seeded = { origin: ORIGIN, attestation: 'none', seed: 'one and the same' } as const;
  await register(auth, await invite(auth), (options) => createSoftAuthenticator(seeded).create(options));
  const browserToken = mintToken();
  const ticket = await openTicket(auth, await invite(auth), browserToken);
  const { options, state } = await beginRegistration(auth, { ticket, browserToken });
  const response = createSoftAuthenticator(seeded).create(toCreationOptions(options));
  const answer = { ticket, state, response, browserToken, trace: TRACE };
  expect(await finishRegistration(auth, answer)).toEqual({ ok: false, reason: 'credential_known' });
  expect(await finishRegistration(auth, answer)).toEqual({ ok: false, reason: 'challenge_spent' });
  expect(await db.alarm.count()).toBe(2);
});

test('REG-20 the handle in the key is random and says nothing of its holder', async ({ db }) => {
  const auth = openTestAuth(db);
  const { holderId } = await enrolled(auth);
  const { userHandle, name } = await db.holder.findUniqueOrThrow({
    where: { id: holderId },
    select: { userHandle: true, name: true },
  });
  expect(userHandle.byteLength).toBe(32);
  expect(Buffer.from(userHandle).toString('latin1')).not.toContain(name);
});

test('REG-22 the registration is archived as it came, with the verdict and the verifier’s version', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  await enrolled(auth);
  const archive = await db.attestationArchive.findFirstOrThrow();
  expect(archive).toMatchObject({ verdict: 'unattested' });
  expect(archive.attestationObject.byteLength).toBeGreaterThan(100);
  expect(archive.verifierVersion).not.toBe('');
});

test('REG-06 in production a key of a known model is attested, and any other is refused', async ({ db }) => {
  const auth = openTestAuth(db, PRODUCTION_POLICY);
  const maker = createTestCa();
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(maker.certificate).toString('base64')}\n-----END CERTIFICATE-----\n`;
  await db.keyModel.create({
    data: {
      aaguid: SOFT_AAGUID,
      name: 'Demo model',
      maker: 'Demo maker',
      rootsPem: pem,
      addedAt: auth.now(),
    },
  });
  const known = createSoftAuthenticator({ origin: ORIGIN, testCa: maker });
  const foreign = createSoftAuthenticator({
    origin: ORIGIN,
    testCa: createTestCa({ seed: 'another maker' }),
  });
  expect(await register(auth, await invite(auth), (options) => known.create(options))).toEqual({
    ok: true,
    attestation: 'attested',
    modelName: 'Demo model',
  });
  expect(await register(auth, await invite(auth), (options) => foreign.create(options))).toEqual({
    ok: false,
    reason: 'root_not_trusted',
  });
  expect(await register(auth, await invite(auth), (options) => softKey().create(options))).toEqual({
    ok: false,
    reason: 'format_not_allowed',
  });
});

async function tryCode(auth: TestAuth, { invitation }: Invited, claimCode: string) {
  return openInvitation(auth, {
    token: invitation.token,
    claimCode,
    browserToken: mintToken(),
    trace: TRACE,
  });
}

test('a key that proves no model keeps the one it was received as, unless what it says of itself contradicts that', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const modelOf = async (modelName: string | null) => {
    const invited = await invite(auth, { modelName });
    const outcome = await register(auth, invited, (options) => softKey().create(options));
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome.modelName;
  };
  const aModel = (name: string, aaguid: string) =>
    db.keyModel.create({ data: { aaguid, name, maker: 'Demo maker', rootsPem: '', addedAt: auth.now() } });
  expect(await modelOf('Touch One')).toBe('Touch One');
  expect(await modelOf(null)).toBeNull();
  await aModel('Touch One', '11111111-2222-4333-8444-555555555555');
  expect(await modelOf('Touch One')).toBeNull();
  await aModel('Touch Two', SOFT_AAGUID);
  expect(await modelOf('Touch Two')).toBe('Touch Two');
  expect(await modelOf('Touch Three')).toBeNull();
});
