/** The OData connector on a real CAP server: what is there is here after one cycle, whatever was done to it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { aPullingPortal, PASSWORD } from '#test/support/pulled-source.ts';
import type { PullingPortal } from '#test/support/pulled-source.ts';
import { range } from '#test/support/world.ts';
import { startCapServer, whyNoCap } from './cap-server.ts';
import type { CapServer } from './cap-server.ts';
import { openClerk, TRADES } from './cap-trade.ts';
import type { Clerk, TheirOrder } from './cap-trade.ts';
import { ORDERS, tellFirstCycle } from './first-cycle.ts';

const whyNot = whyNoCap();
if (whyNot !== null) process.stderr.write(`\n!!! SKIPPED: OData on the real CAP server. ${whyNot}\n\n`);

describe.skipIf(whyNot !== null).each(TRADES)('CAP (the real server), $name', (trade) => {
  let server: CapServer;
  let clerk: Clerk;
  let testDb: TestDb;
  let portal: PullingPortal;
  const source = () => {
    const address = new URL(trade.path, server.origin);
    if (trade.host !== undefined) address.hostname = trade.host;
    return { address: address.href, mapping: trade.mapping, startsAt: new Date() };
  };
  beforeAll(async () => {
    server = await startCapServer(trade.tables(ORDERS));
    clerk = openClerk(server, trade);
    testDb = await openTestDb();
    portal = await aPullingPortal(testDb.db, source());
  });
  afterAll(async () => {
    await testDb?.close();
    await server?.close();
  });

  test(`${ORDERS} orders with their lines are here after the first cycle`, async () => {
    const report = await tellFirstCycle(`CAP, ${trade.name}`, portal);

    expect(report).toMatchObject({ outcome: 'applied', problems: { total: 0 } });
    await expectEqual();
  });

  test('a second cycle changes nothing', async () => {
    const { counts } = await portal.sync();

    expect(
      Object.values(counts).reduce((sum, { added, changed, removed }) => sum + added + changed + removed, 0),
    ).toBe(0);
  });

  test('what is changed and added there is here after one cycle, a line taken out is gone', async () => {
    for (const number of range(20)) await clerk.setGross(number, `${number + 70_000}.05`);
    for (const number of range(20)) await clerk.add(ORDERS + number);
    await clerk.rewriteLines(30, 'another text');

    const { counts } = await portal.sync();

    expect(counts.order).toMatchObject({ added: 20, changed: 21 });
    expect(counts['order-line']).toMatchObject({ added: 40, removed: 1 });
    await expectEqual();
  });

  test('what is archived there is out of use here after one cycle', async () => {
    await clerk.retire();

    await portal.sync();

    expect(await trade.shape.retired.isHere(testDb.db)).toBe(1);
  });

  test('what is deleted there without a word is gone here when names are compared', async () => {
    for (const number of range(10)) await clerk.erase(100 + number);

    const { counts, outcome } = await portal.sync({ isFull: true });

    expect(outcome).toBe('applied');
    expect(counts.order).toMatchObject({ removed: 10 });
    expect(counts['order-line']).toMatchObject({ removed: 20 });
    await expectEqual();
  });

  test('a wrong password is one fault of the credentials', async () => {
    const credentials = { ...PASSWORD, password: 'wrong' };
    const stranger = await aPullingPortal(testDb.db, { ...source(), credentials });

    expect((await stranger.sync({ isFull: true })).feeds).toMatchObject([{ ok: false, code: 'credentials' }]);
  });

  async function expectEqual(): Promise<void> {
    expect(await ourOrders()).toEqual(await clerk.orders());
  }

  async function ourOrders(): Promise<TheirOrder[]> {
    const { db } = testDb;
    const orders = await db.order.findMany({
      where: { deletedAt: null },
      select: { id: true, externalId: true, number: true, grossMinor: true },
    });
    const lines = await db.orderLine.findMany({
      where: { deletedAt: null },
      select: { orderId: true, name: true },
    });
    const names = new Map<string, string[]>();
    for (const { orderId, name } of lines) names.set(orderId, [...(names.get(orderId) ?? []), name]);
    return orders
      .map(({ id, externalId, number, grossMinor }) => ({
        externalId,
        number,
        grossMinor: String(grossMinor),
        lines: (names.get(id) ?? []).toSorted(),
      }))
      .toSorted((one, other) => one.externalId.localeCompare(other.externalId));
  }
});
