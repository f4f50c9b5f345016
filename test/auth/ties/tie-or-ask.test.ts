/** REC-05 amended: what a customer ordered goes to another one only when the customer that loses it agrees. */
import { expect } from 'vitest';
import { auditTypes } from '#test/support/auth.ts';
import { aStaffActor } from '#test/support/actors.ts';
import { anAccount } from '#test/support/builders.ts';
import { aCompany, decide } from '#test/support/company.ts';
import { test } from '#test/support/db.ts';
import { lettersOf, withAddress } from '#test/support/letters.ts';
import { aCounterparty, anOrder } from '#test/support/source-rows.ts';
import { aSync, idOf, importRows, tie } from '#test/support/sync.ts';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import { settleOwners } from '#portal/connectors/settle-owners.server.ts';
import { findTieProposal } from '#portal/connectors/find-tie-proposals.server.ts';
import { confirmTie, endTie } from '#portal/connectors/ties.server.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';

const X = idOf('counterparty', 'x');
const seen = { taxId: '77x', legalName: 'Works x LLC' };

/** A company with an owner's key, whose orders its manager has just taken from it, and another account of that manager. */
async function aTakenCompany(db: Db) {
  const company = await aCompany(db);
  const sync = { ...(await aSync(db)), audit: company.auth.audit, now: company.auth.now };
  await importRows(sync, { counterparty: [aCounterparty('x')], order: [anOrder('1', 'x')] });
  const tieId = await tie(sync, company.accountId, 'x');
  const actor = atDesk(company.manager);
  await endTie(company.auth, { tieId, reason: 'another company', actor });
  company.auth.pass(1);
  const { id: otherId } = await anAccount(db, {
    accountManagerId: company.manager.holderId,
    name: 'Other LLC',
  });
  const confirm = (accountId: string) =>
    confirmTie(company.auth, { accountId, counterpartyId: X, seen, actor });
  return { company, sync, otherId, confirm, actor };
}

function atDesk({ holderId, sessionId }: StaffActor) {
  const trace = { ip: '192.0.2.7', userAgentHash: 'ab'.repeat(32) };
  return { kind: 'account-manager', holderId, sessionId, standsInFor: [], trace } as const;
}

const isOrderOf = async (db: Db, accountId: string | null) =>
  (await db.order.count({ where: { accountId } })) === 1;

test('REC-05 a manager alone gives nobody the orders of a customer that has a key: they wait, and are nobody’s', async ({
  db,
}) => {
  const { company, otherId, confirm, actor } = await aTakenCompany(db);
  await withAddress(db, company.owner.holderId, 'owner@works.example');
  expect(await confirm(otherId)).toEqual({ ok: false, reason: 'former_customer_asked' });
  expect(await confirm(otherId)).toEqual({ ok: false, reason: 'former_customer_asked' });
  await settleOwners(db);
  expect(await isOrderOf(db, null)).toBe(true);
  expect(await db.accountTie.count({ where: { status: { not: 'ended' } } })).toBe(0);

  const of = { accountId: company.accountId };
  expect(await findOpenProposals(db, { of, now: company.auth.now() })).toMatchObject([
    { payload: { kind: 'tie_move', ...seen }, toAccountName: 'Other LLC' },
  ]);
  expect(await lettersOf(db, 'proposal_made')).toMatchObject([
    { what: 'tie_move', subjectName: seen.legalName },
  ]);
  const shown = await findTieProposal(db, { actor, counterpartyId: X, now: company.auth.now() });
  expect(shown).toMatchObject({ isAsked: true });
});

test('REC-05 when an owner of the former customer confirms it, the orders are the other customer’s', async ({
  db,
}) => {
  const { company, otherId, confirm } = await aTakenCompany(db);
  await confirm(otherId);
  expect(await decide(company, company.owner)).toMatchObject({ ok: true });
  await settleOwners(db);
  expect(await isOrderOf(db, otherId)).toBe(true);
  expect(await db.accountTie.findFirst({ where: { status: 'confirmed' } })).toMatchObject({
    accountId: otherId,
    confirmedById: company.owner.holderId,
    ...seen,
  });
  expect((await auditTypes(db)).slice(-3)).toEqual(['proposal_made', 'proposal_approved', 'tie_confirmed']);
});

test('REC-05 an owner who declines it keeps the orders from everybody', async ({ db }) => {
  const { company, otherId, confirm } = await aTakenCompany(db);
  await confirm(otherId);
  expect(await decide(company, company.owner, 'decline')).toMatchObject({ ok: true });
  await settleOwners(db);
  expect(await isOrderOf(db, null)).toBe(true);
});

test('REC-05 where no owner has a key, an administrator is the second one, and the manager is not', async ({
  db,
}) => {
  const { company, otherId, confirm } = await aTakenCompany(db);
  await db.key.update({ where: { id: company.ownerKeyId }, data: { status: 'revoked' } });
  await confirm(otherId);
  expect(await decide(company, company.manager)).toEqual({ ok: false, reason: 'not_found' });
  expect(await decide(company, await aStaffActor(db, 'administrator'))).toMatchObject({ ok: true });
  await settleOwners(db);
  expect(await isOrderOf(db, otherId)).toBe(true);
});

test('a company that goes back to its own customer, or was one’s without a key, waits for nobody', async ({
  db,
}) => {
  const { company, otherId, confirm } = await aTakenCompany(db);
  expect(await confirm(company.accountId)).toMatchObject({ ok: true });
  await db.accountTie.updateMany({ data: { status: 'ended' } });
  await db.key.updateMany({ data: { activatedAt: null } });
  company.auth.pass(1);
  expect(await confirm(otherId)).toMatchObject({ ok: true });
});

test('REC-05 what has changed meanwhile is confirmed by nobody: another name, a tie, an account that was closed', async ({
  db,
}) => {
  const { company, otherId, confirm } = await aTakenCompany(db);
  await confirm(otherId);
  const overtaken = { ok: false, reason: 'overtaken' };
  const changeName = (legalName: string) => db.counterparty.update({ where: { id: X }, data: { legalName } });
  await changeName('Works y LLC');
  expect(await decide(company, company.owner)).toEqual(overtaken);
  expect(await db.proposal.count({ where: { status: 'open' } })).toBe(0);
  await changeName(seen.legalName);
  await confirm(otherId);
  await db.customerAccount.update({ where: { id: otherId }, data: { status: 'closed' } });
  expect(await decide(company, company.owner)).toEqual(overtaken);
  await db.customerAccount.update({ where: { id: otherId }, data: { status: 'active' } });
  await confirm(otherId);
  expect(await confirm(company.accountId)).toMatchObject({ ok: true });
  expect(await db.proposal.count({ where: { status: 'open' } })).toBe(0);
  expect(await isOrderOf(db, otherId)).toBe(false);
});

test('REC-05 of two answers to one question one counts, and a later question takes the earlier one’s place', async ({
  db,
}) => {
  const { company, otherId, confirm } = await aTakenCompany(db);
  const { id: thirdId } = await anAccount(db, { accountManagerId: company.manager.holderId });
  await confirm(thirdId);
  company.auth.pass(1);
  await confirm(otherId);
  expect(await db.proposal.count({ where: { status: 'open' } })).toBe(1);
  const answers = await Promise.all([
    decide(company, company.owner),
    decide(company, company.owner, 'decline'),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
});
