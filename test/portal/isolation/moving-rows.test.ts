/**
 * What moves between customers is shown to nobody until a person has said whose it is: orders that a source gives to
 * another counterparty, counterparties that have become somebody else, ties that are ended or given to another account,
 * and rows that no account was ever given. By real imports, and by managers at their desk.
 */
import { expect } from 'vitest';
import { settleOwners } from '#portal/connectors/settle-owners.server.ts';
import { endTie } from '#portal/connectors/ties.server.ts';
import type { EntityKind } from '#portal/connectors/port.ts';
import type { Db } from '#prisma/client.ts';
import type { RowsByKind } from '#test/support/file-drop.ts';
import { test } from '#test/support/portal-test.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { idOf } from '#test/support/sync.ts';
import { externalId, markOf, orderId, orderNumber, requestId, rowsOf } from './party.ts';
import { everythingSaid, isSaid } from './said.ts';
import type { Said } from './said.ts';
import { ABSENT, allRows, aWorld, QUARTZ, signIn, withRows } from './world.ts';
import type { Customer } from './world.ts';

/** Facts that a customer has by their counterparty alone. */
const TRADE: readonly EntityKind[] = ['order', 'order-line', 'shipment', 'invoice', 'document', 'price-list'];

async function aCast(portal: TestPortal, db: Db) {
  const world = await aWorld(portal, db);
  const { quartz, zircon } = world;
  const [ownerOfQuartz, ownerOfZircon] = [await signIn(db, quartz), await signIn(db, zircon)];
  return {
    ...world,
    /** What the owners of both are told when they ask about quartz. */
    told: async () => ({
      quartz: await everythingSaid(portal, { about: quartz, to: ownerOfQuartz }),
      zircon: await everythingSaid(portal, { about: quartz, to: ownerOfZircon }),
    }),
  };
}

test('an order that its source gives to another customer is shown to neither, until a manager confirms it', async ({
  portal,
  db,
}) => {
  const { quartz, zircon, drop, told } = await aCast(portal, db);
  const marks = [orderNumber(quartz, 'open'), markOf(quartz, 'invoice'), markOf(quartz, 'document')];
  const before = await told();
  expect(marks.filter((mark) => isSaid(before.quartz, mark))).toEqual(marks);

  await drop(allRows(orderGivenTo(zircon)));

  const while_ = await told();
  for (const said of [while_.quartz, while_.zircon]) {
    expect(marks.filter((mark) => isSaid(said, mark))).toEqual([]);
  }
  expect(isSaid(while_.quartz, orderNumber(quartz, 'done'))).toBe(true);
  expect(isSaid(while_.zircon, orderNumber(zircon, 'open'))).toBe(true);

  await atDesk(portal, zircon, `/desk/ties/rows/${orderId(quartz, 'open')}/confirm`, {
    seenCounterpartyId: idOf('counterparty', zircon.word),
  });

  const after = await told();
  expect(isSaid(after.quartz, orderNumber(quartz, 'open'))).toBe(false);
  expect(isSaid(after.zircon, orderNumber(quartz, 'open'))).toBe(true);
});

test('a customer whose tax id has changed at the source is shown nothing of it, until the manager confirms the tie', async ({
  portal,
  db,
}) => {
  const { quartz, drop, told } = await aCast(portal, db);
  expect(tradeIn((await told()).quartz, quartz)).toEqual(TRADE);

  await drop(allRows(withTaxId(quartz, '7799999999')));

  const hidden = await told();
  expect([tradeIn(hidden.quartz, quartz), tradeIn(hidden.zircon, quartz)]).toEqual([[], []]);

  await confirmTie(portal, db, { account: quartz, of: quartz });
  expect(tradeIn((await told()).quartz, quartz)).toEqual(TRADE);
});

test('a counterparty that a manager takes from one account and gives to another takes all its rows along', async ({
  portal,
  db,
}) => {
  const { quartz, zircon, told } = await aCast(portal, db);

  await atDesk(portal, quartz, `/desk/ties/${quartz.tieId}/end`, { reason: 'sold' });
  const between = await told();
  expect([tradeIn(between.quartz, quartz), tradeIn(between.zircon, quartz)]).toEqual([[], []]);

  await confirmTie(portal, db, { account: zircon, of: quartz });
  const after = await told();
  expect(tradeIn(after.quartz, quartz)).toEqual([]);
  // Of the two contracts that zircon now has, its own is the cheaper one.
  expect(tradeIn(after.zircon, quartz)).toEqual(TRADE.filter((kind) => kind !== 'price-list'));
});

test('REC-05 a counterparty of a customer who has a key goes to another only when an owner confirms it on their page', async ({
  portal,
  db,
}) => {
  const { quartz, zircon, told } = await aCast(portal, db);
  const owner = await signIn(db, quartz);
  await db.key.update({ where: { id: owner.keyId }, data: { activatedAt: new Date() } });
  await atDesk(portal, quartz, `/desk/ties/${quartz.tieId}/end`, { reason: 'sold' });
  await confirmTie(portal, db, { account: zircon, of: quartz });
  const between = await told();
  expect([tradeIn(between.quartz, quartz), tradeIn(between.zircon, quartz)]).toEqual([[], []]);

  const { id, payloadHash } = await db.proposal.findFirstOrThrow({ where: { status: 'open' } });
  expect(await portal.page('/people', { as: owner })).toContain(`value="${id}"`);
  const form = { intent: 'approve', proposalId: id, seenHash: payloadHash };
  const confirmed = await portal.request('/people', { as: owner, form });
  expect(confirmed.headers.get('location')).toBe('/people?done=approved');
  expect(tradeIn((await told()).zircon, quartz)).toContain('order');
});

test('REC-05 an order that its source takes from a customer who has a key is told to the next one only when an owner agrees, and nowhere to the former', async ({
  portal,
  db,
}) => {
  const { quartz, zircon, drop, told } = await aCast(portal, db);
  const owner = await signIn(db, quartz);
  await db.key.update({ where: { id: owner.keyId }, data: { activatedAt: new Date() } });
  const erpNumber = 'ERPNUMBER-QUARTZ';
  await db.outboxEntry.update({
    where: { requestId: requestId(quartz) },
    data: { state: 'taken', externalId: externalId(quartz, 'open'), number: erpNumber },
  });
  const again = `/orders/${orderId(quartz, 'open')}/again`;
  const draft = (await portal.request(again, { as: owner, form: {} })).headers.get('location') ?? '';
  const request = `/requests/${requestId(quartz)}`;
  expect((await portal.request(draft, { as: owner })).status).toBe(200);
  expect(await portal.page(request, { as: owner })).toContain(erpNumber);

  await drop(allRows(orderGivenTo(zircon)));
  const marks = [orderNumber(quartz, 'open'), markOf(quartz, 'document'), erpNumber];
  const nothingTold = async () =>
    Object.values(await told()).every((said) => !marks.some((mark) => isSaid(said, mark)));
  expect(await nothingTold()).toBe(true);
  expect((await portal.request(draft, { as: owner })).status).toBe(404);
  expect(await portal.page('/requests', { as: owner })).not.toContain(draft);

  const form = { seenCounterpartyId: idOf('counterparty', zircon.word) };
  await atDesk(portal, zircon, `/desk/ties/rows/${orderId(quartz, 'open')}/confirm`, form);
  expect(isSaid((await told()).zircon, orderNumber(quartz, 'open'))).toBe(false);
  const { id: proposalId, payloadHash: seenHash } = await db.proposal.findFirstOrThrow();
  expect(await portal.page('/people', { as: owner })).toContain(orderNumber(quartz, 'open'));
  await portal.request('/people', { as: owner, form: { intent: 'approve', proposalId, seenHash } });

  const after = await told();
  expect(marks.filter((mark) => isSaid(after.quartz, mark))).toEqual([markOf(quartz, 'document')]);
  expect(isSaid(after.zircon, orderNumber(quartz, 'open'))).toBe(true);
});

test('when a process dies while rows are leaving a customer, nobody is shown them, then and afterwards', async ({
  portal,
  db,
}) => {
  const { quartz, told } = await aCast(portal, db);
  const actor = { kind: 'operator' } as const;
  const ending = endTie(
    { ...portal.services, db: dyingAfter(db, 1) },
    { tieId: quartz.tieId, reason: 'sold', actor },
  );
  await expect(ending).rejects.toThrow('the process has died');
  expect(await db.order.count({ where: { accountId: quartz.accountId } })).toBeGreaterThan(0);

  const pending = await told();
  expect([tradeIn(pending.quartz, quartz), tradeIn(pending.zircon, quartz)]).toEqual([[], []]);

  await settleOwners(db);
  const after = await told();
  expect([tradeIn(after.quartz, quartz), tradeIn(after.zircon, quartz)]).toEqual([[], []]);
  expect(isSaid(after.quartz, markOf(quartz, 'account'))).toBe(true);
});

test('the trade of a counterparty that nobody has tied is shown to nobody', async ({ portal, db }) => {
  const { quartz, zircon, drop } = await aCast(portal, db);
  await drop(allRows((rows) => withRows(rows, rowsOf(ABSENT))));
  expect(await db.order.count({ where: { number: orderNumber(ABSENT, 'open') } })).toBe(1);

  for (const customer of [quartz, zircon]) {
    const about = { ...customer, ...ABSENT };
    const said = await everythingSaid(portal, { about, to: await signIn(db, customer) });
    expect(isSaid(said, markOf(customer, 'account'))).toBe(true);
    expect(`${said.pages}${said.papers}`.toLowerCase()).not.toContain(ABSENT.word);
  }
});

function tradeIn(said: Said, party: Customer): EntityKind[] {
  return TRADE.filter((kind) => isSaid(said, markOf(party, kind)));
}

function orderGivenTo({ word }: Customer) {
  return (rows: RowsByKind): RowsByKind => ({
    ...rows,
    order: (rows.order ?? []).map((row) =>
      row['id'] === externalId(QUARTZ, 'open') ? { ...row, counterparty: word } : row,
    ),
  });
}

function withTaxId({ word }: Customer, taxId: string) {
  return (rows: RowsByKind): RowsByKind => ({
    ...rows,
    counterparty: (rows.counterparty ?? []).map((row) =>
      row['id'] === word ? { ...row, tax_id: taxId } : row,
    ),
  });
}

async function confirmTie(
  portal: TestPortal,
  db: Db,
  { account, of }: { account: Customer; of: Customer },
): Promise<void> {
  const id = idOf('counterparty', of.word);
  const { taxId, legalName } = await db.counterparty.findUniqueOrThrow({ where: { id } });
  const form = { accountId: account.accountId, taxId, legalName };
  await atDesk(portal, account, `/desk/ties/counterparties/${id}`, form);
}

async function atDesk(
  portal: TestPortal,
  { manager }: Customer,
  path: string,
  form: Record<string, string>,
): Promise<void> {
  const { status } = await portal.request(path, { as: manager, form });
  if (status !== 302) throw new Error(`the desk answered ${status} at ${path}`);
}

/** A database whose process ends after so many transactions. */
function dyingAfter(db: Db, transactions: number): Db {
  let left = transactions;
  return new Proxy(db, {
    get(target, name) {
      if (name !== '$transaction') return Reflect.get(target, name) as unknown;
      return (work: Parameters<Db['$transaction']>[0]) => {
        if (left === 0) throw new Error('the process has died');
        left -= 1;
        return target.$transaction(work);
      };
    },
  });
}
