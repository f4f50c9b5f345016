/** What every connector must do that is sent what a source has, on each of the ways in which it may be sent. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decimalFromMinor } from '#portal/lib/money.ts';
import type { Db } from '#prisma/client.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { GOODS, newOrder, PUSHED_WORLDS, UNIT_PRICE } from '#test/support/pushed-worlds.ts';
import type { PushedOrder, PushedWorld } from '#test/support/pushed-worlds.ts';
import { aSync } from '#test/support/sync.ts';
import type { TestSync } from '#test/support/sync.ts';

const SPOILED: { kind: string; spoil: (file: Buffer) => Buffer }[] = [
  { kind: 'half of a file', spoil: (file) => file.subarray(0, Math.floor(file.byteLength / 2)) },
  { kind: 'nothing', spoil: () => Buffer.alloc(0) },
  { kind: 'a page of HTML', spoil: () => Buffer.from('<html><body>no licence<br></body></html>') },
  { kind: 'letters of another encoding', spoil: (file) => Buffer.concat([file, Buffer.from([0xc8, 0xe2])]) },
];

describe.each(PUSHED_WORLDS)('$name', ({ open }) => {
  let testDb: TestDb;
  let world: PushedWorld;
  let sync: TestSync;
  beforeEach(async () => {
    testDb = await openTestDb();
    world = open();
    sync = await aSync(testDb.db);
    expect(await world.send(sync)).toMatchObject({ ok: true });
    return () => testDb.close();
  });

  test('after one sending the portal has what the source has, to the last digit', async () => {
    expect(await ordersOf(testDb.db)).toEqual(theirs(world.orders));
    const lines = await testDb.db.orderLine.findMany({
      select: { unitPrice: true },
      distinct: ['unitPrice'],
    });
    expect(lines).toEqual([{ unitPrice: UNIT_PRICE }]);
    expect(await testDb.db.product.count()).toBe(GOODS);
  });

  test('the same again, at a later time, adds nothing, takes nothing away and changes no value', async () => {
    const outcome = await world.send(sync);

    const counts = Object.values(outcome.ok && 'counts' in outcome ? outcome.counts : {});
    expect(counts.reduce((sum, { added, removed }) => sum + added + removed, 0)).toBe(0);
    expect(await ordersOf(testDb.db)).toEqual(theirs(world.orders));
  });

  test('what is new, changed, taken out or deleted is so after the next sending', async () => {
    world.orders.push(newOrder(500));
    Object.assign(world.orders[7] ?? {}, { gross: '12345.67' });
    Object.assign(world.orders[9] ?? {}, { lines: 1 });
    Object.assign(world.orders[3] ?? {}, { isDeleted: true });

    expect(await world.send(sync)).toMatchObject({ ok: true });

    expect(await ordersOf(testDb.db)).toEqual(theirs(world.orders));
  });

  test('a source that suddenly shows less is not believed, until a person says that it is so', async () => {
    world.shownGoods = 10;
    const live = () => testDb.db.product.count({ where: { deletedAt: null } });

    expect(await world.send(sync)).toMatchObject({ ok: false, reason: 'would_remove_too_much' });

    expect(await live()).toBe(GOODS);
    expect(await world.send(sync, { allowRemoval: true })).toMatchObject({ ok: true });
    expect(await live()).toBe(10);
  });
});

describe.each(PUSHED_WORLDS)('$name, on a bad day', ({ open }) => {
  let testDb: TestDb;
  let world: PushedWorld;
  let sync: TestSync;
  beforeAll(async () => {
    testDb = await openTestDb();
    world = open();
    sync = await aSync(testDb.db);
    await world.send(sync);
    return () => testDb.close();
  });

  test.each(SPOILED.map((spoiled, index) => ({ ...spoiled, index })))(
    '$kind stores nothing wrong and is made good by the next sending',
    async ({ spoil, index }) => {
      const before = theirs(world.orders);
      Object.assign(world.orders[7] ?? {}, { gross: `${12_345 + index}.67` });

      expect(await world.send(sync, { spoil })).toMatchObject({ ok: false, reason: 'refused' });

      expect(await ordersOf(testDb.db)).toEqual(before);
      expect(await world.send(sync)).toMatchObject({ ok: true });
      expect(await ordersOf(testDb.db)).toEqual(theirs(world.orders));
    },
  );
});

type Facts = { number: string; gross: string; lines: number };

function theirs(orders: readonly PushedOrder[]): Facts[] {
  return sorted(
    orders
      .filter(({ isDeleted }) => !isDeleted)
      .map(({ number, gross, lines }) => ({ number: `SO-o${number}`, gross, lines })),
  );
}

async function ordersOf(db: Db): Promise<Facts[]> {
  const where = { deletedAt: null };
  const select = { id: true, number: true, grossMinor: true, currency: true };
  const orders = await db.order.findMany({ where, select });
  const lines = await db.orderLine.findMany({ where, select: { orderId: true } });
  return sorted(
    orders.map(({ id, number, grossMinor, currency }) => ({
      number,
      gross: decimalFromMinor(grossMinor, currency),
      lines: lines.filter(({ orderId }) => orderId === id).length,
    })),
  );
}

function sorted(rows: Facts[]): Facts[] {
  return rows.toSorted((one, other) => one.number.localeCompare(other.number));
}
