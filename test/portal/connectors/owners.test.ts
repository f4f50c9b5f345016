import { afterAll, describe, expect, test } from 'vitest';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { NOON } from '#test/support/audit-log.ts';
import type { RowsByKind } from '#test/support/file-drop.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';
import {
  aCounterparty,
  anInvoice,
  anOrder,
  anOrderLine,
  aPayment,
  aShipment,
  aShipmentLine,
  aTrackingEvent,
  many,
} from '#test/support/source-rows.ts';
import { aSync, anAccount, idOf, importDrop, importRows, tie } from '#test/support/sync.ts';
import type { TestSync } from '#test/support/sync.ts';

const X = aCounterparty('x');
const Y = aCounterparty('y');

/** An order of x with everything that can hang on it. */
const TRADE: RowsByKind = {
  counterparty: [X, Y],
  order: [anOrder('1', 'x')],
  'order-line': [anOrderLine('1/1', '1')],
  shipment: [aShipment('s', 'x')],
  'shipment-line': [aShipmentLine('s/1', 's', { order: '1' })],
  'tracking-event': [aTrackingEvent('e', 's')],
  invoice: [anInvoice('i', 'x', { order: '1' })],
  payment: [aPayment('p', 'x', { invoice: 'i' })],
};
const EVERYTHING = [
  'order 1',
  'orderLine 1/1',
  'shipment s',
  'shipmentLine s/1',
  'trackingEvent e',
  'invoice i',
  'payment p',
];

describe.each([
  { provider: 'sqlite', open: openTestDb },
  { provider: 'postgresql', open: openPostgresqlTestDb },
])('whose a row is, on $provider', ({ provider, open }) => {
  const opened: TestDb[] = [];
  afterAll(async () => {
    for (const testDb of opened) await testDb.close();
  });

  /** Account A is x, account B is y, and the trade of x is in. */
  async function aTiedInstallation() {
    const testDb = await open();
    opened.push(testDb);
    const sync = await aSync(testDb.db);
    await importRows(sync, TRADE);
    const a = await anAccount(sync.db, 'A');
    const b = await anAccount(sync.db, 'B');
    await tie(sync, a, 'x');
    await tie(sync, b, 'y');
    return { sync, db: sync.db, a, b, next: laterDrops(sync) };
  }

  test('a confirmed tie gives the account all rows of the counterparty, lines and events too', async () => {
    const { sync, a, b } = await aTiedInstallation();

    expect(await seenBy(sync, a)).toEqual(EVERYTHING);
    expect(await seenBy(sync, b)).toEqual([]);
  });

  test.each([
    ['tax id', { tax_id: '999' }],
    ['legal name', { legal_name: 'Somebody else LLC' }],
  ])('another %s of a tied counterparty hides all its rows until a person confirms it', async (_, change) => {
    const { sync, db, a, next } = await aTiedInstallation();

    const outcome = await next({ ...TRADE, counterparty: [aCounterparty('x', change), Y] });

    expect(outcome).toMatchObject({ quarantined: 1 });
    expect(await seenBy(sync, a)).toEqual([]);
    expect(await db.accountTie.findFirst({ where: { accountId: a } })).toMatchObject({
      status: 'quarantined',
      quarantinedAt: NOON,
      reason: 'identity_changed',
    });
    expect(await db.counterparty.findUnique({ where: { id: idOf('counterparty', 'x') } })).toMatchObject({
      accountId: null,
      quarantinedAt: NOON,
    });
    expect(await auditTypes(sync)).toContain('tie_quarantined');

    await tie(sync, a, 'x');
    expect(await seenBy(sync, a)).toEqual(EVERYTHING);
  });

  test('an order that moves to another customer is shown to neither, nor is what hangs on it', async () => {
    const { sync, a, b, next } = await aTiedInstallation();

    const outcome = await next({ ...TRADE, order: [anOrder('1', 'y')] });

    expect(outcome).toMatchObject({ quarantined: 1 });
    expect(await seenBy(sync, a)).toEqual(['shipment s', 'trackingEvent e']);
    expect(await seenBy(sync, b)).toEqual([]);
    expect(await quarantined(sync)).toEqual([
      'order 1',
      'orderLine 1/1',
      'shipmentLine s/1',
      'invoice i',
      'payment p',
    ]);
    expect(await sync.db.movedRow.findMany()).toMatchObject([
      {
        kind: 'order',
        fromCounterpartyId: idOf('counterparty', 'x'),
        toCounterpartyId: idOf('counterparty', 'y'),
      },
    ]);
    expect(await auditTypes(sync)).toContain('rows_quarantined');
  });

  test('a customer with more rows than one transaction takes gets all of them', async () => {
    const { sync, a, next } = await aTiedInstallation();
    await next({ ...TRADE, order: [anOrder('1', 'x'), ...many(1_100, (id) => anOrder(id, 'x'))] });
    await next(
      { ...TRADE, counterparty: [aCounterparty('x', { tax_id: '999' }), Y] },
      { allowRemoval: true },
    );
    expect(await sync.db.order.count({ where: { accountId: a } })).toBe(0);

    await tie(sync, a, 'x');

    expect(await sync.db.order.count({ where: { accountId: a } })).toBe(1_101);
    expect(await sync.db.counterparty.count({ where: { isOwnerPending: true } })).toBe(0);
  });

  if (provider !== 'sqlite') return; // no database can bend the rules below

  test('rows of a counterparty that nobody has tied are shown to nobody', async () => {
    const testDb = await open();
    opened.push(testDb);
    const sync = await aSync(testDb.db);

    await importRows(sync, TRADE);

    expect(await seenBy(sync, null)).toEqual(EVERYTHING);
  });

  test('rows that come after the tie are the account’s at once', async () => {
    const { sync, a, next } = await aTiedInstallation();

    await next({ ...TRADE, order: [anOrder('1', 'x'), anOrder('2', 'x')] });

    expect(await seenBy(sync, a)).toContain('order 2');
  });

  test('a line that comes before its order is nobody’s until the order is there', async () => {
    const { sync, a, next } = await aTiedInstallation();
    const lines = { 'order-line': [anOrderLine('1/1', '1'), anOrderLine('2/1', '2')] };

    await next({ ...TRADE, ...lines });
    expect(await seenBy(sync, null)).toEqual(['orderLine 2/1']);

    await next({ ...TRADE, ...lines, order: [anOrder('1', 'x'), anOrder('2', 'x')] });
    expect(await seenBy(sync, a)).toContain('orderLine 2/1');
  });

  test('a counterparty in quarantine stays there when its source takes the change back', async () => {
    const { sync, a, next } = await aTiedInstallation();

    await next({ ...TRADE, counterparty: [aCounterparty('x', { tax_id: '999' }), Y] });
    await next({ ...TRADE, order: [anOrder('1', 'x'), anOrder('2', 'x')] });

    expect(await seenBy(sync, a)).toEqual([]);
  });

  test('a new telephone or short name of a counterparty hides nothing', async () => {
    const { sync, a, next } = await aTiedInstallation();

    await next({
      ...TRADE,
      counterparty: [aCounterparty('x', { name: 'New', registration_reason: '77' }), Y],
    });

    expect(await seenBy(sync, a)).toEqual(EVERYTHING);
  });

  test('a tied counterparty that is gone, as in a merge, hides its rows until a person confirms it', async () => {
    const { sync, a, next } = await aTiedInstallation();

    await next({ ...TRADE, counterparty: [Y] }, { allowRemoval: true });
    expect(await seenBy(sync, a)).toEqual([]);

    await tie(sync, a, 'x');
    await next({ ...TRADE, counterparty: [Y] });
    expect(await seenBy(sync, a)).toEqual(EVERYTHING);
  });

  test('a line added to an order in quarantine is in quarantine too', async () => {
    const { sync, a, b, next } = await aTiedInstallation();
    const moved = { ...TRADE, order: [anOrder('1', 'y')] };
    await next(moved);

    await next({ ...moved, 'order-line': [anOrderLine('1/1', '1'), anOrderLine('1/2', '1')] });

    expect(await quarantined(sync)).toContain('orderLine 1/2');
    expect([...(await seenBy(sync, a)), ...(await seenBy(sync, b))]).not.toContain('orderLine 1/2');
  });

  test('an order that moves and moves back still waits for a person', async () => {
    const { sync, a, next } = await aTiedInstallation();

    await next({ ...TRADE, order: [anOrder('1', 'y')] });
    await next(TRADE);

    expect(await seenBy(sync, a)).not.toContain('order 1');
  });

  test('an order can not change hands by losing its counterparty for a while', async () => {
    const { sync, b, next } = await aTiedInstallation();

    await next({ ...TRADE, order: [anOrder('1', 'nobody-we-know')] });
    await next({ ...TRADE, order: [anOrder('1', 'y')] });

    expect(await seenBy(sync, b)).toEqual([]);
  });

  test('an order can not change hands by being gone for a while', async () => {
    const { sync, b, next } = await aTiedInstallation();

    await next({ ...TRADE, order: [] }, { allowRemoval: true });
    await next({ ...TRADE, order: [anOrder('1', 'y')] });

    expect(await seenBy(sync, b)).toEqual([]);
  });

  test('a line that is hung on another customer’s order is shown to neither', async () => {
    const { sync, a, b, next } = await aTiedInstallation();
    const orders = [anOrder('1', 'x'), anOrder('2', 'y')];

    await next({ ...TRADE, order: orders, 'order-line': [anOrderLine('1/1', '2')] });

    expect(await seenBy(sync, a)).not.toContain('orderLine 1/1');
    expect(await seenBy(sync, b)).toEqual(['order 2']);
  });

  test.each<[string, RowsByKind, string]>([
    ['invoice', { invoice: [anInvoice('i', 'y', { order: '1' })] }, 'invoice i'],
    ['shipment', { shipment: [aShipment('s', 'y')] }, 'shipment s'],
    ['payment', { payment: [aPayment('p', 'y', { invoice: 'i' })] }, 'payment p'],
  ])('a %s that moves by itself is shown to neither', async (_, change, row) => {
    const { sync, a, b, next } = await aTiedInstallation();

    await next({ ...TRADE, ...change });

    expect(await quarantined(sync)).toContain(row);
    expect([...(await seenBy(sync, a)), ...(await seenBy(sync, b))]).not.toContain(row);
  });

  test('an order that moves between two counterparties of one account stays where it is', async () => {
    const { sync, a, next } = await aTiedInstallation();
    const z = aCounterparty('z');
    await next({ ...TRADE, counterparty: [X, Y, z] });
    await tie(sync, a, 'z');

    await next({ ...TRADE, counterparty: [X, Y, z], order: [anOrder('1', 'z')] });

    expect(await seenBy(sync, a)).toEqual(EVERYTHING);
  });

  test('an order that moves between counterparties that nobody was ever tied to waits for nobody', async () => {
    const { sync, next } = await aTiedInstallation();
    const parties = { counterparty: [X, Y, aCounterparty('v'), aCounterparty('w')] };
    await next({ ...TRADE, ...parties, order: [anOrder('1', 'x'), anOrder('2', 'v')] });

    await next({ ...TRADE, ...parties, order: [anOrder('1', 'x'), anOrder('2', 'w')] });

    expect(await quarantined(sync)).toEqual([]);
  });
});

/** Drops of one source, each a minute after the other. */
function laterDrops(sync: TestSync) {
  let minute = 0;
  return (rows: RowsByKind, options = {}) => {
    const generatedAt = new Date(Date.UTC(2026, 2, 5, 10, (minute += 1))).toISOString();
    return importDrop(sync, { rows, manifest: { generatedAt } }, options);
  };
}

const TABLES = [
  'order',
  'orderLine',
  'shipment',
  'shipmentLine',
  'trackingEvent',
  'invoice',
  'payment',
] as const;

type Rows = { findMany(query: object): Promise<{ externalId: string }[]> };

async function rowsWhere({ db }: TestSync, where: object): Promise<string[]> {
  const rows: string[] = [];
  for (const table of TABLES) {
    // All these tables have the columns that are asked for here.
    const found = await (db[table] as unknown as Rows).findMany({ where, orderBy: { externalId: 'asc' } });
    rows.push(...found.map(({ externalId }) => `${table} ${externalId}`));
  }
  return rows;
}

function seenBy(sync: TestSync, accountId: string | null): Promise<string[]> {
  return rowsWhere(sync, { accountId, deletedAt: null });
}

function quarantined(sync: TestSync): Promise<string[]> {
  return rowsWhere(sync, { quarantinedAt: NOON, accountId: null });
}

async function auditTypes({ db }: TestSync): Promise<string[]> {
  return (await db.auditEvent.findMany({ select: { type: true } })).map(({ type }) => type);
}
