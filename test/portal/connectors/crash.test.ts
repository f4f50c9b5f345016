import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Db } from '#prisma/client.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { writeFileDrop } from '#test/support/file-drop.ts';
import { bundleProgram } from '#test/support/run-process.ts';
import type { Program } from '#test/support/run-process.ts';
import { aCounterparty, anOrder, anOrderLine, many } from '#test/support/source-rows.ts';
import { aSync, anAccount, importRows, tie } from '#test/support/sync.ts';

const LINES = 1_300;
const lineOf = (id: string) => anOrderLine(id, Number(id) > 700 ? 'moving' : 'staying');

const BEFORE = {
  counterparty: ['x', 'y', 'z'].map((id) => aCounterparty(id)),
  order: [anOrder('staying', 'x'), anOrder('moving', 'x'), anOrder('other', 'z')],
  'order-line': many(LINES, lineOf),
};
/** An order changes hands, a customer becomes somebody else, lines go and lines come. */
const AFTER = {
  counterparty: [aCounterparty('x'), aCounterparty('y'), aCounterparty('z', { tax_id: '1' })],
  order: [
    anOrder('staying', 'x'),
    anOrder('moving', 'y'),
    anOrder('other', 'z'),
    ...many(600, (id) => anOrder(id, 'x')),
  ],
  'order-line': many(LINES + 100, (id) => ({ ...lineOf(id), name: 'Better bearing' })).slice(50),
};

let program: Program;
let drop: string;
beforeAll(async () => {
  program = await bundleProgram('test/portal/connectors/import-drop.program.ts');
  drop = await writeFileDrop({ rows: AFTER, manifest: { generatedAt: '2026-03-05T10:00:00Z' } });
});
afterAll(() => program.remove());

test.each(['write counterparty 3', 'write order 500', 'write order-line 1000'])(
  'an import that is killed after "%s" is repaired by the next one, as if nothing had happened',
  async (moment) => {
    const killed = await anInstallation();
    const undisturbed = await anInstallation();

    await program.killAt([killed.url, drop, aFolder()], moment);
    expect(await leaks(killed.db)).toEqual([]);
    await program.run([killed.url, drop, aFolder()]);
    await program.run([undisturbed.url, drop, aFolder()]);

    expect(await contentOf(killed.db)).toEqual(await contentOf(undisturbed.db));
    await killed.close();
    await undisturbed.close();
  },
  120_000,
);

/** So many rows would not fit into so much memory; a thousand of them take half of it. */
const ROWS = 50_000;
const HEAP_MB = 96;

test('a large file needs no more memory than a small one', async () => {
  const { url, db, close } = await anInstallation();
  const rows = {
    product: many(ROWS, (id) => ({ id, sku: id, name: `Bearing ${id} ${'x'.repeat(400)}`, unit: 'pcs' })),
  };
  const dir = await writeFileDrop({ rows, manifest: { generatedAt: '2026-03-05T10:00:00Z' } });

  await program.run([url, dir, aFolder()], { nodeArgs: [`--max-old-space-size=${HEAP_MB}`] });

  expect(await db.product.count()).toBe(ROWS);
  await close();
}, 240_000);

/** Account A is x, B is y, C is z; what was there before is in. */
async function anInstallation(): Promise<TestDb> {
  const testDb = await openTestDb();
  const sync = await aSync(testDb.db);
  await importRows(sync, BEFORE);
  for (const [account, counterparty] of [
    ['A', 'x'],
    ['B', 'y'],
    ['C', 'z'],
  ] as const) {
    await tie(sync, await anAccount(testDb.db, account), counterparty);
  }
  return testDb;
}

function aFolder(): string {
  return join(inject('testFolder'), `documents-${randomUUID()}`);
}

/** Lines that a customer sees though their order is not that customer's, and the other way round. */
async function leaks(db: Db): Promise<unknown[]> {
  const orders = await db.order.findMany({ select: { id: true, accountId: true, counterpartyId: true } });
  const owners = new Map(orders.map((order) => [order.id, order]));
  const lines = await db.orderLine.findMany({
    select: { orderId: true, accountId: true, counterpartyId: true },
  });
  return lines.filter((line) => {
    const order = owners.get(line.orderId);
    return (
      order === undefined ||
      order.accountId !== line.accountId ||
      order.counterpartyId !== line.counterpartyId
    );
  });
}

async function contentOf(db: Db): Promise<unknown> {
  const orderBy = { id: 'asc' } as const;
  return {
    counterparties: await db.counterparty.findMany({ orderBy }),
    orders: await db.order.findMany({ orderBy }),
    lines: await db.orderLine.findMany({ orderBy }),
    moved: await db.movedRow.findMany({ orderBy: { rowId: 'asc' } }),
    ties: await db.accountTie.findMany({ orderBy: { accountId: 'asc' }, omit: { id: true } }),
    states: await db.sourceState.findMany({ orderBy: { kind: 'asc' } }),
  };
}
