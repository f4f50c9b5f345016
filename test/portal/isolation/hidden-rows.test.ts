/**
 * A row that is gone, in quarantine, nobody's or another customer's is shown nowhere: for each kind that belongs to a
 * customer, all its rows are brought into that state, and then every address is asked, searches included.
 */
import { expect } from 'vitest';
import { OWNED_KINDS } from '#portal/connectors/engine/read-model/ownership.ts';
import { readTable } from '#portal/connectors/engine/read-model/table.server.ts';
import type { Table } from '#portal/connectors/engine/read-model/table.server.ts';
import type { EntityKind } from '#portal/connectors/port.ts';
import type { Db } from '#prisma/client.ts';
import { canariesIn } from './canaries.ts';
import { HIDDEN_WORD, markOf, orderId } from './party.ts';
import type { Party } from './party.ts';
import { everythingSaid, isSaid } from './said.ts';
import type { Said } from './said.ts';
import { test } from './world-test.ts';
import { NOW, signIn } from './world.ts';
import type { Customer } from './world.ts';

/** Kinds that some page shows. The rest of what customers own is on no page yet, and must not be there by accident. */
const SHOWN: readonly EntityKind[] = [
  'source-discount',
  'order',
  'order-line',
  'invoice',
  'shipment',
  'shipment-line',
  'tracking-event',
  'goods-return',
  'document',
];

const WITH_AMOUNTS = ['order', 'order-line', 'invoice', 'counterparty'] as const;
/** What a customer has by its counterparty. */
const CONTRACT_MARKS = ['price-list', 'account-manager'] as const;

const STATES: Readonly<Record<string, (zircon: Customer) => Record<string, unknown>>> = {
  'gone from their source': () => ({ deletedAt: NOW }),
  'in quarantine': () => ({ quarantinedAt: NOW }),
  'nobody’s': () => ({ accountId: null }),
  'another customer’s': ({ accountId }) => ({ accountId }),
};

const CASES = SHOWN.flatMap((kind) => Object.keys(STATES).map((state) => ({ kind, state })));

test('rows of shown kinds stand on the pages, others on none, and drafts and quotations nowhere', async ({
  world: { portal, db, quartz },
}) => {
  const said = await everythingSaid(portal, { about: quartz, to: await signIn(db, quartz) });
  expect(OWNED_KINDS.filter((kind) => isSaid(said, markOf(quartz, kind)))).toEqual(SHOWN);
  expect(WITH_AMOUNTS.filter((kind) => amountsSaid(said, quartz, kind).length === 0)).toEqual([]);
  expect(isSaid(said, HIDDEN_WORD.toUpperCase())).toBe(false);
});

test.for(CASES)(
  'rows of kind $kind that are $state are shown nowhere',
  async ({ kind, state }, { world }) => {
    const { db, portal, quartz, zircon } = world;
    const owner = await signIn(db, quartz);
    const own = { accountId: quartz.accountId };
    const rows = await tableFor(db, kind).findMany({ where: own, select: { id: true } });
    const where = { id: { in: rows.map(({ id }) => id) } };
    await tableFor(db, kind).updateMany({ where, data: STATES[state]?.(zircon) ?? {} });

    const said = await everythingSaid(portal, { about: quartz, to: owner });

    await tableFor(db, kind).updateMany({ where, data: { ...own, deletedAt: null, quarantinedAt: null } });
    expect(rows.length).toBeGreaterThan(0);
    expect(isSaid(said, 'PERSON-QUARTZ')).toBe(true);
    expect(isSaid(said, markOf(quartz, kind))).toBe(false);
    expect(amountsSaid(said, quartz, kind)).toEqual([]);
  },
);

test.for(Object.keys(STATES))(
  'a shipment whose order is %s is not found and waits for nobody, since there is no page to show it on',
  async (state, { world: { db, portal, quartz, zircon } }) => {
    const owner = await signIn(db, quartz);
    const search = `/search?q=${markOf(quartz, 'shipment')}-1`;
    const id = orderId(quartz, 'open');
    expect((await portal.request(search, { as: owner })).headers.get('location')).toContain(id);
    expect(await portal.page('/home', { as: owner })).toContain(`/orders/${id}#shipment-`);
    await db.order.update({ where: { id }, data: STATES[state]?.(zircon) ?? {} });

    const [found, home] = [
      await portal.request(search, { as: owner }),
      await portal.page('/home', { as: owner }),
    ];

    const data = { accountId: quartz.accountId, deletedAt: null, quarantinedAt: null };
    await db.order.update({ where: { id }, data });
    expect([found.status, found.headers.get('location')]).toEqual([200, null]);
    expect(home).not.toContain(`/orders/${id}#shipment-`);
  },
);

test.for(Object.keys(STATES))(
  'the contract and the manager of a counterparty that is %s are shown nowhere',
  async (state, { world }) => {
    const { db, portal, quartz, zircon } = world;
    const owner = await signIn(db, quartz);
    const where = { accountId: quartz.accountId };
    const { id } = await db.counterparty.findFirstOrThrow({ where, select: { id: true } });
    const account = { where: { id: quartz.accountId } };
    await db.customerAccount.update({ ...account, data: { accountManagerId: null } });
    const before = await everythingSaid(portal, { about: quartz, to: owner });
    expect(CONTRACT_MARKS.filter((kind) => isSaid(before, markOf(quartz, kind)))).toEqual(CONTRACT_MARKS);
    await db.counterparty.update({ where: { id }, data: STATES[state]?.(zircon) ?? {} });

    const said = await everythingSaid(portal, { about: quartz, to: owner });

    await db.counterparty.update({
      where: { id },
      data: { ...where, deletedAt: null, quarantinedAt: null },
    });
    await db.customerAccount.update({ ...account, data: { accountManagerId: quartz.manager.holderId } });
    expect(isSaid(said, 'PERSON-QUARTZ')).toBe(true);
    expect(CONTRACT_MARKS.filter((kind) => isSaid(said, markOf(quartz, kind)))).toEqual([]);
    expect(amountsSaid(said, quartz, 'counterparty')).toEqual([]);
  },
);

/** The engine writes in transactions only; these tests need none. */
function tableFor(db: Db, kind: EntityKind): Table {
  return readTable(db, kind) as Table; // the same object, whatever it is opened for
}

/** Amounts that only rows of this kind have; papers tell them in their own right. */
function amountsSaid({ pages }: Said, { amounts, canaries }: Party, kind: EntityKind): string[] {
  const { ownPrice, listPrice, money } = amounts;
  const ofKinds: { [Kind in EntityKind]?: string[] } = {
    order: [ownPrice.orderNet, ownPrice.orderTax, ownPrice.orderGross],
    'order-line': [ownPrice.lineUnit, ownPrice.lineNet, listPrice.line],
    invoice: [money.invoiceTotal, money.invoiceResidual],
    counterparty: [ownPrice.contract, ownPrice.contractFromTen, ownPrice.contractAlone],
  };
  const ofKind = ofKinds[kind] ?? [];
  const told = canariesIn(pages, canaries).map(({ name }) => name.split(' ').at(-1));
  return ofKind.filter((amount) => told.includes(amount));
}
