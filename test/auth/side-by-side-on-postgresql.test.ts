/**
 * PostgreSQL lets transactions run side by side, where SQLite lets one after the other write: what is claimed by one
 * conditional write is claimed once there, too.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginRegistration } from '#auth/ceremonies/begin-registration.ts';
import { finishRegistration } from '#auth/ceremonies/finish-registration.ts';
import { CLAIM_TRIES } from '#auth/invitations/invitation.ts';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { PIN_TRIES } from '#auth/pins/count-pin-try.ts';
import { verifyPin } from '#auth/pins/verify-pin.ts';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { resumeSession } from '#auth/sessions/resume-session.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { beginStepUp } from '#auth/step-up/begin-step-up.ts';
import { finishStepUp } from '#auth/step-up/finish-step-up.ts';
import { hashToken, mintToken } from '#auth/tokens/opaque-token.ts';
import {
  ORIGIN,
  TRACE,
  enrolled,
  invite,
  openTestAuth,
  openTicket,
  signInWith,
  toCreationOptions,
} from '#test/support/auth.ts';
import { aKey, aSession, aStaffHolder, signedInCustomer } from '#test/support/builders.ts';
import { anOffice, approve, asked } from '#test/support/bulk-office.ts';
import { aCompany, aMember, decide, issued } from '#test/support/company.ts';
import type { TestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';
import { createSoftAuthenticator } from '#test/support/soft-authenticator.ts';
import { WRONG_PIN, aServerPin } from '#test/support/u2f.ts';

const AT_ONCE = 4;
let testDb: TestDb;

beforeAll(async () => {
  testDb = await openPostgresqlTestDb();
});

afterAll(() => testDb.close());

/** The same thing, asked for several times in one moment. */
function atOnce<Outcome>(work: (index: number) => Promise<Outcome>, times = AT_ONCE): Promise<Outcome[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => work(index)));
}

test('ADM-02 ADM-04 a list that is confirmed several times at once is issued once', async () => {
  const { db } = testDb;
  const office = await anOffice(db);
  const proposalId = await asked(office);
  const outcomes = await atOnce(() => approve(office, proposalId));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await db.key.count({ where: { status: 'assigned', accountId: office.accountId } })).toBe(2);
  expect(await db.auditEvent.count({ where: { type: 'staff_proposal_approved' } })).toBe(1);
  expect(await db.auditEvent.count({ where: { type: 'key_issued', accountId: office.accountId } })).toBe(2);
});

test('REC-05 of several answers to one question at once one counts, and one code is shown', async () => {
  const { db } = testDb;
  const company = await aCompany(db);
  await issued(company, await aMember(db, company.accountId));
  const outcomes = await atOnce(() => decide(company, company.owner));
  const codes = outcomes.flatMap((outcome) =>
    outcome.ok && outcome.claimCode !== null ? [outcome.claimCode] : [],
  );
  expect(codes).toHaveLength(1);
  const decided = { type: 'proposal_approved', accountId: company.accountId };
  expect(await db.auditEvent.count({ where: decided })).toBe(1);
});

test('SES-03 a locked session that is resumed several times at once goes on once', async () => {
  const { db } = testDb;
  const { id: holderId } = await aStaffHolder(db, 'administrator');
  const { id: keyId } = await aKey(db, { holderId, accountId: null });
  const { id, token: previousToken } = await aSession(db, { keyId, holderId, accountId: null });
  await db.session.update({ where: { id }, data: { lockedAt: new Date(), lockedReason: 'by_hand' } });
  const who = { previousToken, keyId, holderId, accountIds: [], tier: 4, isUserVerified: true } as const;
  const resume = { ...who, policy: PRODUCTION_POLICY, trace: TRACE, now: new Date() };
  const resumed = (await atOnce(() => db.$transaction((tx) => resumeSession(tx, resume)))).flatMap(
    (outcome) => outcome ?? [],
  );
  expect(resumed).toMatchObject([{ sessionId: id }]);
  const { tokenHash } = await db.session.findUniqueOrThrow({ where: { id } });
  expect(tokenHash).toBe(hashToken(resumed[0]?.token ?? ''));
});

test('PIN-07 fifty guesses at once look at no more PINs than there are tries, and each that looks has counted', async () => {
  const { db } = testDb;
  const auth = openTestAuth(db);
  const { keyId, holderId, accountId } = await signedInCustomer(db);
  await db.key.update({ where: { id: keyId }, data: { kind: 'u2f' } });
  await aServerPin(db, { keyId, peppers: auth.peppers });
  const key = { id: keyId, holderId, accountId };
  const guess = (guesser: number) =>
    verifyPin<object, never>(auth, {
      key,
      typed: WRONG_PIN,
      trace: { ...TRACE, ip: `192.0.2.${guesser}` },
      after: () => Promise.resolve({ ok: true }),
    });
  const failures = async () => (await db.serverPin.findUniqueOrThrow({ where: { keyId } })).failures;
  const looked = (await atOnce(guess, 50)).filter((outcome) => !outcome.ok && outcome.reason === 'wrong_pin');
  expect(looked.length).toBeGreaterThan(0);
  expect(looked.length).toBeLessThanOrEqual(PIN_TRIES);
  expect(await failures()).toBe(looked.length);
});

test('AUT-19 sixteen step-ups with one answer of the key give one new token', async () => {
  const auth = openTestAuth(testDb.db);
  const { authenticator } = await enrolled(auth, { isStaff: true });
  const signedIn = await signInWith(auth, authenticator);
  if (!signedIn.ok) throw new Error(signedIn.reason);
  const policy = await auth.policy();
  const found = await findSession(auth.db, { token: signedIn.token, policy, now: auth.now() });
  if (!found.ok) throw new Error(found.reason);
  const { actor } = found.session;
  const deed = { action: 'key:revoke', object: 'key-1', content: [] } as const;
  const begun = await beginStepUp(auth, { actor, deed });
  if (!begun.ok) throw new Error(begun.reason);
  const proof = { state: begun.state, response: authenticator.get(begun.options) };
  const outcomes = await atOnce(() => finishStepUp(auth, { actor, deed, ...proof, trace: TRACE }), 16);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

test('REG-02 eight registrations with one ticket register one key', async () => {
  const { db } = testDb;
  const auth = openTestAuth(db);
  const invited = await invite(auth);
  const browserToken = mintToken();
  const ticket = await openTicket(auth, invited, browserToken);
  const answers = await atOnce(async () => {
    const { options, state } = await beginRegistration(auth, { ticket, browserToken });
    const authenticator = createSoftAuthenticator({ origin: ORIGIN, attestation: 'none' });
    return { state, response: authenticator.create(toCreationOptions(options)) };
  }, 8);
  const outcomes = await Promise.all(
    answers.map((answer) => finishRegistration(auth, { ticket, ...answer, browserToken, trace: TRACE })),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await db.credential.count({ where: { keyId: invited.keyId } })).toBe(1);
});

test('REG-02 twenty wrong claim codes at once are compared as often as there are tries', async () => {
  const { db } = testDb;
  const auth = openTestAuth(db);
  const { invitation, keyId } = await invite(auth);
  const claimCode = invitation.claimCode === '0000-0000' ? '1111-1111' : '0000-0000';
  const outcomes = await atOnce(
    () =>
      openInvitation(auth, { token: invitation.token, claimCode, browserToken: mintToken(), trace: TRACE }),
    20,
  );
  const compared = outcomes.filter((outcome) => !outcome.ok && outcome.reason === 'wrong_code');
  expect(compared).toHaveLength(CLAIM_TRIES);
  expect(await db.invitation.findFirstOrThrow({ where: { keyId } })).toMatchObject({ claimTriesLeft: 0 });
});
