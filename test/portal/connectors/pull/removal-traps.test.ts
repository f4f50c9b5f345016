/** Each test names a way in which a source that lost a right, or a mapping that lost a word, could empty the portal. */
import { afterEach, describe, expect } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { test } from '#test/support/db.ts';
import type { EmulatedRow } from '#test/support/odata-filter.ts';
import { aPullingPortal, guid, listIn, textIn } from '#test/support/pulled-source.ts';
import { idOf } from '#test/support/sync.ts';
import { aMapping, anOrder, LINE_FIELDS, ORDER_FIELDS, startTrapSource } from '#test/support/trap-source.ts';

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const ROWS = 40;
const LATER = '2026-03-02T00:00:00Z';
const LINES = { kind: 'order-line', in: 'lines', key: ['ID'], fields: LINE_FIELDS };

async function aPortal(db: Db, orders: EmulatedRow[], mapping: object) {
  const emulator = await startTrapSource(orders);
  opened.push(emulator);
  return { emulator, portal: await aPullingPortal(db, { address: emulator.address, mapping }) };
}

function someOrders(differences: (index: number) => EmulatedRow = () => ({})): EmulatedRow[] {
  return Array.from({ length: ROWS }, (_, index) => anOrder(index, differences(index)));
}

function liveOrders(db: Db): Promise<number> {
  return db.order.count({ where: { deletedAt: null } });
}

describe('more than a tenth does not go without a person’s word:', () => {
  test('rows that are marked as deleted', async ({ db }) => {
    const orders = someOrders(() => ({ isDeleted: false }));
    const mapping = aMapping({ tombstone: { field: 'isDeleted', is: ['true'] } });
    const { portal } = await aPortal(db, orders, mapping);
    await portal.sync();
    for (const order of orders.slice(0, 5)) Object.assign(order, { isDeleted: true, modifiedAt: LATER });

    const report = await portal.sync();

    expect(report.outcome).toBe('would_remove_too_much');
    expect(await liveOrders(db)).toBe(ROWS);
    await portal.sync({ allowRemoval: true });
    expect(await liveOrders(db)).toBe(ROWS - 5);
  });

  test('lines that their orders no longer have', async ({ db }) => {
    const orders = someOrders((index) => ({
      lines: [1, 2].map((no) => ({ ID: `l${no}`, sequence: no, text: `line ${index}`, quantity: 1 })),
    }));
    const { portal } = await aPortal(db, orders, aMapping({ lines: LINES, expand: ['lines'] }));
    await portal.sync();
    for (const order of orders.slice(0, 20)) {
      Object.assign(order, { lines: listIn(order, 'lines').slice(0, 1), modifiedAt: LATER });
    }

    const report = await portal.sync();

    expect(report.feeds).toMatchObject([
      { ok: false, kinds: [{ kind: 'order-line', live: ROWS * 2, removed: 20 }] },
    ]);
    expect(await db.orderLine.count({ where: { deletedAt: null } })).toBe(ROWS * 2);
  });

  test('rows of a set that is read as a whole each time', async ({ db }) => {
    const orders = someOrders();
    const { portal } = await aPortal(db, orders, aMapping({ cursor: { by: 'none' } }));
    await portal.sync();
    orders.splice(0, 5);

    expect((await portal.sync()).outcome).toBe('would_remove_too_much');
    expect(await liveOrders(db)).toBe(ROWS);
  });

  test('rows that names compared do not name, as of a user who lost a right', async ({ db }) => {
    const { emulator, portal } = await aPortal(db, someOrders(), aMapping());
    await portal.sync();
    emulator.behaviour.hides = (_, row) => textIn(row, 'number').startsWith('SO2');

    expect((await portal.sync({ isFull: true })).outcome).toBe('would_remove_too_much');
    expect(await liveOrders(db)).toBe(ROWS);
  });

  test('rows that a mapping leaves out since it was changed', async ({ db }) => {
    const orders = someOrders((index) => ({ currencyCode: index < 5 ? 'USD' : 'RUB' }));
    const { emulator, portal } = await aPortal(db, orders, aMapping());
    await portal.sync();
    const mapping = aMapping({ filter: [{ field: 'currencyCode', is: ['RUB'] }] });
    const changed = await aPullingPortal(db, { address: emulator.address, mapping });

    expect((await changed.sync()).outcome).toBe('would_remove_too_much');
    expect(await liveOrders(db)).toBe(ROWS);
  });
});

test('what is gone is hidden, not erased: it keeps what it was, and comes back as itself', async ({ db }) => {
  const orders = someOrders();
  const { portal } = await aPortal(db, orders, aMapping());
  await portal.sync();
  const [gone] = orders.splice(7, 1);
  await portal.sync({ isFull: true });
  const where = { id: idOf('order', guid('0', 7)) };
  expect(await db.order.findUniqueOrThrow({ where })).toMatchObject({
    number: 'SO7',
    grossMinor: 10_000n,
    deletedAt: expect.any(Date),
  });
  orders.push(gone ?? {});

  const report = await portal.sync({ isFull: true });

  expect(report.counts.order).toMatchObject({ added: 1, removed: 0 });
  expect(await db.order.findUniqueOrThrow({ where })).toMatchObject({ deletedAt: null });
});

test('a mark of deletion that is older than the row deletes nothing', async ({ db }) => {
  const orders = someOrders(() => ({ isDeleted: false }));
  const mapping = aMapping({ tombstone: { field: 'isDeleted', is: ['true'] } });
  const { portal } = await aPortal(db, orders, mapping);
  await portal.sync();
  Object.assign(orders[3] ?? {}, { isDeleted: true, modifiedAt: '2026-02-28T23:59:59Z' });

  await portal.sync();

  expect(await liveOrders(db)).toBe(ROWS);
});

test('a row without a key removes nothing: nobody can say which row it is', async ({ db }) => {
  const orders = someOrders();
  const { portal } = await aPortal(db, orders, aMapping({ cursor: { by: 'none' } }));
  await portal.sync();
  Object.assign(orders[3] ?? {}, { ID: null });

  const report = await portal.sync();

  expect(report.problems.total).toBe(1);
  expect(await liveOrders(db)).toBe(ROWS);
});

test('only what a mapping names is stored, whatever a source puts into its answer', async ({ db }) => {
  const orders = someOrders(() => ({ db_password: 'of their database', purchasePrice: '#77.00' }));
  const { portal } = await aPortal(db, orders, aMapping({ fields: ORDER_FIELDS }));

  await portal.sync();

  const stored = JSON.stringify(
    await db.order.findMany({ omit: { netMinor: true, taxMinor: true, grossMinor: true } }),
  );
  expect(stored).toContain('SO7');
  expect(stored).not.toMatch(/db_password|of their database|purchasePrice|77\.00/);
});
