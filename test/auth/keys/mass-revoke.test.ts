/** ADM-02: many keys end at once only when two administrators want it, and exactly those that both have seen. */
import { expect } from 'vitest';
import { continueMassRevokes } from '#auth/keys/continue-mass-revokes.ts';
import {
  MASS_KEYS_STEP,
  findManyKeys,
  hashOfList,
  missingSerials,
  proposeMassRevoke,
} from '#auth/keys/mass-revoke.ts';
import type { ManyKeys } from '#auth/keys/mass-revoke.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { decideStaffProposal } from '#auth/proposals/decide-staff-proposal.ts';
import { findStaffProposal } from '#auth/proposals/find-staff-proposals.ts';
import type { Db } from '#prisma/client.ts';
import { aManagedKey, aStaffActor } from '#test/support/actors.ts';
import { aKey, aSession, aStaffHolder } from '#test/support/builders.ts';
import { TRACE, openTestAuth } from '#test/support/auth.ts';
import type { TestAuth } from '#test/support/auth.ts';
import { test } from '#test/support/db.ts';

const BATCH: ManyKeys = { by: 'batch', value: 'B-7' };

async function anOffice(db: Db) {
  const auth = openTestAuth(db);
  const [asker, other] = [await aStaffActor(db, 'administrator'), await aStaffActor(db, 'administrator')];
  return { auth, asker, other };
}

/** Keys of the batch that lie in stock. */
async function stock(db: Db, count: number, batch = 'B-7'): Promise<void> {
  await db.key.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      status: 'stocked',
      label: `K ${index}`,
      serial: `${batch}-${index}`,
      liveSerial: `${batch}-${index}`,
      batch,
    })),
  });
}

async function propose(auth: TestAuth, actor: StaffActor, many = BATCH) {
  const seenHash = hashOfList(await findManyKeys(auth.db, many));
  return proposeMassRevoke(auth, { many, seenHash, reason: 'flaw in the chip', actor, trace: TRACE });
}

async function asked(auth: TestAuth, actor: StaffActor, many = BATCH): Promise<string> {
  const outcome = await propose(auth, actor, many);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.proposalId;
}

async function approve(auth: TestAuth, actor: StaffActor, proposalId: string) {
  const proposal = await findStaffProposal(auth.db, { proposalId, now: auth.now() });
  const seenHash = proposal?.seenHash ?? '';
  const request = { proposalId, decision: 'approve', seenHash, mode: 'demo', actor, trace: TRACE } as const;
  return decideStaffProposal(auth, request);
}

const revoked = (db: Db) => db.key.count({ where: { status: 'revoked' } });

test('ADM-02 keys of a batch end once a second administrator has confirmed the list, with their sessions', async ({
  db,
}) => {
  const { auth, asker, other } = await anOffice(db);
  const { keyId, holderId, accountId } = await aManagedKey(db);
  await db.key.update({ where: { id: keyId }, data: { batch: 'B-7' } });
  const session = await aSession(db, { keyId, holderId, accountId });
  await stock(db, 2);
  await stock(db, 1, 'B-8');
  const proposalId = await asked(auth, asker);
  expect(await revoked(db)).toBe(0);
  expect(await approve(auth, asker, proposalId)).toEqual({ ok: false, reason: 'own_proposal' });
  expect(await revoked(db)).toBe(0);
  expect(await approve(auth, other, proposalId)).toEqual({ ok: true });
  expect(await revoked(db)).toBe(3);
  expect(await db.key.count({ where: { batch: 'B-8', status: 'stocked' } })).toBe(1);
  expect(await db.session.findUnique({ where: { id: session.id } })).toMatchObject({
    endedReason: 'key_revoked',
  });
  const events = await db.auditEvent.findMany({ where: { type: 'key_revoked' } });
  expect(events).toHaveLength(3);
  for (const event of events) {
    expect(event).toMatchObject({ actorId: other.holderId, note: 'flaw in the chip' });
    expect(JSON.parse(event.detailsJson)).toMatchObject({ proposalId });
  }
});

test('ADM-02 nobody but an administrator asks for it', async ({ db }) => {
  const { auth } = await anOffice(db);
  await stock(db, 1);
  for (const role of ['account-manager', 'loyalty', 'auditor'] as const) {
    expect(await propose(auth, await aStaffActor(db, role))).toEqual({ ok: false, reason: 'not_allowed' });
  }
  expect(await db.proposal.count()).toBe(0);
});

test('ADM-02 what was added to the batch since is not revoked, and a list that has changed is not asked for', async ({
  db,
}) => {
  const { auth, asker, other } = await anOffice(db);
  await stock(db, 2);
  const seenHash = hashOfList(await findManyKeys(db, BATCH));
  const proposalId = await asked(auth, asker);
  await db.key.create({ data: { status: 'stocked', label: 'late', batch: 'B-7' } });
  const again = { many: BATCH, seenHash, reason: 'again', actor: asker, trace: TRACE };
  expect(await proposeMassRevoke(auth, again)).toEqual({ ok: false, reason: 'keys_changed' });
  await approve(auth, other, proposalId);
  expect(await db.key.findMany({ where: { status: 'stocked' } })).toMatchObject([{ label: 'late' }]);
});

test('ADM-02 a model and a list of serials are found alike; unknown serials are told; staff are left out', async ({
  db,
}) => {
  await stock(db, 3);
  await db.key.updateMany({ data: { modelName: 'Demo 5' } });
  const holder = await aStaffHolder(db, 'administrator');
  await aKey(db, { holderId: holder.id, accountId: null, modelName: 'Demo 5' });
  expect(await findManyKeys(db, { by: 'model', value: 'Demo 5' })).toHaveLength(3);
  const serials: ManyKeys = { by: 'serials', serials: ['B-7-0', 'B-7-2', 'NONE'] };
  const found = await findManyKeys(db, serials);
  expect(found.map(({ serial }) => serial)).toEqual(['B-7-0', 'B-7-2']);
  expect(missingSerials(serials, found)).toEqual(['NONE']);
});

test('ADM-02 a long list is carried out step by step, goes on where it stopped, and does each key once', async ({
  db,
}) => {
  const { auth, asker, other } = await anOffice(db);
  await stock(db, MASS_KEYS_STEP * 2 + 5);
  const proposalId = await asked(auth, asker);
  expect(await approve(auth, other, proposalId)).toEqual({ ok: true });
  expect(await revoked(db)).toBe(MASS_KEYS_STEP);
  const done = await Promise.all([continueMassRevokes(auth), continueMassRevokes(auth)]);
  expect(done.reduce((sum, count) => sum + count, 0)).toBe(MASS_KEYS_STEP + 5);
  expect(await revoked(db)).toBe(MASS_KEYS_STEP * 2 + 5);
  expect(await db.auditEvent.count({ where: { type: 'key_revoked' } })).toBe(MASS_KEYS_STEP * 2 + 5);
  expect(await continueMassRevokes(auth)).toBe(0);
});

test('ADM-02 a list that was declined or whose keys have all ended revokes nothing', async ({ db }) => {
  const { auth, asker, other } = await anOffice(db);
  await stock(db, 1);
  const proposalId = await asked(auth, asker);
  await db.key.updateMany({ where: { batch: 'B-7' }, data: { status: 'revoked' } });
  expect(await approve(auth, other, proposalId)).toEqual({ ok: false, reason: 'overtaken' });
  expect(await propose(auth, asker)).toEqual({ ok: false, reason: 'nothing' });
  await stock(db, 1, 'B-9');
  const second = await asked(auth, asker, { by: 'batch', value: 'B-9' });
  const proposal = await findStaffProposal(db, { proposalId: second, now: auth.now() });
  const seenHash = proposal?.seenHash ?? '';
  const decline = { proposalId: second, decision: 'decline', seenHash, mode: 'demo', trace: TRACE } as const;
  await decideStaffProposal(auth, { ...decline, actor: other });
  expect(await continueMassRevokes(auth)).toBe(0);
  expect(await db.key.count({ where: { batch: 'B-9', status: 'stocked' } })).toBe(1);
});
