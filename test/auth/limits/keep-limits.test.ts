import { afterEach, expect, test } from 'vitest';
import { keepLimits, purgeLimits, readLimits, writeLimits } from '#auth/limits/keep-limits.ts';
import { openTestDb } from '#test/support/db.ts';
import type { TestDb } from '#test/support/db.ts';
import { aLimiter } from '#test/support/limits.ts';
import { openPostgresqlTestDb } from '#test/support/postgresql.ts';

const LIMITS = { pin: { address: { most: 5, everySeconds: 60 } } };
const HERE = { address: '192.0.2.7' };
const FIVE = { length: 5 };

const opened: TestDb[] = [];
afterEach(async () => {
  for (const testDb of opened.splice(0)) await testDb.close();
});

test.for([
  { provider: 'SQLite', open: openTestDb },
  { provider: 'PostgreSQL', open: openPostgresqlTestDb },
])('WEB-09 on $provider a limit survives a restart, and processes add up at each write', async ({ open }) => {
  const testDb = await open();
  opened.push(testDb);
  const { db } = testDb;
  const { limiter: before, clock } = aLimiter(LIMITS);
  const { limiter: beside } = aLimiter(LIMITS, { clock });
  before.remember('192.0.2.7');
  for (const process of [before, beside, before]) {
    process.admit('pin', HERE);
    await writeLimits(db, process);
  }
  const { limiter: after } = aLimiter(LIMITS, { clock });
  await readLimits(db, after);
  expect(Array.from(FIVE, () => after.admit('pin', HERE).ok)).toEqual([true, true, false, false, false]);

  await writeLimits(db, after);
  expect(beside.admit('pin', HERE).ok).toBe(true); // it has not heard of the others yet: at most a second long
  await writeLimits(db, beside);
  expect(beside.admit('pin', HERE).ok).toBe(false);

  clock.ms += 71_000;
  expect(after.admit('pin', HERE).ok).toBe(true);
  expect(await purgeLimits(db, new Date(clock.ms))).toBe(1);
  expect(await db.limitUse.count()).toBe(1); // the address that is known
});

test('WEB-09 what can’t be written is written the next time, once', async () => {
  const testDb = await openTestDb();
  opened.push(testDb);
  const { db } = testDb;
  const { limiter, clock } = aLimiter(LIMITS);
  limiter.admit('pin', HERE);
  limiter.remember('192.0.2.7');
  await db.$executeRaw`ALTER TABLE "LimitUse" RENAME TO "Away"`;
  await expect(writeLimits(db, limiter)).rejects.toThrow();
  limiter.admit('pin', HERE);
  await db.$executeRaw`ALTER TABLE "Away" RENAME TO "LimitUse"`;
  await writeLimits(db, limiter);
  await writeLimits(db, limiter);
  const rows = await db.limitUse.findMany({ orderBy: { name: 'asc' }, select: { used: true } });
  expect(rows.map(({ used }) => used)).toEqual([1, 2]);
  const { limiter: restarted } = aLimiter(LIMITS, { clock });
  await readLimits(db, restarted);
  expect(Array.from(FIVE, () => restarted.admit('pin', HERE).ok)).toEqual([true, true, true, false, false]);
});

test('WEB-09 the end of a process writes what is left', async () => {
  const testDb = await openTestDb();
  opened.push(testDb);
  const { limiter } = aLimiter(LIMITS);
  const faults: unknown[] = [];
  const kept = await keepLimits(testDb.db, limiter, (error) => faults.push(error));
  limiter.admit('pin', HERE);
  await kept.stop();
  expect(await testDb.db.limitUse.findMany({ select: { used: true } })).toEqual([{ used: 1 }]);
  expect(faults).toEqual([]);
});
