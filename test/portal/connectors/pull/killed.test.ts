/** A process that is killed with -9 while it reads leaves neither a gap nor a double. Fifty times: npm run test:sources. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { ORDERS } from '#test/support/emulated-worlds.ts';
import { openOdoo17 } from '#test/support/odoo-world.ts';
import { bundleProgram } from '#test/support/run-process.ts';
import type { Program } from '#test/support/run-process.ts';

/** A kill takes some seconds, most of them for starting the process. */
const KILLS = Number(process.env['KILLS'] ?? '5');
/** The first cycle says more than these, so that its kill always comes. */
const LINES_OF_A_CYCLE = 12;

let program: Program;
let testDb: TestDb;
beforeAll(async () => {
  program = await bundleProgram('test/portal/connectors/pull/pull.program.ts');
  testDb = await openTestDb();
});
afterAll(async () => {
  await program.remove();
  await testDb.close();
});

test(`after ${KILLS} kills of a running cycle the next one has every row, each once`, async () => {
  const world = await openOdoo17();
  const { address } = world.emulator;
  const { db, url } = testDb;
  const moments: number[] = [];
  let runs = 0;
  for (; moments.length < KILLS; runs += 1) {
    world.addOrder(500 + runs);
    world.changeOrder(1, `${1_000 + runs}.50`);
    const moment = 1 + Math.floor(Math.random() * LINES_OF_A_CYCLE);
    // A later cycle reads only what is new, and may be over before its moment has come. Its clock is later, too: what a
    // source said earlier never takes the place of what it said later.
    if (await program.killAfter([url, address, String(runs)], moment)) moments.push(moment);
  }

  const output = await program.run([url, address, String(runs)]);

  expect(output.trim().endsWith('applied'), `killed after ${moments.join(', ')} lines`).toBe(true);

  const orders = await db.order.findMany({ where: { deletedAt: null }, select: { externalId: true } });
  const lines = await db.orderLine.findMany({ where: { deletedAt: null }, select: { externalId: true } });
  expect(sorted(orders)).toEqual(sorted(world.orders()));
  expect(lines).toHaveLength((ORDERS + runs) * 2);
  expect(new Set(lines.map(({ externalId }) => externalId)).size).toBe(lines.length);
  const changed = await db.order.findFirstOrThrow({ where: { externalId: '1' } });
  expect(changed.grossMinor).toBe(BigInt(1_000 + runs - 1) * 100n + 50n);
  await world.emulator.close();
});

function sorted(rows: readonly { externalId: string }[]): string[] {
  return rows.map(({ externalId }) => externalId).toSorted();
}
