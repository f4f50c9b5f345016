/** REC-05 amended: what a source moves away from a customer with keys goes to the other one only when it agrees. */
import { expect } from 'vitest';
import { aStaffActor } from '#test/support/actors.ts';
import { anAccount } from '#test/support/builders.ts';
import { aCompany, decide, onlyProposal } from '#test/support/company.ts';
import { test } from '#test/support/db.ts';
import { lettersOf, withAddress } from '#test/support/letters.ts';
import { aCounterparty, anInvoice, anOrder, anOrderLine } from '#test/support/source-rows.ts';
import { aSync, idOf, importDrop, importRows, OPERATOR, tie } from '#test/support/sync.ts';
import { MOST_ROWS_ASKED } from '#auth/ties/most-rows-asked.ts';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import { confirmMovedRow, findMovedRows } from '#portal/connectors/moved-rows.server.ts';
import { settleOwners } from '#portal/connectors/settle-owners.server.ts';
import { confirmTie, endTie } from '#portal/connectors/ties.server.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';

const [Y, Z, NOBODY] = ['y', 'z', 'unknown'].map((id) => idOf('counterparty', id)) as [
  string,
  string,
  string,
];
const PARTIES = ['x', 'y', 'z'].map((id) => aCounterparty(id));
const ROW = idOf('order', '1');

/** Orders 1 and 2 of a company with an owner's key, and its invoice; another company y; and what the source says next. */
async function aTrade(db: Db) {
  const company = await aCompany(db);
  const { auth } = company;
  const sync = { ...(await aSync(db)), audit: auth.audit, now: auth.now };
  const trade = (first: string, second = 'x') => ({
    counterparty: PARTIES,
    order: [anOrder('1', first), anOrder('2', second)],
    'order-line': [anOrderLine('1/1', '1')],
    invoice: [anInvoice('i', first, { order: '1' })],
  });
  await importRows(sync, trade('x'));
  const gainer = await aStaffActor(db);
  const { id: gainingId } = await anAccount(db, { accountManagerId: gainer.holderId, name: 'Other LLC' });
  const tieId = await tie(sync, company.accountId, 'x');
  await tie(sync, gainingId, 'y');
  let minute = 0;
  const next = async (first: string, second?: string) => {
    auth.pass(1);
    const generatedAt = new Date(Date.UTC(2026, 2, 5, 10, (minute += 1))).toISOString();
    const outcome = await importDrop(sync, { rows: trade(first, second), manifest: { generatedAt } });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  };
  const confirm = (seenCounterpartyId = Y, by = gainer) =>
    confirmMovedRow(sync, { rowId: ROW, seenCounterpartyId, actor: atDesk(by) });
  return { company, sync, gainer, gainingId, tieId, next, confirm };
}

function atDesk({ holderId, sessionId }: StaffActor) {
  const trace = { ip: '192.0.2.7', userAgentHash: 'ab'.repeat(32) };
  return { kind: 'account-manager', holderId, sessionId, standsInFor: [], trace } as const;
}

const ownerOfOrder = async (db: Db) =>
  (await db.order.findUniqueOrThrow({ where: { id: ROW }, select: { accountId: true } })).accountId;

const ASKED = { ok: false, reason: 'former_customer_asked' };

test('REC-05 what a source moves away from a customer with a key is shown to nobody when the other one’s manager confirms: an owner is asked', async ({
  db,
}) => {
  const { company, gainer, gainingId, next, confirm } = await aTrade(db);
  await withAddress(db, company.owner.holderId, 'owner@works.example');
  await next('y', 'y');
  expect(await confirm()).toEqual(ASKED);
  expect(await confirm()).toEqual(ASKED);
  await settleOwners(db);
  expect(await ownerOfOrder(db)).toBeNull();
  expect(await db.order.count({ where: { accountId: gainingId } })).toBe(0);

  const { payload, toAccountName } = await onlyProposal(company);
  expect(toAccountName).toBe('Other LLC');
  expect(payload).toMatchObject({ kind: 'row_move', fromName: 'Works x', toName: 'Works y', toTaxId: '77y' });
  const labels = payload.kind === 'row_move' ? payload.rows.map(({ label }) => label).toSorted() : [];
  expect(labels).toEqual(['INV-i', 'SO-1', 'SO-2']);
  expect(await lettersOf(db, 'proposal_made')).toMatchObject([{ what: 'row_move', subjectName: 'Works x' }]);
  const listed = await findMovedRows(db, { actor: atDesk(gainer), now: company.auth.now(), limit: 10 });
  expect(new Set(listed.map(({ state }) => state))).toEqual(new Set(['asked']));
});

test('REC-05 when an owner of the customer that loses them agrees, rows go to the other one with all that hangs on them', async ({
  db,
}) => {
  const { company, gainingId, next, confirm } = await aTrade(db);
  await next('y', 'y');
  await confirm();
  expect(await decide(company, company.owner)).toMatchObject({ ok: true });
  expect(await ownerOfOrder(db)).toBeNull();
  await settleOwners(db);
  const given = { where: { accountId: gainingId, quarantinedAt: null } };
  expect([
    await db.order.count(given),
    await db.orderLine.count(given),
    await db.invoice.count(given),
  ]).toEqual([2, 1, 1]);
  expect(await db.movedRow.count()).toBe(0);
  const confirmed = { type: 'row_confirmed', actorId: company.owner.holderId };
  expect(await db.auditEvent.count({ where: confirmed })).toBe(3);
});

test('REC-05 of more rows than one reads, the row that was asked for stands first', async ({ db }) => {
  const { company, next, confirm } = await aTrade(db);
  await next('y', 'y');
  const { rowId: _rowId, ...row } = await db.movedRow.findUniqueOrThrow({ where: { rowId: ROW } });
  const movedAt = new Date(row.movedAt.getTime() - 60_000);
  const earlier = Array.from({ length: MOST_ROWS_ASKED }, (_, at) => ({
    ...row,
    rowId: `earlier-${at}`,
    movedAt,
  }));
  await db.movedRow.createMany({ data: earlier });
  expect(await confirm()).toEqual(ASKED);
  const { payload } = await onlyProposal(company);
  const rows = payload.kind === 'row_move' ? payload.rows : [];
  expect([rows.length, rows[0]?.label]).toEqual([MOST_ROWS_ASKED, 'SO-1']);
});

test('REC-05 an owner who declines keeps the rows from everybody', async ({ db }) => {
  const { company, next, confirm } = await aTrade(db);
  await next('y');
  await confirm();
  expect(await decide(company, company.owner, 'decline')).toMatchObject({ ok: true });
  await settleOwners(db);
  expect(await ownerOfOrder(db)).toBeNull();
  expect(await db.movedRow.count()).toBe(2);
});

test('REC-05 where no owner of the losing customer has a key, an administrator agrees, and neither manager does', async ({
  db,
}) => {
  const { company, gainer, gainingId, next, confirm } = await aTrade(db);
  await db.key.update({ where: { id: company.ownerKeyId }, data: { status: 'revoked' } });
  await next('y');
  await confirm();
  for (const manager of [company.manager, gainer])
    expect(await decide(company, manager)).toEqual({ ok: false, reason: 'not_found' });
  expect(await decide(company, await aStaffActor(db, 'administrator'))).toMatchObject({ ok: true });
  await settleOwners(db);
  expect(await ownerOfOrder(db)).toBe(gainingId);
});

test('REC-05 no way round: by a company that is nobody’s yet, by none at all, or by ending the tie first', async ({
  db,
}) => {
  const { company, sync, gainingId, tieId, next, confirm } = await aTrade(db);
  await next('z');
  expect(await confirm(Z, company.manager)).toEqual(ASKED);
  const seen = { taxId: '77z', legalName: 'Works z LLC' };
  await confirmTie(sync, { accountId: gainingId, counterpartyId: Z, seen, actor: OPERATOR });
  expect(await confirm(Z)).toEqual(ASKED);

  await next('unknown');
  expect(await confirm(NOBODY, company.manager)).toEqual({ ok: false, reason: 'not_found' });
  await next('y');
  expect(await confirm()).toEqual(ASKED);

  await endTie(sync, { tieId, reason: 'sold', actor: atDesk(company.manager) });
  expect(await confirm()).toEqual(ASKED);
  await settleOwners(db);
  expect(await db.order.count({ where: { accountId: gainingId } })).toBe(0);
});

test('a row that its source has moved on is released to whom it was confirmed for, or waits: never to the next one', async ({
  db,
}) => {
  const { company, gainingId, next, confirm } = await aTrade(db);
  await db.key.updateMany({ data: { activatedAt: null } });
  const target = async () =>
    (await db.movedRow.findUniqueOrThrow({ where: { rowId: ROW } })).toCounterpartyId;
  await next('z');
  // Neither of the two is anybody's: the list follows all the same.
  await next('unknown');
  expect(await target()).toBe(NOBODY);
  await next('y');
  expect(await target()).toBe(Y);
  expect(await confirm(NOBODY)).toEqual({ ok: false, reason: 'moved_again' });
  await next('z');
  expect(await confirm(Y, company.manager)).toEqual({ ok: false, reason: 'moved_again' });
  await db.movedRow.updateMany({ data: { toCounterpartyId: Y } });
  expect(await confirm(Y)).toEqual({ ok: false, reason: 'moved_again' });
  expect([company.accountId, gainingId]).not.toContain(await ownerOfOrder(db));
});

test('REC-05 what can not be done as asked any more is overtaken, leaves the owner’s list, and is in the log', async ({
  db,
}) => {
  const { company, next, confirm } = await aTrade(db);
  await next('y');
  await confirm();
  await next('z');
  expect(await decide(company, company.owner)).toEqual({ ok: false, reason: 'overtaken' });
  const of = { accountId: company.accountId };
  expect(await findOpenProposals(db, { of, now: company.auth.now() })).toEqual([]);
  expect(await db.auditEvent.findFirst({ where: { type: 'proposal_overtaken' } })).toMatchObject({
    result: 'refused',
    accountId: company.accountId,
    actorId: company.owner.holderId,
  });
});

test('REC-05 a row that moves on after an owner has agreed waits anew', async ({ db }) => {
  const { company, next, confirm } = await aTrade(db);
  await next('y');
  await confirm();
  await decide(company, company.owner);
  await db.order.update({ where: { id: ROW }, data: { counterpartyId: Z } });
  await settleOwners(db);
  expect(await ownerOfOrder(db)).toBeNull();
  expect(await db.movedRow.findUnique({ where: { rowId: ROW } })).toMatchObject({
    toCounterpartyId: Z,
    agreedAt: null,
  });
});

test('what a customer without keys loses is confirmed by the manager of the one who gets it, as it was', async ({
  db,
}) => {
  const { gainingId, next, confirm } = await aTrade(db);
  await db.key.updateMany({ data: { activatedAt: null } });
  await next('y');
  expect(await confirm()).toEqual({ ok: true });
  expect(await ownerOfOrder(db)).toBe(gainingId);
});
