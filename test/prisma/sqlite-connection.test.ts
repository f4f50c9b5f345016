import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createClient } from '@libsql/client';
import { expect } from 'vitest';
import { openTestDb, test } from '#test/support/db.ts';
import { bundleProgram } from '#test/support/run-process.ts';
import type { Db } from '#prisma/client.ts';

const NOON = new Date('2026-03-05T12:00:00Z');
const TRANSACTIONS = 500;

test('three processes run a hundred transactions each on one file: none fails, none is lost', async ({
  db,
  databaseUrl,
}) => {
  const program = await bundleProgram('test/prisma/count-up.program.ts');
  const { id } = await createJob(db);

  await Promise.all([1, 2, 3].map(() => program.run([databaseUrl, '100', id])));

  expect(await db.job.findUnique({ where: { id }, select: { attempts: true } })).toEqual({ attempts: 300 });
  expect(await db.spentChallenge.count()).toBe(300);
  await program.remove();
}, 60_000);

test.runIf(process.platform === 'linux')(
  `${TRANSACTIONS} transactions and nested writes leave no file open behind them`,
  async () => {
    const { db, url, close } = await openTestDb();
    await writeNested(db, 0);
    const before = openFiles(url);

    for (let round = 1; round <= TRANSACTIONS; round += 1) await writeNested(db, round);

    expect(openFiles(url)).toEqual(before);
    await close();
    // SQLite lets go of a closed file with the last statement, which is the garbage collector's to find.
    await expect.poll(() => openFilesAfterCollection(url)).toEqual([]);
  },
  60_000,
);

test('a write waits for another process without stopping this one', async ({ db, databaseUrl }) => {
  const other = createClient({ url: databaseUrl });
  const otherTransaction = await other.transaction('write');
  const write = db.$transaction((tx) => createJob(tx));

  const ticks = await countTicks(300); // none, were the process to wait for the lock inside the driver
  await otherTransaction.commit();

  expect(ticks).toBeGreaterThan(2);
  await expect(write).resolves.toHaveProperty('id');
  await db.$transaction((tx) => createJob(tx));
  expect(await db.job.count()).toBe(2);
  other.close();
});

test('rules of the connection still hold after it had to wait', async ({ db, databaseUrl }) => {
  const other = createClient({ url: databaseUrl });
  const otherTransaction = await other.transaction('write');
  const write = createJob(db);
  await sleep(100);
  await otherTransaction.commit();
  await write;

  expect(await db.$queryRaw`PRAGMA foreign_keys`).toEqual([{ foreign_keys: 1n }]);
  expect(await db.$queryRaw`PRAGMA synchronous`).toEqual([{ synchronous: 1n }]);
  other.close();
});

test('a refused COMMIT undoes the transaction, and the next one begins', async ({ db }) => {
  const broken = db.$transaction(async (tx) => {
    await tx.$executeRaw`PRAGMA defer_foreign_keys = ON`;
    await tx.key.create({ data: { status: 'active', holderId: 'nobody', label: 'K', issuedAt: NOON } });
  });
  await expect(broken).rejects.toThrow();

  await db.$transaction((tx) => createJob(tx));
  expect(await db.key.count()).toBe(0);
  expect(await db.job.count()).toBe(1);
});

function createJob(db: Pick<Db, 'job'>) {
  return db.job.create({ data: { kind: 'count', runAt: NOON }, select: { id: true } });
}

/** How often a timer of ten milliseconds got its turn. */
async function countTicks(durationMs: number): Promise<number> {
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 10);
  await sleep(durationMs);
  clearInterval(timer);
  return ticks;
}

async function writeNested(db: Db, round: number): Promise<void> {
  await db.$transaction((tx) => createJob(tx));
  if (round % 10 !== 0) return;
  await db.holder.create({
    data: {
      name: `holder ${round}`,
      userHandle: crypto.getRandomValues(new Uint8Array(32)),
      kind: 'customer',
      createdAt: NOON,
      keys: { create: { status: 'active', label: `K-${round}`, issuedAt: NOON } },
    },
  });
}

/** Paths of the database's files that this process holds open, one for each handle. */
const collectGarbage = exposeGarbageCollector();

function openFilesAfterCollection(url: string): string[] {
  collectGarbage();
  return openFiles(url);
}

function exposeGarbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('no garbage collector to call');
  return () => void collect();
}

function openFiles(url: string): string[] {
  const path = url.slice('file:'.length);
  return readdirSync('/proc/self/fd')
    .map((handle) => targetOf(handle))
    .filter((target) => target.startsWith(path))
    .sort();
}

function targetOf(handle: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${handle}`);
  } catch {
    return ''; // the handle that listed the folder is closed by now
  }
}
