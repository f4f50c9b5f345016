/**
 * Many rows through the engine into the database, in bounded memory: `ROWS=1000000 npm run test:sources -- bulk`. The
 * source is an emulator of any size; the engine runs as a process of its own, so that its memory is its own.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { bundleProgram } from '#test/support/run-process.ts';
import type { Program } from '#test/support/run-process.ts';
import { CUSTOMERS, LINES, startBulkSource } from './bulk-source.ts';
import type { BulkSource } from './bulk-source.ts';

const ROWS = Number(process.env['ROWS'] ?? '20000');
const ROWS_OF_AN_ORDER = 1 + LINES.length;
const ORDERS = Math.ceil(ROWS / ROWS_OF_AN_ORDER);
/** An engine that kept its rows would need more for 200,000 of them. */
const HEAP_MB = 128;
/** After so many rows the engine has all that it keeps. */
const WARM_ROWS = 100_000;
/** Sixteen bytes for each order that was named, and what the collector leaves lying for a while. */
const GROWTH_MB = 96;
const TOLD_EVERY_ROWS = 50_000;

const Step = z.object({
  phase: z.string(),
  kind: z.string(),
  rowsDone: z.number(),
  rowsTotal: z.number().nullable(),
  rssMb: z.number(),
});
type Step = z.output<typeof Step>;

let program: Program;
let testDb: TestDb;
let source: BulkSource;
beforeAll(async () => {
  program = await bundleProgram('test/sources/bulk.program.ts');
  testDb = await openTestDb();
  source = await startBulkSource(ORDERS);
});
afterAll(async () => {
  await source?.close();
  await testDb?.close();
  await program?.remove();
});

test(`${ROWS} rows come in, and the memory does not grow with them`, async () => {
  const steps = await runCycle('first cycle');

  const { db } = testDb;
  expect(await db.order.count()).toBe(ORDERS);
  expect(await db.orderLine.count()).toBe(ORDERS * LINES.length);
  expect(await db.counterparty.count()).toBe(CUSTOMERS);
  expectBounded(steps);
});

test('a comparison of all names changes nothing and needs no more', async () => {
  const steps = await runCycle('comparison of all names', 'full');

  expect(await testDb.db.order.count({ where: { deletedAt: null } })).toBe(ORDERS);
  expectBounded(steps);
});

/** Prints how many rows are done, how fast, how long the rest will take and how much memory is used. */
async function runCycle(title: string, ...more: string[]): Promise<Step[]> {
  const steps: Step[] = [];
  const startedMs = performance.now();
  let toldRows = 0;
  const hear = (line: string): void => {
    const { success, data } = Step.safeParse(JSON.parse(line));
    if (!success || data.kind !== 'order') return;
    steps.push(data);
    const rows = data.rowsDone * ROWS_OF_AN_ORDER;
    if (rows - toldRows < TOLD_EVERY_ROWS && data.rowsDone !== data.rowsTotal) return;
    toldRows = rows;
    const seconds = (performance.now() - startedMs) / 1_000;
    const left = ((ORDERS - data.rowsDone) / data.rowsDone) * seconds;
    process.stdout.write(
      `${title}, ${data.phase}: ${rows} rows, ${Math.round(rows / seconds)} rows/s, ` +
        `${Math.round(left)} s left, memory ${data.rssMb} MB\n`,
    );
  };
  const nodeArgs = [`--max-old-space-size=${HEAP_MB}`];
  const output = await program.run([testDb.url, source.address, ...more], { nodeArgs, onLine: hear });
  expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toMatchObject({ outcome: 'applied' });
  return steps;
}

/** The largest of the later steps is not much larger than the largest of the first ones. */
function expectBounded(steps: readonly Step[]): void {
  const largest = (some: readonly Step[]): number => Math.max(0, ...some.map(({ rssMb }) => rssMb));
  const isWarm = ({ rowsDone }: Step): boolean => rowsDone * ROWS_OF_AN_ORDER > WARM_ROWS;
  const first = largest(steps.filter((step) => !isWarm(step)));
  expect(first).toBeGreaterThan(0);
  expect(largest(steps.filter(isWarm))).toBeLessThan(first + GROWTH_MB);
}
