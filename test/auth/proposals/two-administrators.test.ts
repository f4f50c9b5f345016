import { describe, expect } from 'vitest';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { getPolicy } from '#auth/policy/find-policy.ts';
import { DEMO_POLICY } from '#auth/policy/policy.ts';
import type { Policy } from '#auth/policy/policy.ts';
import { carryOutDue } from '#auth/proposals/carry-out-due.ts';
import { decideStaffProposal } from '#auth/proposals/decide-staff-proposal.ts';
import type { DecideStaffProposal } from '#auth/proposals/decide-staff-proposal.ts';
import { proposeToStaff } from '#auth/proposals/propose-to-staff.ts';
import { hashOfStaffProposal } from '#auth/proposals/staff-proposal.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { TRACE, auditTypes, openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';

const DAY_SECONDS = 24 * 60 * 60;
const STRICTER: Policy = { ...DEMO_POLICY, minPinLength: { length: 8, demand: 'demanded' } };

type Office = { auth: TestAuth; asker: StaffActor };

/** An installation with one administrator. */
async function anOffice(db: Db): Promise<Office> {
  const auth = openTestAuth(db);
  const policyJson = JSON.stringify(DEMO_POLICY);
  await db.policyVersion.create({
    data: { version: 1, policyJson, reason: 'first start', createdAt: auth.now() },
    select: { version: true },
  });
  return { auth, asker: await aStaffActor(db, 'administrator') };
}

/** An installation with two. */
async function twoAdministrators(db: Db): Promise<Office & { other: StaffActor }> {
  const office = await anOffice(db);
  return { ...office, other: await aStaffActor(db, 'administrator') };
}

async function asked({ auth, asker }: Office, { policy = STRICTER }: { policy?: Policy } = {}) {
  const payload = { kind: 'policy_change', basedOn: 1, policy } as const;
  const request = { payload, reason: 'longer PINs', actor: asker, trace: TRACE };
  const outcome = await auth.db.$transaction((tx) =>
    proposeToStaff(tx, auth.audit, { ...request, at: auth.now() }),
  );
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome;
}

async function decided(
  auth: TestAuth,
  request: Pick<DecideStaffProposal, 'proposalId' | 'decision' | 'actor'> & { seenHash?: string },
) {
  const { proposalId: id } = request;
  const row = await auth.db.proposal.findUnique({
    where: { id },
    select: { payloadJson: true, reason: true },
  });
  const seenHash = row === null ? 'unknown' : hashOfStaffProposal(row);
  return decideStaffProposal(auth, { seenHash, mode: 'demo', trace: TRACE, ...request });
}

async function statusOf(db: Db, id: string): Promise<string> {
  return (await db.proposal.findUniqueOrThrow({ where: { id }, select: { status: true } })).status;
}

describe('with two administrators', () => {
  test('ADM-02 what one asks for is in force once the other has confirmed it, and the log names both', async ({
    db,
  }) => {
    const { auth, asker, other } = await twoAdministrators(db);
    const { proposalId, effectiveAt } = await asked({ auth, asker });
    expect(effectiveAt).toBeNull();
    expect((await getPolicy(db)).version).toBe(1);
    expect(await decided(auth, { proposalId, decision: 'approve', actor: other })).toEqual({ ok: true });

    expect(await getPolicy(db)).toEqual({ version: 2, policy: STRICTER });
    const events = await db.auditEvent.findMany({
      orderBy: { seq: 'asc' },
      select: { type: true, actorId: true },
    });
    expect(events).toEqual([
      { type: 'staff_proposal_made', actorId: asker.holderId },
      { type: 'staff_proposal_approved', actorId: other.holderId },
      { type: 'policy_changed', actorId: other.holderId },
    ]);
    const version = await db.policyVersion.findUniqueOrThrow({ where: { version: 2 } });
    expect(version).toMatchObject({ createdById: asker.holderId, reason: 'longer PINs' });
  });

  test('ADM-02 nobody confirms or declines what they asked for, and the attempt is in the log', async ({
    db,
  }) => {
    const { auth, asker } = await twoAdministrators(db);
    const { proposalId } = await asked({ auth, asker });
    for (const decision of ['approve', 'decline'] as const) {
      const outcome = await decided(auth, { proposalId, decision, actor: asker });
      expect(outcome).toEqual({ ok: false, reason: 'own_proposal' });
    }
    expect([await statusOf(db, proposalId), (await getPolicy(db)).version]).toEqual(['open', 1]);
    expect(await auditTypes(db)).toContain('permission_refused: own_proposal');
  });

  test('ADM-02 a second key of the same person is still the same person', async ({ db }) => {
    const { auth, asker, other } = await twoAdministrators(db);
    const { proposalId } = await asked({ auth, asker });
    const withSpareKey = { ...other, holderId: asker.holderId };
    expect(await decided(auth, { proposalId, decision: 'approve', actor: withSpareKey })).toEqual({
      ok: false,
      reason: 'own_proposal',
    });
  });

  test('ADM-02 nobody but an administrator decides', async ({ db }) => {
    const { auth, asker } = await twoAdministrators(db);
    const { proposalId } = await asked({ auth, asker });
    for (const role of ['account-manager', 'loyalty', 'auditor'] as const) {
      const outcome = await decided(auth, {
        proposalId,
        decision: 'approve',
        actor: await aStaffActor(db, role),
      });
      expect(outcome).toEqual({ ok: false, reason: 'not_found' });
    }
    expect(await statusOf(db, proposalId)).toBe('open');
  });

  test('ADM-02 what was declined or taken back can’t be confirmed any more', async ({ db }) => {
    const { auth, asker, other } = await twoAdministrators(db);
    const declined = await asked({ auth, asker });
    await decided(auth, { ...declined, decision: 'decline', actor: other });
    const withdrawn = await asked({ auth, asker });
    await decided(auth, { ...withdrawn, decision: 'withdraw', actor: asker });
    for (const { proposalId } of [declined, withdrawn]) {
      expect(await decided(auth, { proposalId, decision: 'approve', actor: other })).toEqual({
        ok: false,
        reason: 'not_open',
      });
    }
    expect((await getPolicy(db)).version).toBe(1);
  });

  test('ADM-02 only whoever asked takes it back', async ({ db }) => {
    const { auth, asker, other } = await twoAdministrators(db);
    const { proposalId } = await asked({ auth, asker });
    expect(await decided(auth, { proposalId, decision: 'withdraw', actor: other })).toEqual({
      ok: false,
      reason: 'not_found',
    });
    expect(await statusOf(db, proposalId)).toBe('open');
  });

  test('ADM-02 a confirmation comes within two weeks or not at all', async ({ db }) => {
    const { auth, asker, other } = await twoAdministrators(db);
    const { proposalId } = await asked({ auth, asker });
    auth.pass(14 * DAY_SECONDS);
    expect(await decided(auth, { proposalId, decision: 'approve', actor: other })).toEqual({
      ok: false,
      reason: 'not_open',
    });
    expect((await getPolicy(db)).version).toBe(1);
  });

  test('ADM-02 rules that moved meanwhile overtake the change: nothing of it is done, and it is closed', async ({
    db,
  }) => {
    const { auth, asker, other } = await twoAdministrators(db);
    const first = await asked({ auth, asker });
    const second = await asked({ auth, asker }, { policy: { ...DEMO_POLICY, invitationDays: 3 } });
    await decided(auth, { ...first, decision: 'approve', actor: other });
    expect(await decided(auth, { ...second, decision: 'approve', actor: other })).toEqual({
      ok: false,
      reason: 'overtaken',
    });
    expect(await getPolicy(db)).toEqual({ version: 2, policy: STRICTER });
    expect(await statusOf(db, second.proposalId)).toBe('overtaken');
    expect(await auditTypes(db)).toContain('staff_proposal_overtaken');
  });

  test('ADM-02 a key confirms only what was on its screen', async ({ db }) => {
    const { auth, asker, other } = await twoAdministrators(db);
    const { proposalId } = await asked({ auth, asker });
    const outcome = await decided(auth, {
      proposalId,
      decision: 'approve',
      actor: other,
      seenHash: 'another',
    });
    expect(outcome).toEqual({ ok: false, reason: 'not_open' });
    expect((await getPolicy(db)).version).toBe(1);
  });

  test('ADM-02 a change that somebody exchanged in the database is not carried out', async ({ db }) => {
    const { auth, asker, other } = await twoAdministrators(db);
    const { proposalId } = await asked({ auth, asker });
    const { payloadHash: seenHash } = await db.proposal.findUniqueOrThrow({ where: { id: proposalId } });
    const payloadJson = JSON.stringify({ kind: 'policy_change', basedOn: 1, policy: DEMO_POLICY });
    await db.proposal.update({ where: { id: proposalId }, data: { payloadJson } });
    const decision = decided(auth, { proposalId, decision: 'approve', actor: other, seenHash });
    await expect(decision).rejects.toThrow('is not what its hash says');
    expect([await statusOf(db, proposalId), (await getPolicy(db)).version]).toEqual(['open', 1]);
  });

  test('ADM-02 of two who confirm at once one does, and the rules change once', async ({ db }) => {
    const { auth, asker, other } = await twoAdministrators(db);
    const third = await aStaffActor(db, 'administrator');
    const { proposalId } = await asked({ auth, asker });
    const outcomes = await Promise.all(
      [other, third].map((actor) => decided(auth, { proposalId, decision: 'approve', actor })),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db.policyVersion.count()).toBe(2);
  });
});

describe('with one administrator alone', () => {
  test('ADM-02 a change waits a day, and all the staff are told', async ({ db }) => {
    const office = await anOffice(db);
    const { auth } = office;
    const { proposalId, effectiveAt } = await asked(office);
    expect(effectiveAt).toEqual(new Date(auth.now().getTime() + DAY_SECONDS * 1000));
    const { detailsJson } = await db.auditEvent.findFirstOrThrow({ where: { type: 'staff_noticed' } });
    expect(JSON.parse(detailsJson)).toEqual({ about: 'change_by_itself', proposalId });

    auth.pass(DAY_SECONDS - 1);
    expect(await carryOutDue(auth, { mode: 'demo' })).toBe(0);
    expect((await getPolicy(db)).version).toBe(1);
    auth.pass(1);
    expect(await carryOutDue(auth, { mode: 'demo' })).toBe(1);
    expect(await getPolicy(db)).toEqual({ version: 2, policy: STRICTER });
    expect(await auditTypes(db)).toEqual([
      'staff_proposal_made',
      'staff_noticed',
      'staff_proposal_due',
      'policy_changed',
    ]);
  });

  test('ADM-02 two runs at once carry it out once', async ({ db }) => {
    const office = await anOffice(db);
    const { auth } = office;
    const { proposalId } = await asked(office);
    auth.pass(DAY_SECONDS);
    const runs = await Promise.all([
      carryOutDue(auth, { mode: 'demo' }),
      carryOutDue(auth, { mode: 'demo' }),
    ]);
    expect(runs.toSorted()).toEqual([0, 1]);
    expect(await db.policyVersion.count()).toBe(2);
    expect(await auditTypes(db)).toEqual([
      'staff_proposal_made',
      'staff_noticed',
      'staff_proposal_due',
      'policy_changed',
    ]);
    expect(await statusOf(db, proposalId)).toBe('approved');
  });

  test('ADM-02 whoever asked can stop it until then', async ({ db }) => {
    const office = await anOffice(db);
    const { auth, asker } = office;
    const { proposalId } = await asked(office);
    expect(await decided(auth, { proposalId, decision: 'withdraw', actor: asker })).toEqual({ ok: true });
    auth.pass(DAY_SECONDS);
    expect(await carryOutDue(auth, { mode: 'demo' })).toBe(0);
    expect((await getPolicy(db)).version).toBe(1);
  });

  test('ADM-02 they can’t confirm it themselves meanwhile', async ({ db }) => {
    const office = await anOffice(db);
    const { proposalId } = await asked(office);
    expect(await decided(office.auth, { proposalId, decision: 'approve', actor: office.asker })).toEqual({
      ok: false,
      reason: 'own_proposal',
    });
  });

  test.for([
    ['approve', 2, 'approved'],
    ['decline', 1, 'declined'],
  ] as const)(
    'ADM-02 a second administrator who comes meanwhile may %s at once',
    async ([decision, version, status], { db }) => {
      const office = await anOffice(db);
      const { auth } = office;
      const { proposalId } = await asked(office);
      const second = await aStaffActor(db, 'administrator');
      expect(await decided(auth, { proposalId, decision, actor: second })).toEqual({ ok: true });
      auth.pass(DAY_SECONDS);
      expect(await carryOutDue(auth, { mode: 'demo' })).toBe(0);
      expect([await statusOf(db, proposalId), (await getPolicy(db)).version]).toEqual([status, version]);
    },
  );

  test('ADM-02 a change that is due after the rules have moved is closed and not done', async ({ db }) => {
    const office = await anOffice(db);
    const { auth } = office;
    const first = await asked(office);
    auth.pass(1);
    const second = await asked(office, { policy: { ...DEMO_POLICY, invitationDays: 3 } });
    auth.pass(DAY_SECONDS);
    expect(await carryOutDue(auth, { mode: 'demo' })).toBe(1);
    expect([await statusOf(db, first.proposalId), await statusOf(db, second.proposalId)]).toEqual([
      'approved',
      'overtaken',
    ]);
  });

  test('ADM-02 an administrator who has left, or whose key is stopped, is nobody to wait for', async ({
    db,
  }) => {
    const office = await anOffice(db);
    const left = await aStaffActor(db, 'administrator');
    await db.holder.update({ where: { id: left.holderId }, data: { status: 'left' } });
    const stopped = await aStaffActor(db, 'administrator');
    await db.key.update({ where: { id: stopped.keyId }, data: { status: 'suspended' } });
    expect((await asked(office)).effectiveAt).not.toBeNull();
  });
});
