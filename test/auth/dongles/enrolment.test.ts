/** How an agent and a dongle become known to the portal: by a ticket, eight digits and a first proof. */
import { expect } from 'vitest';
import { beginAgentEnrolment, compareAgent, finishAgentEnrolment } from '#auth/dongles/enrol-agent.ts';
import { finishRegistration } from '#auth/ceremonies/finish-registration.ts';
import { beginRegistration } from '#auth/ceremonies/begin-registration.ts';
import { commitTo, comparisonCode, digestKeySet } from '#auth/wire/comparison-code.ts';
import { createInvitation } from '#auth/invitations/create-invitation.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { aKey } from '#test/support/builders.ts';
import { auditTypes, invite, openTestAuth, TRACE } from '#test/support/auth.ts';
import type { Invited, TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';
import {
  aCodeFob,
  aSeat,
  aSoftAgent,
  aYubikey,
  answerComparison,
  answerEnrolment,
  enrolAgent,
  enrolledDongle,
  inviteDongle,
  readRequestOf,
  registerDongle,
  signInWithDongle,
  writeSecret,
} from '#test/support/soft-agent.ts';
import type { RegisterUnlike, SoftDongle } from '#test/support/soft-agent.ts';
import { token } from '#test/support/wire.ts';

async function aPlace(auth: TestAuth, dongle: SoftDongle = aYubikey()) {
  const invited = await inviteDongle(auth, dongle);
  return { agent: await aSoftAgent(), dongle, invited, seat: await aSeat(auth, invited) };
}

/** Another key of the same account, in use: from now on its owners confirm. */
async function anActiveKey({ db, now }: TestAuth, { accountId, holderId }: Invited): Promise<void> {
  const { id } = await aKey(db, { accountId, holderId, status: 'active' });
  await db.key.update({ where: { id }, data: { activatedAt: now() } });
}

function reasonOf(outcome: { ok: boolean; reason?: string }): string {
  return outcome.ok ? 'done' : (outcome.reason ?? '');
}

test('an agent is stored with its key’s name, where that key lies, whose it is, and who made the link', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { agent, invited, seat } = await aPlace(auth);
  const outcome = await enrolAgent(auth, agent, seat);
  expect(reasonOf(outcome)).toBe('done');
  const { holderId, accountId } = invited;
  expect(await db.agent.findMany()).toMatchObject([
    { kid: agent.signing.kid, protection: 'file', isPeerChecked: true, holderId, accountId, revokedAt: null },
  ]);
  expect((await auditTypes(db)).at(-1)).toBe('agent_enrolled');
});

test('AGT-05 both screens show the same eight digits, over the keys of both sides', async ({ db }) => {
  const auth = openTestAuth(db);
  const { agent, seat } = await aPlace(auth);
  const step = { ...seat, portalName: 'Demo Tools', trace: TRACE };
  const begun = await beginAgentEnrolment(auth, step);
  const asked = readRequestOf(begun.request);
  const message = await answerEnrolment(auth, agent, begun.request);
  const compared = await compareAgent(auth, { ...step, state: begun.state, message });
  if (!compared.ok) throw new Error(compared.reason);
  const compare = readRequestOf(compared.request);
  expect(commitTo(compare.nonce)).toBe(asked.nonce);
  const [keysDigest, agentKid] = [digestKeySet(compare.keys), agent.signing.kid];
  const digits = { keysDigest, agentKid, enrolNonce: asked.nonce, compareNonce: compare.nonce };
  expect(compared.code).toBe(comparisonCode(digits));
});

test('AGT-05 for one promised nonce the portal takes one key, so that nobody can seek the digits', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { agent, seat } = await aPlace(auth);
  const step = { ...seat, portalName: 'Demo Tools', trace: TRACE };
  const begun = await beginAgentEnrolment(auth, step);
  expect(begun.state.split('.')).toHaveLength(5); // sealed: the nonce is nowhere to be read
  const compareBy = async (by: typeof agent) =>
    compareAgent(auth, {
      ...step,
      state: begun.state,
      message: await answerEnrolment(auth, by, begun.request),
    });
  expect(reasonOf(await compareBy(agent))).toBe('done');
  expect(reasonOf(await compareBy(await aSoftAgent()))).toBe('challenge_spent');
});

test('an enrolment ends with the first wrong answer, and stores nothing', async ({ db }) => {
  const auth = openTestAuth(db);
  const tries = [
    { enrol: { claims: { nonce: token() } } },
    { enrol: { claims: { origin: 'https://evil.example' } } },
    { enrol: { claims: { aud: 'https://evil.example' } } },
    { compare: { claims: { nonce: token() } } },
    { compare: { claims: { keysDigest: token() } } },
    { compare: { claims: { iss: token() } } },
  ];
  const reasons: string[] = [];
  for (const unlike of tries) {
    const { agent, seat } = await aPlace(auth);
    reasons.push(reasonOf(await enrolAgent(auth, agent, seat, { unlike })));
  }
  expect(reasons).toEqual([
    'answer_of_other_request',
    'answer_of_other_request',
    'answer_claims_refused',
    'answer_of_other_request',
    'answer_of_other_request',
    'answer_claims_refused',
  ]);
  expect(await db.agent.count()).toBe(0);
  expect((await auditTypes(db)).filter((type) => type.startsWith('agent_refused'))).toHaveLength(
    tries.length,
  );
});

test('each step of an enrolment belongs to its browser, its ticket and its two minutes, and is done once', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { agent, seat } = await aPlace(auth);
  const { finish } = await enrolled(auth, agent, seat);
  expect(reasonOf(await finishAgentEnrolment(auth, finish))).toBe('challenge_spent');
  const other = await aPlace(auth);
  const ofOther = { ...finish, ticket: other.seat.ticket };
  expect(reasonOf(await finishAgentEnrolment(auth, ofOther))).toBe('challenge_not_ours');
  const elsewhere = { ...finish, browserToken: mintToken() };
  expect(reasonOf(await finishAgentEnrolment(auth, elsewhere))).toBe('challenge_of_other_browser');
  auth.pass(121);
  expect(reasonOf(await finishAgentEnrolment(auth, finish))).toBe('challenge_expired');
  expect(await db.agent.count()).toBe(1);
});

async function enrolled(
  auth: TestAuth,
  agent: Awaited<ReturnType<typeof aSoftAgent>>,
  seat: Awaited<ReturnType<typeof aSeat>>,
) {
  const outcome = await enrolAgent(auth, agent, seat);
  if (!outcome.ok || !('finish' in outcome)) throw new Error('not enrolled');
  return outcome;
}

test('the key of one agent is enrolled once', async ({ db }) => {
  const auth = openTestAuth(db);
  const [one, other] = [await aPlace(auth), await aPlace(auth)];
  expect(reasonOf(await enrolAgent(auth, one.agent, one.seat))).toBe('done');
  expect(reasonOf(await enrolAgent(auth, one.agent, other.seat))).toBe('agent_known');
});

test('REC-05 in an account that has a key in use no agent is enrolled by a link that no owner has confirmed', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { agent, invited, seat } = await aPlace(auth);
  await anActiveKey(auth, invited);
  expect(reasonOf(await enrolAgent(auth, agent, seat))).toBe('ticket_spent');
  await db.invitation.updateMany({ data: { confirmedAt: auth.now() } });
  expect(reasonOf(await enrolAgent(auth, agent, seat))).toBe('done');
});

test('REC-05 a further link for a dongle waits for an owner once the account has a key in use', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { invited } = await aPlace(auth);
  await anActiveKey(auth, invited);
  const { keyId, holderId, accountId } = invited;
  const created = await db.$transaction((tx) =>
    createInvitation(tx, {
      keyId,
      createdById: null,
      days: 14,
      peppers: auth.peppers,
      audit: auth.audit,
      about: { holderId, accountId, actorId: null },
      now: auth.now(),
    }),
  );
  expect(created.claimCode).toBeNull();
});

test('REG-23 a dongle becomes active with its first proof, and its secret is kept closed', async ({ db }) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth);
  expect(await db.key.findUniqueOrThrow({ where: { id: key.keyId } })).toMatchObject({
    status: 'active',
    attestation: 'unattested',
  });
  const { secretSealed, ...row } = await db.dongle.findUniqueOrThrow({ where: { keyId: key.keyId } });
  const { serial } = key.dongle;
  expect(row).toMatchObject({
    proofKind: 'hmac-sha1',
    serial,
    slot: 2,
    padding: 'cut',
    needsTouch: true,
  });
  expect(await db.dongleAgent.findMany({ select: { keyId: true, agentId: true, removedAt: true } })).toEqual([
    { keyId: key.keyId, agentId: key.agentId, removedAt: null },
  ]);
  expect(secretSealed).not.toContain(Buffer.from(key.dongle.secret).toString('base64url'));
  expect((await auditTypes(db)).at(-1)).toBe('key_registered: unattested');
});

test('AGT-09 of a code only what is derived from it is kept, and nothing of it is in the log', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const key = await enrolledDongle(auth, { dongle: aCodeFob() });
  const events = await db.auditEvent.findMany({ select: { detailsJson: true, note: true, reason: true } });
  const everything = JSON.stringify([await db.dongle.findMany(), events]);
  for (const form of ['utf8', 'hex', 'base64url'] as const) {
    expect(everything).not.toContain(Buffer.from(key.dongle.secret).toString(form));
  }
});

const WRONG: [string, SoftDongle, RegisterUnlike, string][] = [
  ['a dongle that answers without a touch', aYubikey({ needsTouch: false }), {}, 'dongle_without_touch'],
  ['one that was named in the open', aYubikey(), { named: { isSealed: false } }, 'answer_not_sealed'],
  ['one of another kind', aYubikey(), { named: { fob: { kind: 'hmac-sha256' } } }, 'dongle_of_other_kind'],
  ['another one in the second step', aYubikey(), { proof: { fob: { serial: '77' } } }, 'dongle_other'],
  ['one that nobody touched', aYubikey(), { proof: { claims: { isTouched: false } } }, 'not_touched'],
  ['one that does not know the secret', aYubikey(), { proof: { fob: { proof: 'AAAA' } } }, 'proof_wrong'],
  [
    'a code without what it is checked with',
    aCodeFob(),
    { named: { fob: { staticKey: undefined } } },
    'secret_missing',
  ],
];

test.for(WRONG)(
  '%s is not registered, and the link stays good',
  async ([, dongle, unlike, reason], { db }) => {
    const auth = openTestAuth(db);
    const { agent, seat } = await aPlace(auth, dongle);
    await enrolAgent(auth, agent, seat);
    expect(reasonOf(await registerDongle(auth, { agent, dongle, seat }, unlike))).toBe(reason);
    expect(await db.dongle.count({ where: { registeredAt: { not: null } } })).toBe(0);
    expect(await db.invitation.findFirstOrThrow()).toMatchObject({ status: 'open' });
  },
);

test('REG-01 a dongle with another number than the one written down is not registered', async ({ db }) => {
  const auth = openTestAuth(db);
  const dongle = aYubikey({ serial: '12345678' });
  const invited = await inviteDongle(auth, dongle);
  await db.key.update({ where: { id: invited.keyId }, data: { serial: '12 345 679' } });
  const [agent, seat] = [await aSoftAgent(), await aSeat(auth, invited)];
  await enrolAgent(auth, agent, seat);
  expect(reasonOf(await registerDongle(auth, { agent, dongle, seat }))).toBe('dongle_other');
  await db.key.update({ where: { id: invited.keyId }, data: { serial: '12 345 678' } });
  const again = { ...seat, ticket: { ...seat.ticket, key: { ...seat.ticket.key, serial: '12 345 678' } } };
  expect(reasonOf(await registerDongle(auth, { agent, dongle, seat: again }))).toBe('done');
});

test('a dongle whose secret nobody wrote down, or wrote down wrongly, is not registered', async ({ db }) => {
  const auth = openTestAuth(db);
  const { agent, dongle, invited, seat } = await aPlace(auth);
  await enrolAgent(auth, agent, seat);
  await writeSecret(auth, invited.keyId, { ...dongle, secret: Buffer.alloc(20, 9) });
  expect(reasonOf(await registerDongle(auth, { agent, dongle, seat }))).toBe('proof_wrong');
  await db.dongle.deleteMany();
  expect(reasonOf(await registerDongle(auth, { agent, dongle, seat }))).toBe('secret_missing');
});

test('an agent that nobody enrolled, or of another customer, registers nothing', async ({ db }) => {
  const auth = openTestAuth(db);
  const { agent, dongle, seat } = await aPlace(auth);
  expect(reasonOf(await registerDongle(auth, { agent, dongle, seat }))).toBe('answer_key_unknown');
  const other = await enrolledDongle(auth);
  const byOther = await registerDongle(auth, { agent: other.agent, dongle, seat });
  expect(reasonOf(byOther)).toBe('agent_of_other_account');
});

test('a second dongle with the same number is refused, and both keys are flagged', async ({ db }) => {
  const auth = openTestAuth(db);
  const first = await enrolledDongle(auth);
  const { agent, dongle, invited, seat } = await aPlace(auth, { ...first.dongle });
  await enrolAgent(auth, agent, seat);
  expect(reasonOf(await registerDongle(auth, { agent, dongle, seat }))).toBe('dongle_known');
  const alarms = await db.alarm.findMany({
    where: { kind: 'duplicate_credential' },
    select: { keyId: true },
  });
  expect(new Set(alarms.map(({ keyId }) => keyId))).toEqual(new Set([first.keyId, invited.keyId]));
  expect((await signInWithDongle(auth, first)).ok).toBe(true);
});

test('REC-09 a dongle whose key was revoked can be issued anew, and the old key stays dead', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const first = await enrolledDongle(auth);
  await db.key.update({ where: { id: first.keyId }, data: { status: 'revoked' } });
  const again = await enrolledDongle(auth, { dongle: first.dongle });
  const outcome = await signInWithDongle(auth, again);
  expect(outcome.ok).toBe(true);
  expect(await db.session.findMany({ select: { keyId: true } })).toEqual([{ keyId: again.keyId }]);
  expect(reasonOf(await signInWithDongle(auth, first))).toBe('dongle_of_other_agent');
});

test('PIN-03 a PIN for a dongle has six characters or more, and is none that is easily guessed', async ({
  db,
}) => {
  const auth = openTestAuth(db);
  const { agent, dongle, seat } = await aPlace(auth);
  await enrolAgent(auth, agent, seat);
  const tries = ['12345', '111111', 'gad47', 'gadf47'];
  const reasons: string[] = [];
  for (const pin of tries) reasons.push(reasonOf(await registerDongle(auth, { agent, dongle, seat, pin })));
  expect(reasons).toEqual(['pin_too_short', 'pin_repeats', 'pin_too_short', 'done']);
});

test('two registrations with one ticket at once register one dongle', async ({ db }) => {
  const auth = openTestAuth(db);
  const { agent, dongle, seat } = await aPlace(auth);
  await enrolAgent(auth, agent, seat);
  const both = await Promise.all([
    registerDongle(auth, { agent, dongle, seat }),
    registerDongle(auth, { agent, dongle, seat }),
  ]);
  expect(both.map(reasonOf).toSorted()).toEqual(['done', 'ticket_spent']);
});

test('REG-04 a key that was issued as a dongle is not registered by way of the browser', async ({ db }) => {
  const auth = openTestAuth(db);
  const seat = await aSeat(auth, await invite(auth, { kind: 'challenge-response' }));
  const { state } = await beginRegistration(auth, seat);
  const outcome = await finishRegistration(auth, { ...seat, state, response: {}, trace: TRACE });
  expect(outcome).toEqual({ ok: false, reason: 'dongle_expected' });
});

test('AGT-06 the agent is told the four digits that the page shows', async ({ db }) => {
  const auth = openTestAuth(db);
  const { agent, seat } = await aPlace(auth);
  const begun = await beginAgentEnrolment(auth, { ...seat, portalName: 'Demo Tools', trace: TRACE });
  expect(readRequestOf(begun.request)).toMatchObject({
    checkCode: begun.checkCode,
    portalName: 'Demo Tools',
  });
  expect(await answerComparison(auth, agent, begun.request)).toContain('.');
});
