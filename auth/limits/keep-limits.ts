/**
 * Keeps what is used up of the limits in the database: written once a second in one statement, read when a process
 * starts. A process that is killed forgets at most what it admitted within its last second.
 *
 * Several processes on one database add up: each write adds what this process admitted and brings back the sum of all. In
 * between a process knows only its own, so with P processes a limit can be passed by what the other P − 1 admit within
 * about a second, and never beyond P times the limit.
 */
import { joinSql, sql } from '#prisma/client.ts';
import type { Db } from '#prisma/client.ts';
import type { LimitRow } from './counters.ts';
import type { Limiter } from './limiter.ts';

const WRITE_EVERY_MS = 1_000;
/** Addresses that other processes came to know are read this often. */
const LEARN_EVERY_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** Rows a statement: three parameters each, far below what either database takes. */
const BATCH_ROWS = 500;
/** More than the limiter has room for; the fullest come first. */
const MOST_READ = 200_000;

export type KeptLimits = {
  /** Ends the writing, after a last time. */
  stop: () => Promise<void>;
};

/** Reads what was used up before, and writes from now on. @param onFault told of a write that failed; the next repeats it */
export async function keepLimits(
  db: Db,
  limiter: Limiter,
  onFault: (error: unknown) => void,
): Promise<KeptLimits> {
  await readLimits(db, limiter);
  let running = Promise.resolve();
  const queue = (work: () => Promise<void>): Promise<void> => {
    running = running.then(work).catch(onFault);
    return running;
  };
  const timers = [
    setInterval(() => void queue(() => writeLimits(db, limiter)), WRITE_EVERY_MS), // `queue` has told of a fault
    setInterval(() => void queue(() => learnAddresses(db, limiter)), LEARN_EVERY_MS),
  ];
  for (const timer of timers) timer.unref();
  return {
    stop: () => {
      timers.forEach((timer) => clearInterval(timer));
      return queue(() => writeLimits(db, limiter));
    },
  };
}

/** What still counts, from before a restart. */
export async function readLimits(db: Db, limiter: Limiter): Promise<void> {
  limiter.learn(
    await db.limitUse.findMany({
      where: { windowEndsAt: { gt: limiter.now() } },
      orderBy: { used: 'desc' },
      take: MOST_READ,
      select: { name: true, used: true, windowEndsAt: true },
    }),
  );
}

/** Writes what was admitted since the last time. What can't be written is kept for the next. */
export async function writeLimits(db: Db, limiter: Limiter): Promise<void> {
  const rows = toRows(limiter.takeUnwritten());
  for (let from = 0; from < rows.length; from += BATCH_ROWS) {
    try {
      limiter.settle(await addRows(db, rows.slice(from, from + BATCH_ROWS)));
    } catch (error) {
      limiter.putBack(rows.slice(from));
      throw error;
    }
  }
}

/** Forgets rows whose window is over. @returns how many */
export async function purgeLimits(db: Db, now: Date): Promise<number> {
  const { count } = await db.limitUse.deleteMany({ where: { windowEndsAt: { lt: now } } });
  return count;
}

/** In the order of their names, so that two processes never wait for each other in a circle. */
function toRows(unwritten: readonly LimitRow[]): LimitRow[] {
  return unwritten.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

async function addRows(db: Db, rows: readonly LimitRow[]): Promise<{ name: string; used: number }[]> {
  const values = joinSql(
    rows.map(({ name, used, windowEndsAt }) => sql`(${name}, ${used}, ${windowEndsAt})`),
  );
  const sums = await db.$queryRaw<{ name: string; used: number | bigint }[]>`
    INSERT INTO "LimitUse" ("name", "used", "windowEndsAt") VALUES ${values}
    ON CONFLICT ("name") DO UPDATE
      SET "used" = "LimitUse"."used" + excluded."used", "windowEndsAt" = excluded."windowEndsAt"
    RETURNING "name", "used"`;
  return sums.map(({ name, used }) => ({ name, used: Number(used) }));
}

async function learnAddresses(db: Db, limiter: Limiter): Promise<void> {
  limiter.learn(
    await db.limitUse.findMany({
      where: {
        name: { startsWith: 'known ' },
        windowEndsAt: { gt: new Date(limiter.now().getTime() + 29 * DAY_MS) },
      },
      take: MOST_READ,
      select: { name: true, used: true, windowEndsAt: true },
    }),
  );
}
