import { expect } from 'vitest';
import { noteProgress, readProgress, secondsLeft } from '#portal/connectors/run-progress.server.ts';
import { test } from '#test/support/db.ts';
import { aPullingPortal } from '#test/support/pulled-source.ts';
import { aSource } from '#test/support/trade-builders.ts';
import { aMapping, anOrder, startTrapSource } from '#test/support/trap-source.ts';

const AT = new Date('2026-03-05T12:00:00Z');
const SAID = { phase: 'read', kind: 'order', rowsDone: 50, rowsTotal: 200, rowsPerSecond: 25 } as const;

test('how far a cycle is stands where every process finds it, and is nothing once the cycle has ended', async ({
  db,
}) => {
  const orders = Array.from({ length: 120 }, (_, index) => anOrder(index + 1));
  const emulator = await startTrapSource(orders, []);
  const portal = await aPullingPortal(db, { address: emulator.address, mapping: aMapping() });
  emulator.onAsk = () => portal.pass(1);

  await portal.sync();
  await emulator.close();

  const run = await db.importRun.findFirstOrThrow();
  const noted = readProgress(run.progressJson, portal.now());
  expect(noted).toMatchObject({ phase: 'read', kind: 'order' });
  expect(noted?.rowsDone).toBeGreaterThan(0);
});

test('it is written now and then, told each time, and no more after the end', async ({ db }) => {
  const { id: sourceId } = await aSource(db);
  const run = await db.importRun.create({ data: { sourceId, fingerprint: 'x', startedAt: AT } });
  let nowMs = AT.getTime();
  const told: number[] = [];
  const note = noteProgress({ db, now: () => new Date(nowMs) }, run, ({ rowsDone }) => told.push(rowsDone));
  const stored = async () => (await db.importRun.findUniqueOrThrow({ where: { id: run.id } })).progressJson;
  const say = (rowsDone: number, afterMs: number) => {
    nowMs += afterMs;
    note({ ...SAID, rowsDone });
  };

  say(10, 2_000);
  expect(await stored()).toBeNull();
  say(20, 2_000);
  await expect.poll(stored).toContain('"rowsDone":20');
  await db.importRun.update({ where: { id: run.id }, data: { outcome: 'applied' } });
  say(30, 9_000);

  expect(await stored()).toContain('"rowsDone":20');
  expect(told).toEqual([10, 20, 30]);
});

test('what was said a minute ago is of a process that died; no time left is told where nobody has counted', () => {
  const json = JSON.stringify({ ...SAID, at: AT });
  expect(readProgress(json, new Date(AT.getTime() + 59_000))).toEqual({ ...SAID, at: AT });
  expect(readProgress(json, new Date(AT.getTime() + 61_000))).toBeNull();
  expect(readProgress('{}', AT)).toBeNull();
  expect(readProgress(null, AT)).toBeNull();
  expect(secondsLeft(SAID)).toBe(6);
  expect(secondsLeft({ ...SAID, rowsTotal: null })).toBeNull();
  expect(secondsLeft({ ...SAID, rowsPerSecond: 0 })).toBeNull();
});
