import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { confirmMovedRow, findMovedRows } from '#portal/connectors/moved-rows.server.ts';
import { findTieProposals } from '#portal/connectors/find-tie-proposals.server.ts';
import { settleOwners } from '#portal/connectors/settle-owners.server.ts';
import type { TieActor } from '#portal/connectors/tie-desk.ts';
import { confirmTie, endTie } from '#portal/connectors/ties.server.ts';
import type { Db } from '#prisma/client.ts';
import { NOON } from '#test/support/audit-log.ts';
import { test } from '#test/support/db.ts';
import { aCounterparty, anInvoice, anOrder, anOrderLine, aPayment } from '#test/support/source-rows.ts';
import { aSync, anAccount, idOf, importDrop, importRows, OPERATOR, tie } from '#test/support/sync.ts';

const PARTIES = [aCounterparty('x'), aCounterparty('y')];
const LATER = { generatedAt: '2026-03-05T10:00:00Z' };
const X = idOf('counterparty', 'x');
const Y = idOf('counterparty', 'y');
const SEEN_X = { taxId: '77x', legalName: 'Works x LLC' };

test('a tie is confirmed by name, for what the person saw', async ({ db }) => {
  const sync = await aSync(db);
  await importRows(sync, { counterparty: PARTIES });
  const manager = await aManager(db);
  const accountId = await anAccount(db, 'A', manager.holderId);

  const outcome = await confirmTie(sync, { accountId, counterpartyId: X, seen: SEEN_X, actor: manager });

  expect(outcome).toMatchObject({ ok: true });
  expect(await db.accountTie.findFirst()).toMatchObject({ ...SEEN_X, confirmedById: manager.holderId });
  expect(await db.auditEvent.findFirst({ where: { type: 'tie_confirmed' } })).toMatchObject({
    accountId,
    actorId: manager.holderId,
    sessionId: 'session-1',
    ip: '192.0.2.7',
    at: NOON,
  });
});

test('a counterparty that has changed under the eyes of the person is not tied', async ({ db }) => {
  const sync = await aSync(db);
  await importRows(sync, { counterparty: PARTIES });
  const accountId = await anAccount(db);

  const outcome = await confirmTie(sync, {
    accountId,
    counterpartyId: X,
    seen: { ...SEEN_X, taxId: '1' },
    actor: OPERATOR,
  });

  expect(outcome).toEqual({ ok: false, reason: 'changed_since_seen', now: SEEN_X });
  expect(await db.accountTie.count()).toBe(0);
});

test('a manager ties only to the accounts that are theirs; another’s answers as one that is not there', async ({
  db,
}) => {
  const sync = await aSync(db);
  await importRows(sync, { counterparty: PARTIES });
  const manager = await aManager(db);
  const request = { counterpartyId: X, seen: SEEN_X, actor: manager };

  const foreign = await confirmTie(sync, { ...request, accountId: await anAccount(db) });
  const absent = await confirmTie(sync, { ...request, accountId: 'nowhere' });

  expect(foreign).toEqual({ ok: false, reason: 'account_not_found' });
  expect(absent).toEqual(foreign);
});

test('one counterparty is never two accounts', async ({ db }) => {
  const sync = await aSync(db);
  await importRows(sync, { counterparty: PARTIES });
  const [a, b] = [await anAccount(db, 'A'), await anAccount(db, 'B')];
  const confirm = (accountId: string) =>
    confirmTie(sync, { accountId, counterpartyId: X, seen: SEEN_X, actor: OPERATOR });

  const outcomes = await Promise.all([confirm(a), confirm(b)]);

  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes).toContainEqual({ ok: false, reason: 'tied_to_another_account' });
  expect(await db.accountTie.count()).toBe(1);
});

test('a tie is confirmed once', async ({ db }) => {
  const sync = await aSync(db);
  await importRows(sync, { counterparty: PARTIES });
  const accountId = await anAccount(db);
  await tie(sync, accountId, 'x');

  expect(await confirmTie(sync, { accountId, counterpartyId: X, seen: SEEN_X, actor: OPERATOR })).toEqual({
    ok: false,
    reason: 'tied_already',
  });
});

test('a tie that ends takes the rows away, and they can then be another account’s', async ({ db }) => {
  const sync = await aSync(db);
  await importRows(sync, {
    counterparty: PARTIES,
    order: [anOrder('1', 'x')],
    'order-line': [anOrderLine('1/1', '1')],
  });
  const [a, b] = [await anAccount(db, 'A'), await anAccount(db, 'B')];
  const tieId = await tie(sync, a, 'x');

  expect(await endTie(sync, { tieId, reason: 'sold', actor: OPERATOR })).toEqual({ ok: true });
  expect(await db.orderLine.findFirst()).toMatchObject({ accountId: null });
  expect(await endTie(sync, { tieId, reason: 'sold', actor: OPERATOR })).toMatchObject({
    reason: 'ended_already',
  });

  await tie(sync, b, 'x');
  expect(await db.orderLine.findFirst()).toMatchObject({ accountId: b });
  expect(await db.auditEvent.findFirst({ where: { type: 'tie_ended' } })).toMatchObject({
    accountId: a,
    note: 'sold',
  });
});

test('a manager can not end the tie of another manager’s account', async ({ db }) => {
  const sync = await aSync(db);
  await importRows(sync, { counterparty: PARTIES });
  const tieId = await tie(sync, await anAccount(db), 'x');

  const outcome = await endTie(sync, { tieId, reason: 'mine now', actor: await aManager(db) });

  expect(outcome).toEqual({ ok: false, reason: 'not_found' });
});

test('a tie whose rows were not all reached when the process died is finished by whoever comes next', async ({
  db,
}) => {
  const sync = await aSync(db);
  await importRows(sync, { counterparty: PARTIES, order: [anOrder('1', 'x'), anOrder('2', 'x')] });
  const accountId = await anAccount(db);
  await tie(sync, accountId, 'x');
  await db.order.updateMany({ where: { externalId: '2' }, data: { accountId: null } });
  await db.counterparty.updateMany({ where: { id: X }, data: { isOwnerPending: true } });

  expect(await settleOwners(db)).toBe(1);
  expect(await db.order.count({ where: { accountId } })).toBe(2);
});

test('the manager is shown whom nobody has tied, with the accounts of the same tax id', async ({ db }) => {
  const sync = await aSync(db);
  const twin = aCounterparty('twin', { tax_id: '77x' });
  await importRows(sync, { counterparty: [...PARTIES, twin] });
  const manager = await aManager(db);
  const accountId = await anAccount(db, 'A', manager.holderId);
  await tie(sync, accountId, 'x');

  const proposals = await findTieProposals(db, { actor: manager, now: NOON, limit: 10 });

  const byId = new Map(proposals.map((proposal) => [proposal.counterpartyId, proposal]));
  expect([...byId.keys()].toSorted()).toEqual([Y, idOf('counterparty', 'twin')].toSorted());
  expect(byId.get(Y)).toMatchObject({ sourceName: 'erp', name: 'Works y', waiting: null, matches: [] });
  expect(byId.get(idOf('counterparty', 'twin'))?.matches).toEqual([
    { accountId, number: 'ACC-A', name: 'Account A' },
  ]);
});

test('a tie in quarantine is shown with what was confirmed then, and only to whoever looks after the account', async ({
  db,
}) => {
  const sync = await aSync(db);
  await importRows(sync, { counterparty: PARTIES });
  const manager = await aManager(db);
  await tie(sync, await anAccount(db, 'A', manager.holderId), 'x');
  await tie(sync, await anAccount(db, 'B'), 'y');
  const changed = [aCounterparty('x', { tax_id: '1' }), aCounterparty('y', { tax_id: '2' })];
  await importDrop(sync, { rows: { counterparty: changed }, manifest: LATER });

  const proposals = await findTieProposals(db, { actor: manager, now: NOON, limit: 10 });

  expect(proposals).toMatchObject([
    {
      counterpartyId: X,
      identity: { taxId: '1' },
      waiting: { reason: 'identity_changed', confirmedIdentity: SEEN_X },
    },
  ]);
});

test('the list of proposals goes on where it stopped', async ({ db }) => {
  const sync = await aSync(db);
  await importRows(sync, { counterparty: ['a', 'b', 'c'].map((id) => aCounterparty(id)) });

  const first = await findTieProposals(db, { actor: OPERATOR, now: NOON, limit: 2 });
  const after = first[1]?.counterpartyId ?? '';
  const second = await findTieProposals(db, { actor: OPERATOR, now: NOON, limit: 2, after });

  const ids = [...first, ...second].map(({ counterpartyId }) => counterpartyId);
  expect(ids).toEqual(['a', 'b', 'c'].map((id) => idOf('counterparty', id)).toSorted());
});

/** Order 1 with its line and its paid invoice goes from x to y, and the invoice with it. */
async function aMove(db: Db, { managerOfA, managerOfB }: { managerOfA?: string; managerOfB?: string } = {}) {
  const sync = await aSync(db);
  const trade = (counterparty: string) => ({
    counterparty: PARTIES,
    order: [anOrder('1', counterparty)],
    'order-line': [anOrderLine('1/1', '1')],
    invoice: [anInvoice('i', counterparty, { order: '1' })],
    payment: [aPayment('p', 'x', { invoice: 'i' })],
  });
  await importRows(sync, trade('x'));
  const [a, b] = [await anAccount(db, 'A', managerOfA), await anAccount(db, 'B', managerOfB)];
  const tieOfA = await tie(sync, a, 'x');
  await tie(sync, b, 'y');
  await importDrop(sync, { rows: trade('y'), manifest: LATER });
  return { sync, a, b, tieOfA };
}

test('who must confirm a move is shown from whom to whom it went', async ({ db }) => {
  const { a, b } = await aMove(db);

  expect(await findMovedRows(db, { actor: OPERATOR, now: NOON, limit: 10 })).toEqual(
    expect.arrayContaining([
      {
        rowId: idOf('order', '1'),
        kind: 'order',
        name: expect.stringContaining('1') as string,
        movedAt: NOON,
        from: { counterpartyId: X, name: 'Works x', accountId: a },
        to: { counterpartyId: Y, name: 'Works y', accountId: b },
        state: 'confirmable',
      },
    ]),
  );
});

test('a confirmed move gives the order to its new customer, with its lines and what moved with it', async ({
  db,
}) => {
  const { sync, b } = await aMove(db);

  const outcome = await confirmMovedRow(sync, {
    rowId: idOf('order', '1'),
    seenCounterpartyId: Y,
    actor: OPERATOR,
  });

  expect(outcome).toEqual({ ok: true });
  const owner = { accountId: b, quarantinedAt: null };
  expect(await db.order.findFirst()).toMatchObject(owner);
  expect(await db.orderLine.findFirst()).toMatchObject({ ...owner, counterpartyId: Y });
  expect(await db.invoice.findFirst()).toMatchObject(owner);
  expect(await findMovedRows(db, { actor: OPERATOR, now: NOON, limit: 10 })).toEqual([]);
  expect(await db.auditEvent.count({ where: { type: 'row_confirmed' } })).toBe(1);
});

test('what hung on a moved order but stayed with the old customer goes back to the old customer', async ({
  db,
}) => {
  const { sync, a } = await aMove(db);
  expect(await db.payment.findFirst()).toMatchObject({ accountId: null });

  await confirmMovedRow(sync, { rowId: idOf('order', '1'), seenCounterpartyId: Y, actor: OPERATOR });

  expect(await db.payment.findFirst()).toMatchObject({
    counterpartyId: X,
    accountId: a,
    quarantinedAt: null,
  });
});

test('an invoice of a moved order is not shown before the order is', async ({ db }) => {
  const { sync } = await aMove(db);

  await confirmMovedRow(sync, { rowId: idOf('invoice', 'i'), seenCounterpartyId: Y, actor: OPERATOR });

  expect(await db.invoice.findFirst()).toMatchObject({ accountId: null, quarantinedAt: NOON });
});

test('a move that has gone on since the person looked is not confirmed', async ({ db }) => {
  const { sync } = await aMove(db);

  const outcome = await confirmMovedRow(sync, {
    rowId: idOf('order', '1'),
    seenCounterpartyId: X,
    actor: OPERATOR,
  });

  expect(outcome).toEqual({ ok: false, reason: 'moved_again' });
  expect(await db.order.findFirst()).toMatchObject({ accountId: null });
});

test('a manager neither sees nor confirms moves between customers of others', async ({ db }) => {
  const { sync } = await aMove(db);
  const actor = await aManager(db);

  expect(await findMovedRows(db, { actor, now: NOON, limit: 10 })).toEqual([]);
  expect(await confirmMovedRow(sync, { rowId: idOf('order', '1'), seenCounterpartyId: Y, actor })).toEqual({
    ok: false,
    reason: 'not_found',
  });
});

test('an order is released by the manager of the customer who is to see it, not by who loses it', async ({
  db,
}) => {
  const [loser, gainer] = [await aManager(db), await aManager(db)];
  const { sync, b } = await aMove(db, { managerOfA: loser.holderId, managerOfB: gainer.holderId });
  const confirm = (actor: TieActor) =>
    confirmMovedRow(sync, { rowId: idOf('order', '1'), seenCounterpartyId: Y, actor });

  expect(await findMovedRows(db, { actor: loser, now: NOON, limit: 10 })).not.toEqual([]);
  expect(await confirm(loser)).toEqual({ ok: false, reason: 'not_found' });
  expect(await confirm(gainer)).toEqual({ ok: true });
  expect(await db.order.findFirst()).toMatchObject({ accountId: b });
});

test('a tie that was ended gives no say in what moves afterwards', async ({ db }) => {
  const former = await aManager(db);
  const { sync, tieOfA } = await aMove(db, { managerOfA: former.holderId });
  await endTie(sync, { tieId: tieOfA, reason: 'sold', actor: former });

  expect(await findMovedRows(db, { actor: former, now: NOON, limit: 10 })).toEqual([]);
});

async function aManager(db: Db): Promise<Extract<TieActor, { kind: 'account-manager' }>> {
  const { id } = await db.holder.create({
    data: {
      kind: 'staff',
      staffRole: 'account-manager',
      name: 'Anna',
      userHandle: randomBytes(32),
      createdAt: NOON,
    },
    select: { id: true },
  });
  const trace = { ip: '192.0.2.7', userAgentHash: 'ab'.repeat(32) };
  return { kind: 'account-manager', holderId: id, sessionId: 'session-1', standsInFor: [], trace };
}
