/** What every connector that asks a source must do, on each of the emulated sources. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decimalFromMinor } from '#portal/lib/money.ts';
import type { Db } from '#prisma/client.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { ORDERS, WORLDS } from '#test/support/emulated-worlds.ts';
import type { World } from '#test/support/emulated-worlds.ts';
import { startFaultProxy } from '#test/support/fault-proxy.ts';
import type { FaultProxy, ProxyFault } from '#test/support/fault-proxy.ts';
import { aPullingPortal } from '#test/support/pulled-source.ts';
import type { PullingPortal } from '#test/support/pulled-source.ts';

const LIMITS = { headersMs: 300, bodyMs: 300, bodyBytes: 2_000_000 };

type Contract = { testDb: TestDb; world: World; proxy: FaultProxy; portal: PullingPortal };

const opened: { close: () => Promise<void> }[] = [];
afterAll(async () => {
  for (const one of opened) await one.close();
});

/** A portal that asks an emulated source through a proxy that can misbehave. */
async function openContract(open: () => Promise<World>): Promise<Contract> {
  const testDb = await openTestDb();
  const world = await open();
  const { origin } = new URL(world.emulator.address);
  const proxy = await startFaultProxy(origin);
  opened.push(testDb, world.emulator, proxy);
  const address = world.emulator.address.replace(origin, proxy.origin);
  const { mapping, credentials } = world;
  const own = credentials === undefined ? {} : { credentials };
  const portal = await aPullingPortal(testDb.db, { address, mapping, limits: LIMITS, ...own });
  return { testDb, world, proxy, portal };
}

describe.each(WORLDS)('$name', ({ open }) => {
  let testDb: TestDb;
  let world: World;
  let proxy: FaultProxy;
  let portal: PullingPortal;
  beforeEach(async () => {
    ({ testDb, world, proxy, portal } = await openContract(open));
  });

  test('after one cycle the portal has what the source has, to the last digit', async () => {
    const report = await portal.sync();

    expect(report).toMatchObject({ outcome: 'applied', problems: { total: 0 } });
    expect(await ordersOf(testDb.db)).toEqual(sorted(world.orders()));
    const line = await testDb.db.orderLine.findFirstOrThrow({ where: { name: { contains: '1' } } });
    expect(line).toMatchObject({ unitPrice: '9335.4200000001', netMinor: 8333n });
    const party = await testDb.db.counterparty.findFirstOrThrow({ orderBy: { externalId: 'asc' } });
    expect(party.legalName).toMatch(/1/);
    expect(await testDb.db.product.count({ where: { deletedAt: null } })).toBe(2);
  });

  test('a second cycle changes nothing, leaves no record of itself, and moves "as of" on', async () => {
    await portal.sync();
    portal.pass(60);
    const before = await testDb.db.importRun.count();

    const report = await portal.sync();

    expect(changedRows(report.counts)).toBe(0);
    expect(await testDb.db.importRun.count()).toBe(before);
    const state = await testDb.db.sourceState.findFirstOrThrow({ where: { kind: 'order' } });
    expect(state.asOf.toISOString()).toMatch(/T13:00/);
    expect(state.rowCount).toBe(ORDERS);
  });

  test('what is new, changed or taken out is so after the next cycle, lines at the latest when names are compared', async () => {
    await portal.sync();
    world.addOrder(500);
    world.changeOrder(7, '12345.67');
    world.dropLine(9);

    const report = await portal.sync({ isFull: !world.tellsDroppedLines });

    expect(report.counts['order-line']?.removed).toBe(1);
    expect(await ordersOf(testDb.db)).toEqual(sorted(world.orders()));
  });

  test('what is deleted there is gone here, at the latest when names are compared, with its lines', async () => {
    await portal.sync();
    world.deleteOrder(3);
    world.eraseOrder(4);

    await portal.sync({ isFull: true });

    expect(await ordersOf(testDb.db)).toEqual(sorted(world.orders()));
    expect(await testDb.db.orderLine.count({ where: { deletedAt: null } })).toBe((ORDERS - 2) * 2);
  });

  test('names are compared once a day without being asked to', async () => {
    await portal.sync();
    await portal.sync();
    world.eraseOrder(4);
    await portal.sync();
    expect(await testDb.db.order.count({ where: { deletedAt: null } })).toBe(ORDERS);

    portal.pass(24 * 60);
    await portal.sync();

    expect(await testDb.db.order.count({ where: { deletedAt: null } })).toBe(ORDERS - 1);
  });

  test('a source that suddenly shows nothing is not believed, until a person says that it is so', async () => {
    await portal.sync();
    world.hideOrders(true);

    const report = await portal.sync({ isFull: true });

    expect(report.outcome).toBe('would_remove_too_much');
    expect(report.feeds).toContainEqual({
      kind: 'order',
      ok: false,
      reason: 'would_remove_too_much',
      kinds: [
        { kind: 'order-line', live: ORDERS * 2, removed: ORDERS * 2 },
        { kind: 'order', live: ORDERS, removed: ORDERS },
      ],
    });
    expect(await testDb.db.order.count({ where: { deletedAt: null } })).toBe(ORDERS);

    await portal.sync({ isFull: true, allowRemoval: true });
    expect(await testDb.db.order.count({ where: { deletedAt: null } })).toBe(0);

    world.hideOrders(false);
    await portal.sync({ isFull: true });
    expect(await ordersOf(testDb.db)).toEqual(sorted(world.orders()));
  });

  test('a first cycle that breaks off half way leaves whole rows only, and "as of" unsaid', async () => {
    proxy.always({ kind: 'reset' }, world.secondPage);

    const report = await portal.sync();

    expect(report.outcome).toBe('failed');
    const stored = await ordersOf(testDb.db);
    const given = new Map(world.orders().map((order) => [order.externalId, order]));
    expect(stored.length).toBeLessThan(ORDERS);
    expect(stored).toEqual(stored.map(({ externalId }) => given.get(externalId)));
    expect(await testDb.db.sourceState.findFirst({ where: { kind: 'order' } })).toBeNull();
    proxy.inject();
    await portal.sync();
    expect(await ordersOf(testDb.db)).toEqual(sorted(world.orders()));
  });

  test('a wrong password is tried once in a cycle', async () => {
    let refusals = 0;
    world.emulator.onRefused = () => {
      refusals += 1;
    };
    world.emulator.password = 'changed';

    const report = await portal.sync();

    expect(report.feeds).toHaveLength(1);
    expect(report.feeds[0]).toMatchObject({ ok: false, code: 'credentials' });
    expect(refusals).toBe(1);
  });
});

const FAULTS: ProxyFault[] = [
  { kind: 'reset' },
  { kind: 'truncated' },
  { kind: 'silent' },
  { kind: 'slow-loris' },
  { kind: 'huge', bytes: 3_000_000 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 403 },
  { kind: 'answer', body: '<html>no licence</html>', contentType: 'text/html' },
  { kind: 'answer', body: '{"error":{"message":"no"},"odata.error":{"message":{"value":"no"}}}' },
  { kind: 'answer', body: '{}' },
  { kind: 'redirect', to: 'http://127.0.0.1:9/' },
];
describe.each(WORLDS)('$name, on a bad day', ({ open }) => {
  let contract: Contract;
  beforeAll(async () => {
    contract = await openContract(open);
    await contract.portal.sync();
  });

  test.each(FAULTS.map((fault, index) => ({ ...fault, fault, index })))(
    'a cycle that meets $kind stores nothing wrong and is made good by the next one',
    async ({ fault, index }) => {
      const { testDb, world, proxy, portal } = contract;
      const before = await ordersOf(testDb.db);
      const stateBefore = await testDb.db.sourceState.findFirstOrThrow({ where: { kind: 'order' } });
      world.changeOrder(7, `${12_345 + index}.67`);
      portal.pass(60);
      proxy.always(fault, world.orderSet);

      const report = await portal.sync({ isFull: true });

      expect(report.outcome).toBe('failed');
      expect(await ordersOf(testDb.db)).toEqual(before);
      expect(await testDb.db.sourceState.findFirstOrThrow({ where: { kind: 'order' } })).toEqual(stateBefore);
      proxy.inject();
      expect((await portal.sync()).outcome).toBe('applied');
      expect(await ordersOf(testDb.db)).toEqual(sorted(world.orders()));
    },
  );
});

async function ordersOf(db: Db) {
  const orders = await db.order.findMany({
    where: { deletedAt: null },
    select: { id: true, externalId: true, number: true, grossMinor: true, currency: true },
  });
  const lines = await db.orderLine.findMany({ where: { deletedAt: null }, select: { orderId: true } });
  return sorted(
    orders.map(({ id, externalId, number, grossMinor, currency }) => ({
      externalId,
      number,
      gross: decimalFromMinor(grossMinor, currency),
      lines: lines.filter(({ orderId }) => orderId === id).length,
    })),
  );
}

function sorted<Row extends { externalId: string }>(rows: Row[]): Row[] {
  return rows.toSorted((one, other) => one.externalId.localeCompare(other.externalId));
}

function changedRows(
  counts: Partial<Record<string, { added: number; changed: number; removed: number }>>,
): number {
  return Object.values(counts).reduce(
    (sum, count) => sum + (count?.added ?? 0) + (count?.changed ?? 0) + (count?.removed ?? 0),
    0,
  );
}
