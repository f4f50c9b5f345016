/** The Tryton connector on the real server: what is there is here after one cycle, whatever was done to it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { TRYTON } from '#portal/connectors/presets/tryton.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { aPullingPortal } from '#test/support/pulled-source.ts';
import type { PullingPortal } from '#test/support/pulled-source.ts';
import { ORDERS, tellFirstCycle } from './first-cycle.ts';
import { openShop } from './tryton-shop.ts';
import type { Shop } from './tryton-shop.ts';
import { startTrytonServer, whyNoTryton } from './tryton-server.ts';
import type { TrytonServer } from './tryton-server.ts';

const whyNot = whyNoTryton();
if (whyNot !== null) process.stderr.write(`\n!!! SKIPPED: Tryton on the real server. ${whyNot}\n\n`);

const Decimal = z.object({ decimal: z.string() });
const TheirOrder = z.object({ id: z.number(), number: z.string().nullable(), total_amount: Decimal });
const TheirLine = z.object({ id: z.number(), sale: z.number(), description: z.string() });

describe.skipIf(whyNot !== null)('Tryton (the real server)', () => {
  let server: TrytonServer;
  let shop: Shop;
  let testDb: TestDb;
  let portal: PullingPortal;
  let orders: number[] = [];
  beforeAll(async () => {
    server = await startTrytonServer();
    shop = await openShop(server);
    orders = await shop.addOrders(ORDERS);
    testDb = await openTestDb();
    const credentials = { kind: 'basic', user: 'admin', password: server.password } as const;
    portal = await aPullingPortal(testDb.db, {
      address: server.address,
      mapping: TRYTON,
      credentials,
      startsAt: new Date(),
    });
  });
  afterAll(async () => {
    await testDb?.close();
    await server?.close();
  });

  test(`${ORDERS} orders with their lines are here after the first cycle`, async () => {
    const report = await tellFirstCycle('Tryton', portal);

    expect(report).toMatchObject({ outcome: 'applied', problems: { total: 0 } });
    await expectEqual();
  });

  test('a second cycle changes nothing', async () => {
    const { counts } = await portal.sync();

    expect(
      Object.values(counts).reduce((sum, { added, changed, removed }) => sum + added + changed + removed, 0),
    ).toBe(0);
  });

  test('what is changed and added there is here after one cycle, a line alone as well', async () => {
    await server.call('sale.sale', 'write', orders.slice(0, 20), { reference: 'changed' });
    const [line = 0] = z
      .array(z.number())
      .parse(await server.call('sale.line', 'search', [['sale', '=', orders[30]]], 0, 1, null));
    await server.call('sale.line', 'write', [line], { description: 'changed line' });
    orders.push(...(await shop.addOrders(20)));

    const { counts } = await portal.sync();

    expect(counts.order).toMatchObject({ added: 20, changed: 20 });
    expect(counts['order-line']).toMatchObject({ added: 40 });
    expect(await testDb.db.order.count({ where: { customerReference: 'changed' } })).toBe(20);
    expect(await testDb.db.orderLine.count({ where: { name: 'changed line' } })).toBe(1);
    await expectEqual();
  });

  test('what is archived there is gone here after one cycle, and comes back', async () => {
    const [party = 0] = shop.parties;
    await server.call('party.party', 'write', [party], { active: false });
    await portal.sync({ allowRemoval: true });
    expect(
      await testDb.db.counterparty.count({ where: { externalId: String(party), deletedAt: null } }),
    ).toBe(0);

    await server.call('party.party', 'write', [party], { active: true });
    await portal.sync();
    expect(
      await testDb.db.counterparty.count({ where: { externalId: String(party), deletedAt: null } }),
    ).toBe(1);
  });

  test('what is deleted there without a word is gone here when names are compared', async () => {
    const gone = orders.splice(100, 10);
    await server.call('sale.sale', 'write', gone, { state: 'cancelled' });
    await server.call('sale.sale', 'delete', gone);
    const [line = 0] = z
      .array(z.number())
      .parse(await server.call('sale.line', 'search', [['sale', '=', orders[40]]], 0, 1, null));
    // A line of an order that is agreed can only be taken out of a draft.
    await server.call('sale.sale', 'write', [orders[40]], { state: 'draft' });
    await server.call('sale.line', 'delete', [line]);
    await server.call('sale.sale', 'write', [orders[40]], { state: 'confirmed' });

    const { counts, outcome } = await portal.sync({ isFull: true });

    expect(outcome).toBe('applied');
    expect(counts.order).toMatchObject({ removed: 10 });
    expect(counts['order-line']).toMatchObject({ removed: 10 * 2 + 1 });
    await expectEqual();
  });

  test('a wrong password is one fault of the credentials', async () => {
    const credentials = { kind: 'basic', user: 'admin', password: 'wrong' } as const;
    const stranger = await aPullingPortal(testDb.db, {
      address: server.address,
      mapping: TRYTON,
      credentials,
    });

    expect((await stranger.sync({ isFull: true })).feeds).toMatchObject([{ ok: false, code: 'credentials' }]);
  });

  /** Number, total and lines of every order, there and here. */
  async function expectEqual(): Promise<void> {
    const theirs = z
      .array(TheirOrder)
      .parse(
        await server.call(
          'sale.sale',
          'search_read',
          [],
          0,
          null,
          [['id', 'ASC']],
          ['number', 'total_amount'],
        ),
      );
    const theirLines = z
      .array(TheirLine)
      .parse(
        await server.call('sale.line', 'search_read', [], 0, null, [['id', 'ASC']], ['sale', 'description']),
      );
    const ours = await testDb.db.order.findMany({
      where: { deletedAt: null },
      select: { id: true, externalId: true, number: true, grossMinor: true },
    });
    const ourLines = await testDb.db.orderLine.findMany({
      where: { deletedAt: null },
      select: { externalId: true, orderId: true, name: true },
    });
    const externalOf = new Map(ours.map(({ id, externalId }) => [id, externalId]));
    expect(
      byId(ours.map(({ externalId, number, grossMinor }) => [externalId, number, String(grossMinor)])),
    ).toEqual(
      byId(
        theirs.map(({ id, number, total_amount: total }) => [
          String(id),
          number ?? '',
          minorOf(total.decimal),
        ]),
      ),
    );
    expect(
      byId(
        ourLines.map(({ externalId, orderId, name }) => [externalId, externalOf.get(orderId) ?? '', name]),
      ),
    ).toEqual(byId(theirLines.map(({ id, sale, description }) => [String(id), String(sale), description])));
  }
});

function byId(rows: string[][]): string[][] {
  return rows.toSorted((one, other) => Number(one[0]) - Number(other[0]));
}

function minorOf(decimal: string): string {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return String(BigInt(whole + fraction.padEnd(2, '0').slice(0, 2)));
}
