/** The way in for old dongles: what the portal demands before it opens a session, in its order (section 3.2 step 6). */
import { createPrivateKey } from 'node:crypto';
import { decodeJwt } from 'jose';
import { expect } from 'vitest';
import { beginDongleSignIn } from '#auth/dongles/begin-sign-in.ts';
import { finishDongleSignIn } from '#auth/dongles/finish-sign-in.ts';
import { DEMO_POLICY } from '#auth/policy/policy.ts';
import type { Policy } from '#auth/policy/policy.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { MESSAGES } from '#auth/wire/messages.ts';
import { signMessage } from '#auth/wire/signed-message.ts';
import { auditTypes, openTestAuth, TRACE } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import {
  aCodeFob,
  aSoftAgent,
  aYubikey,
  answerProof,
  beginWithDongle,
  enrolledDongle,
  signInWithDongle,
} from '#test/support/soft-agent.ts';
import type { Unlike } from '#test/support/soft-agent.ts';
import { PIN, WRONG_PIN } from '#test/support/u2f.ts';
import { aPrivateJwk, forge, token } from '#test/support/wire.ts';

const ELSEWHERE = { ...TRACE, ip: '203.0.113.9' };

/** Why a sign-in was refused, or `in`. */
async function verdict(outcome: Promise<{ ok: boolean; reason?: string }>): Promise<string> {
  const { ok, reason } = await outcome;
  return ok ? 'in' : (reason ?? '');
}

async function sessionOf(auth: TestAuth, token: string) {
  const outcome = await findSession(auth.db, { token, policy: await auth.policy(), now: auth.now() });
  return outcome.ok ? outcome.session.actor.tier : outcome.reason;
}

test('SES-07 a dongle with its touch and the PIN opens a session of tier 2 that its agent watches', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const outcome = await signInWithDongle(auth, key);
  if (!outcome.ok) throw new Error(outcome.reason);
  expect(await sessionOf(auth, outcome.token)).toBe(2);
  expect(
    await db.session.findMany({ select: { watchId: true, watchedBy: true, isUserVerified: true } }),
  ).toEqual([{ watchId: outcome.txn, watchedBy: key.agentId, isUserVerified: false }]);
  expect((await auditTypes(db)).at(-1)).toBe('sign_in');
});

test('a dongle with a code only opens tier 1 and no more', async ({ db }) => {
  const auth = openTestAuth(db);
  const outcome = await signInWithDongle(auth, await enrolledDongle(auth, { dongle: aCodeFob() }));
  if (!outcome.ok) throw new Error(outcome.reason);
  expect(await sessionOf(auth, outcome.token)).toBe(1);
});

test('AGT-10 where the rules say so, a dongle whose agent keeps its key in a file opens what a code opens, at once and without exception', async ({
  db,
}) => {
  let policy: Policy = { ...DEMO_POLICY, agentKeyInFile: 'lowers' };
  const auth: TestAuth = { ...openTestAuth(db), policy: () => Promise.resolve(policy) };
  const key = await enrolledDongle(auth);
  const lowered = await signInWithDongle(auth, key);
  if (!lowered.ok) throw new Error(lowered.reason);
  expect(await sessionOf(auth, lowered.token)).toBe(1);
  policy = DEMO_POLICY; // off, as it is by default
  const full = await signInWithDongle(auth, key);
  if (!full.ok) throw new Error(full.reason);
  expect(await sessionOf(auth, full.token)).toBe(2);
  policy = { ...DEMO_POLICY, agentKeyInFile: 'lowers' };
  expect(await sessionOf(auth, full.token)).toBe(1);
  const signIns = await db.auditEvent.findMany({ where: { type: 'sign_in' }, orderBy: { seq: 'asc' } });
  expect(signIns.map(({ tier }) => tier)).toEqual([1, 2]); // the log says what it was then
});

test('a YubiKey whose slot hashes all 64 bytes is told apart at its registration, and signs in', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth, { dongle: aYubikey({ padding: 'whole' }) });
  expect(await verdict(signInWithDongle(auth, key))).toBe('in');
  const other = { ...key, dongle: { ...key.dongle, padding: 'cut' as const } };
  expect(await verdict(signInWithDongle(auth, other))).toBe('proof_wrong');
});

test('AGT-05 one request is good for one answer, whatever comes of it', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const begun = await beginWithDongle(auth, key);
  const both = await Promise.all([finishDongleSignIn(auth, begun), finishDongleSignIn(auth, begun)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await verdict(finishDongleSignIn(auth, begun))).toBe('challenge_spent');
  expect(await db.session.count()).toBe(1);
  const wrongPin = await beginWithDongle(auth, key, { pin: WRONG_PIN });
  expect(await verdict(finishDongleSignIn(auth, wrongPin))).toBe('wrong_pin');
  expect(await verdict(finishDongleSignIn(auth, { ...wrongPin, pin: PIN }))).toBe('challenge_spent');
});

test('an answer that is carried to another browser opens nothing there (relay)', async ({ db }) => {
  const auth = openTestAuth(db);
  const begun = await beginWithDongle(auth, await enrolledDongle(auth));
  const carried = { ...begun, browserToken: mintToken() };
  expect(await verdict(finishDongleSignIn(auth, carried))).toBe('challenge_of_other_browser');
  const asking = { browserToken: mintToken(), trace: TRACE };
  const ofThief = await beginDongleSignIn(auth, asking);
  const swapped = { ...begun, ...asking, state: ofThief.state };
  expect(await verdict(finishDongleSignIn(auth, swapped))).toBe('answer_of_other_request');
});

test('a request is good for two minutes, and an answer for one', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const late = await beginWithDongle(auth, key);
  auth.pass(121);
  expect(await verdict(finishDongleSignIn(auth, late))).toBe('challenge_expired');
  const stale = await beginWithDongle(auth, key);
  auth.pass(91);
  expect(await verdict(finishDongleSignIn(auth, stale))).toBe('answer_expired');
});

const FORGERIES: [string, Unlike, string][] = [
  ['a nonce of another request', { claims: { nonce: token() } }, 'answer_of_other_request'],
  ['a transaction of another request', { claims: { txn: token(16) } }, 'answer_of_other_request'],
  ['a page of another origin', { claims: { origin: 'https://evil.example' } }, 'answer_of_other_request'],
  ['another portal as its reader', { claims: { aud: 'https://evil.example' } }, 'answer_claims_refused'],
  ['another agent as its writer', { claims: { iss: token() } }, 'answer_claims_refused'],
  ['a life of an hour', { claims: { exp: 1_795_352_400 + 3600 } }, 'answer_claims_refused'],
  ['a member that nobody knows', { claims: { role: 'administrator' } }, 'answer_claims_refused'],
  ['no touch', { claims: { isTouched: false, isConfirmed: true } }, 'not_touched'],
  ['a serial that nobody registered', { fob: { serial: '99' } }, 'dongle_unknown'],
  ['a proof of other bytes', { fob: { proof: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA' } }, 'proof_wrong'],
  ['a proof that is shorter', { fob: { proof: 'AAAA' } }, 'proof_wrong'],
  ['a proof that was made for another agent', { kid: token() }, 'proof_wrong'],
];

test.for(FORGERIES)('an answer with %s opens nothing', async ([, unlike, reason], { db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  expect(await verdict(signInWithDongle(auth, key, { unlike }))).toBe(reason);
  expect(await db.session.count()).toBe(0);
});

test('the proof of a code in an answer that was not sealed opens nothing', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth, { dongle: aCodeFob() });
  const outcome = signInWithDongle(auth, key, { unlike: { isSealed: false } });
  expect(await verdict(outcome)).toBe('answer_not_sealed');
  const noise = { ...(await beginWithDongle(auth, key)), message: 'a.b.c.d.e' };
  expect(await verdict(finishDongleSignIn(auth, noise))).toBe('answer_not_sealed');
});

test('the header of an answer is judged before a key is chosen, and none is taken from it', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const stranger = createPrivateKey({ key: { ...aPrivateJwk() }, format: 'jwk' });
  const own = createPrivateKey({ key: { ...key.agent.jwk }, format: 'jwk' });
  const { kid } = key.agent.signing;
  const typ = MESSAGES.proof.typ;
  const payload = { iss: kid };
  const messages: [string, string][] = [
    [forge({ header: { alg: 'none', typ, kid }, payload, key: own }), 'answer_header_refused'],
    [forge({ header: { alg: 'HS256', typ, kid }, payload, key: own }), 'answer_header_refused'],
    [forge({ header: { alg: 'ES256', typ, kid, jwk: {} }, payload, key: stranger }), 'answer_header_refused'],
    [forge({ header: { alg: 'ES256', typ, kid, b64: false }, payload, key: own }), 'answer_header_refused'],
    [forge({ header: { alg: 'ES256', typ, kid: '../../keys' }, payload, key: own }), 'answer_header_refused'],
    [
      forge({ header: { alg: 'ES256', typ: MESSAGES.heartbeat.typ, kid }, payload, key: own }),
      'answer_wrong_type',
    ],
    [forge({ header: { alg: 'ES256', typ, kid: token() }, payload, key: own }), 'answer_key_unknown'],
    [forge({ header: { alg: 'ES256', typ, kid }, payload, key: stranger }), 'answer_signature_invalid'],
    [
      forge({ header: { alg: 'ES256', typ, kid }, payload, key: own, dsaEncoding: 'der' }),
      'answer_signature_invalid',
    ],
    [forge({ header: `{"alg":"ES256","alg":"ES256"}`, payload, key: own }), 'answer_malformed'],
    [`${'x'.repeat(9_000)}.y.z`, 'answer_malformed'],
    ['', 'answer_malformed'],
  ];
  for (const [message, reason] of messages) {
    const begun = await beginWithDongle(auth, key);
    expect([message.slice(0, 20), await verdict(finishDongleSignIn(auth, { ...begun, message }))]).toEqual([
      message.slice(0, 20),
      reason,
    ]);
  }
  expect(await db.session.count()).toBe(0);
});

test('what another message of the agent says is no proof', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const begun = await beginWithDongle(auth, key);
  const watch = { ...MESSAGES.watch, claims: MESSAGES.watch.claims };
  const message = await signMessage(watch as never, {} as never, key.agent.signing);
  expect(await verdict(finishDongleSignIn(auth, { ...begun, message }))).toBe('answer_wrong_type');
});

test('a dongle that answers by the agent of another computer is refused, and somebody is told', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const [key, other] = [await enrolledDongle(auth), await enrolledDongle(auth)];
  const moved = { agent: other.agent, dongle: key.dongle };
  expect(await verdict(signInWithDongle(auth, moved))).toBe('dongle_of_other_agent');
  expect(await db.alarm.findMany({ select: { kind: true, keyId: true, detail: true } })).toEqual([
    { kind: 'dongle_elsewhere', keyId: key.keyId, detail: other.agentId },
  ]);
});

test('AGT-05 an agent that nobody enrolled signs in vain', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const stranger = { agent: await aSoftAgent(), dongle: key.dongle };
  expect(await verdict(signInWithDongle(auth, stranger))).toBe('answer_key_unknown');
});

test('a dongle that is at work in another place is not let in beside itself, and somebody is told', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  expect(await verdict(signInWithDongle(auth, key))).toBe('in');
  const second = { ...(await beginWithDongle(auth, key)), trace: ELSEWHERE };
  expect(await verdict(finishDongleSignIn(auth, second))).toBe('dongle_in_use');
  expect(await db.alarm.findMany({ select: { kind: true } })).toEqual([{ kind: 'dongle_elsewhere' }]);
  expect(await db.session.count({ where: { endedAt: null } })).toBe(1);
  expect((await db.serverPin.findFirstOrThrow()).failures).toBe(0); // the PIN was right: ten such suspend no key
  auth.pass(13); // nobody watches the first one any more
  const third = { ...(await beginWithDongle(auth, key)), trace: ELSEWHERE };
  expect(await verdict(finishDongleSignIn(auth, third))).toBe('in');
});

test('at the same computer a new sign-in ends the one whose browser was closed', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  expect(await verdict(signInWithDongle(auth, key))).toBe('in');
  expect(await verdict(signInWithDongle(auth, key))).toBe('in');
  const ended = await db.session.findMany({
    where: { endedAt: { not: null } },
    select: { endedReason: true },
  });
  expect(ended).toEqual([{ endedReason: 'signed_in_again' }]);
  expect(await db.session.count({ where: { endedAt: null } })).toBe(1);
  expect(await db.alarm.count()).toBe(0);
});

test('PIN-05 the PIN is looked at only after the dongle has proven itself', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const failures = async () => (await db.serverPin.findFirstOrThrow({ select: { failures: true } })).failures;
  const unlike = { fob: { proof: 'AAAA' } };
  expect(await verdict(signInWithDongle(auth, key, { unlike, pin: WRONG_PIN }))).toBe('proof_wrong');
  expect(await failures()).toBe(0);
  expect(await verdict(signInWithDongle(auth, key, { pin: WRONG_PIN }))).toBe('wrong_pin');
  expect(await failures()).toBe(1);
});

test('AUT-03 a dongle whose key is suspended, whose holder has left or whose agent is revoked opens nothing', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  await db.key.update({ where: { id: key.keyId }, data: { status: 'suspended' } });
  expect(await verdict(signInWithDongle(auth, key))).toBe('key_suspended');
  await db.key.update({ where: { id: key.keyId }, data: { status: 'active' } });
  await db.holder.update({ where: { id: key.holderId }, data: { status: 'left' } });
  expect(await verdict(signInWithDongle(auth, key))).toBe('holder_left');
  await db.holder.update({ where: { id: key.holderId }, data: { status: 'active' } });
  await db.agent.update({ where: { id: key.agentId }, data: { revokedAt: auth.now() } });
  expect(await verdict(signInWithDongle(auth, key))).toBe('agent_revoked');
  await db.agent.update({ where: { id: key.agentId }, data: { revokedAt: null } });
  expect(await verdict(signInWithDongle(auth, key))).toBe('in');
});

test('ADM-01 a dongle never opens the seller’s side', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  await db.key.update({ where: { id: key.keyId }, data: { accountId: null } });
  await db.holder.update({
    where: { id: key.holderId },
    data: { kind: 'staff', staffRole: 'administrator' },
  });
  expect(await verdict(signInWithDongle(auth, key))).toBe('other_way_in');
  expect(await db.session.count()).toBe(0);
});

test('a key that was issued for another way in is not opened by a dongle with its number', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  await db.key.update({ where: { id: key.keyId }, data: { kind: 'static-code' } });
  expect(await verdict(signInWithDongle(auth, key))).toBe('other_way_in');
});

test('the secret of one dongle, written over that of another, opens nothing', async ({ db }) => {
  const auth = openTestAuth(db);
  const [key, other] = [await enrolledDongle(auth), await enrolledDongle(auth)];
  const { secretSealed } = await db.dongle.findUniqueOrThrow({ where: { keyId: other.keyId } });
  await db.dongle.update({ where: { keyId: key.keyId }, data: { secretSealed } });
  await expect(signInWithDongle(auth, key)).rejects.toThrow('under a key that is not given');
  expect(await db.session.count()).toBe(0);
});

test('a request names its page, its browser and who asks from where, and no customer', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  const browserToken = mintToken();
  const { request, checkCode } = await beginDongleSignIn(auth, { browserToken, trace: TRACE });
  const again = await beginDongleSignIn(auth, { browserToken, trace: TRACE });
  expect(again.request).not.toBe(request);
  expect(checkCode).toMatch(/^\d{4}$/);
  expect(decodeJwt(request)).toMatchObject({
    aud: 'key-agent',
    origin: 'https://portal.example',
    askedFrom: 'Test, 192.0.2.0/24',
    checkCode,
  });
  expect(request).not.toContain(key.accountId ?? '-');
  expect(await answerProof(auth, key.agent, { request, dongle: key.dongle })).toContain('.');
});
