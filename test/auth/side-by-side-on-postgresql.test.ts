/**
 * PostgreSQL lets transactions run side by side, where SQLite lets one after the other write: what is claimed by one
 * conditional write is claimed once there, too.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import { resumeSession } from '#auth/sessions/resume-session.ts';
import { hashToken } from '#auth/tokens/opaque-token.ts';
import { TRACE } from '#test/support/auth.ts';
import { aKey, aSession, aStaffHolder } from '#test/support/builders.ts';
import { anOffice, approve, asked } from '#test/support/bulk-office.ts';
import { aCompany, aMember, decide, issued } from '#test/support/company.ts';
import type { TestDb } from '#test/support/db.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

const AT_ONCE = 4;
let testDb: TestDb;

beforeAll(async () => {
  testDb = await openPostgresqlTestDb();
});

afterAll(() => testDb.close());

/** The same thing, asked for several times in one moment. */
function atOnce<Outcome>(work: () => Promise<Outcome>): Promise<Outcome[]> {
  return Promise.all(Array.from({ length: AT_ONCE }, work));
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
