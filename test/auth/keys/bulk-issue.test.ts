/** ADM-02, ADM-04: a list of keys is issued whole or not at all, by the word of two people, and once. */
import { expect } from 'vitest';
import { findBulkIssue, findBulkIssues } from '#auth/keys/find-bulk-issue.ts';
import { makeBulkLinks } from '#auth/keys/make-bulk-links.ts';
import { planBulkIssue } from '#auth/keys/plan-bulk-issue.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { decideStaffProposal } from '#auth/proposals/decide-staff-proposal.ts';
import { findStaffProposal } from '#auth/proposals/find-staff-proposals.ts';
import type { Db } from '#prisma/client.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { TRACE } from '#test/support/auth.ts';
import { aHolder, aKey, aMembership, anAccount } from '#test/support/builders.ts';
import { test } from '#test/support/db.ts';
import { standingInFor } from '#test/support/deputies.ts';
import { anOffice, propose, asked, approve } from '#test/support/bulk-office.ts';

const assigned = (db: Db) => db.key.count({ where: { status: 'assigned' } });

test('ADM-02 ADM-04 a list is issued as a whole once an administrator has confirmed it, to exactly these people', async ({
  db,
}) => {
  const office = await anOffice(db);
  const proposalId = await asked(office);
  expect(await assigned(db)).toBe(0);
  expect(await approve(office, proposalId, office.manager)).toEqual({ ok: false, reason: 'not_found' });
  expect(await approve(office, proposalId)).toEqual({ ok: true });
  const keys = await db.key.findMany({
    where: { status: 'assigned' },
    orderBy: { serial: 'asc' },
    include: { holder: { select: { name: true } } },
  });
  expect(keys).toMatchObject([
    { serial: 'SN-1', accountId: office.accountId, holder: { name: 'Anna Demo' } },
    { serial: 'SN-2', evidence: 'contract-address', holder: { name: 'Boris Demo' } },
  ]);
  const events = await db.auditEvent.findMany({ where: { type: 'key_issued' } });
  expect(events).toHaveLength(2);
  for (const event of events) {
    expect(event.actorId).toBe(office.administrator.holderId);
    expect(JSON.parse(event.detailsJson)).toMatchObject({
      proposalId,
      proposedById: office.manager.holderId,
    });
  }
});

test('ADM-04 every line that stands in the way is named, and nothing is asked for', async ({ db }) => {
  const office = await anOffice(db);
  const { auth, manager, accountId } = office;
  const namesake = await aHolder(db, { name: 'Anna Demo' });
  const other = await anAccount(db, { number: 'K-2', accountManagerId: (await aStaffActor(db)).holderId });
  await aMembership(db, { holderId: namesake.id, accountId: other.id, role: 'buyer' });
  const good = { customer: 'K-1', holder: 'Boris Demo', order: '' };
  const rows = [
    { ...good, serial: 'СН-1' },
    { ...good, serial: 'SN-1' },
    { ...good, serial: 'sn-1' },
    { ...good, serial: 'SN-9' },
    { ...good, serial: 'SN-2', customer: 'K-2', holder: 'Anna Demo' },
    { ...good, serial: 'SN-3', holder: 'Nobody' },
    { ...good, serial: 'SN-2', order: 'X-404' },
  ];
  const plan = await planBulkIssue(db, { rows: rows.slice(0, 6), actor: manager });
  expect(plan.map(({ verdict }) => (verdict.is === 'refused' ? verdict.reason : verdict.is))).toEqual([
    'bad_serial',
    'serial_twice',
    'serial_twice',
    'not_in_stock',
    'no_customer',
    'no_person',
  ]);
  const last = await planBulkIssue(db, { rows: rows.slice(6), actor: manager });
  expect(last[0]?.verdict).toEqual({ is: 'refused', reason: 'no_order' });
  expect(await propose(office, rows)).toMatchObject({ ok: false, reason: 'refused' });
  await aMembership(db, { holderId: namesake.id, accountId, role: 'viewer' });
  const twice = await planBulkIssue(db, {
    rows: [{ ...good, serial: 'SN-1', holder: 'Anna Demo' }],
    actor: manager,
  });
  expect(twice[0]?.verdict).toEqual({ is: 'refused', reason: 'several_people' });
  expect(await auth.db.proposal.count()).toBe(0);
});

test('ADM-04 the same list once more changes nothing, and a longer one asks only for what is new', async ({
  db,
}) => {
  const office = await anOffice(db);
  const proposalId = await asked(office);
  expect(await propose(office, office.rows)).toEqual({ ok: false, reason: 'proposed_already' });
  await approve(office, proposalId);
  expect(await propose(office, office.rows)).toEqual({ ok: false, reason: 'nothing' });
  const longer = [...office.rows, { serial: 'SN-3', customer: 'K-1', holder: 'Anna Demo', order: '' }];
  const outcome = await propose(office, longer);
  if (!outcome.ok) throw new Error(outcome.reason);
  await approve(office, outcome.proposalId);
  expect(await assigned(db)).toBe(3);
});

test('ADM-04 where one key was taken meanwhile, none of the list is issued', async ({ db }) => {
  const office = await anOffice(db);
  const proposalId = await asked(office);
  await db.key.updateMany({ where: { serial: 'SN-2' }, data: { status: 'destroyed', liveSerial: null } });
  expect(await approve(office, proposalId)).toEqual({ ok: false, reason: 'overtaken' });
  expect(await assigned(db)).toBe(0);
});

test('ADM-04 where one person has left meanwhile, none of the list is issued', async ({ db }) => {
  const office = await anOffice(db);
  const proposalId = await asked(office);
  await db.membership.updateMany({ where: { holderId: office.annaId }, data: { status: 'removed' } });
  expect(await approve(office, proposalId)).toEqual({ ok: false, reason: 'overtaken' });
  expect(await assigned(db)).toBe(0);
});

test('ADM-03 nobody issues to another manager’s customer by a list; whoever stands in does', async ({
  db,
}) => {
  const office = await anOffice(db);
  const stranger = await aStaffActor(db);
  expect(await propose(office, office.rows, stranger)).toMatchObject({ ok: false, reason: 'refused' });
  for (const role of ['administrator', 'loyalty', 'auditor'] as const) {
    const outcome = await propose(office, office.rows, await aStaffActor(db, role));
    expect(outcome).toMatchObject({ ok: false, reason: 'refused' });
  }
  const deputy = standingInFor(stranger, office.manager);
  expect(await propose(office, office.rows, deputy)).toMatchObject({ ok: true });
});

test('ADM-04 links and codes are made for whoever asked, after the confirmation; made again, the old ones die', async ({
  db,
}) => {
  const office = await anOffice(db);
  const { auth, manager } = office;
  const proposalId = await asked(office);
  const make = (actor: StaffActor) => makeBulkLinks(auth, { proposalId, actor, trace: TRACE });
  const notFound = { ok: false, reason: 'not_found' };
  expect(await make(manager)).toEqual(notFound);
  await approve(office, proposalId);
  expect(await make(await aStaffActor(db))).toEqual(notFound);
  expect(await make(office.administrator)).toEqual(notFound);
  const first = await make(manager);
  if (!first.ok) throw new Error(first.reason);
  expect(first.links).toHaveLength(2);
  expect(new Set(first.links.map(({ token }) => token)).size).toBe(2);
  for (const { claimCode } of first.links) expect(claimCode).not.toBeNull();
  const second = await make(standingInFor(await aStaffActor(db), manager));
  expect(second.ok).toBe(true);
  expect(
    await db.invitation.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } }),
  ).toMatchObject([
    { status: 'open', _count: 2 },
    { status: 'withdrawn', _count: 2 },
  ]);
});

test('ADM-02 a list that was declined gives no links, even once its keys went out one by one', async ({
  db,
}) => {
  const office = await anOffice(db);
  const { auth, manager, administrator, accountId, annaId } = office;
  const proposalId = await asked(office);
  const seenHash = (await findStaffProposal(db, { proposalId, now: auth.now() }))?.seenHash ?? '';
  const decline = { proposalId, decision: 'decline', seenHash, mode: 'demo', trace: TRACE } as const;
  expect(await decideStaffProposal(auth, { ...decline, actor: administrator })).toEqual({ ok: true });
  await db.key.updateMany({
    where: { liveSerial: 'SN-1' },
    data: { status: 'assigned', accountId, holderId: annaId },
  });
  expect(await makeBulkLinks(auth, { proposalId, actor: manager, trace: TRACE })).toEqual({
    ok: false,
    reason: 'not_found',
  });
});

test('REC-05 in an account with a key in use the list gives no codes: an owner confirms each key', async ({
  db,
}) => {
  const office = await anOffice(db);
  const owner = await aHolder(db);
  await aMembership(db, { holderId: owner.id, accountId: office.accountId, role: 'owner' });
  const key = await aKey(db, { holderId: owner.id, accountId: office.accountId });
  await db.key.update({ where: { id: key.id }, data: { activatedAt: new Date() } });
  const proposalId = await asked(office);
  await approve(office, proposalId);
  const made = await makeBulkLinks(office.auth, { proposalId, actor: office.manager, trace: TRACE });
  expect(made.ok && made.links.map(({ claimCode }) => claimCode)).toEqual([null, null]);
  expect(await db.proposal.count({ where: { kind: 'key_issue', status: 'open' } })).toBe(2);
});

test('a list is read by whoever asked and by who stands in for them', async ({ db }) => {
  const office = await anOffice(db);
  const { auth, manager } = office;
  const proposalId = await asked(office);
  const now = auth.now();
  const deputy = standingInFor(await aStaffActor(db), manager);
  const found = await findBulkIssue(db, { proposalId, actor: deputy, now });
  expect(found).toMatchObject({ status: 'open', count: 2, waiting: 0, reason: 'new shift' });
  expect(found?.lines.map(({ holderName }) => holderName)).toEqual(['Anna Demo', 'Boris Demo']);
  expect(await findBulkIssues(db, { actor: manager, now })).toHaveLength(1);
  expect(await findBulkIssue(db, { proposalId, actor: await aStaffActor(db), now })).toBeNull();
  expect(await findBulkIssues(db, { actor: await aStaffActor(db), now })).toEqual([]);
});
