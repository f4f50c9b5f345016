import { addDays } from '#portal/lib/dates.ts';
import type { Db } from '#prisma/client.ts';
import type { EventFilter } from './event-filter.ts';
import { instantOfMidnight } from './midnight.ts';

/**
 * Events are numbered when they are written and dated when they happen; of changes that were made at the same time the
 * order of the two may differ. So many numbers around a day's edge are looked at besides.
 */
const SLACK = 1_000n;

export type SeqRange = {
  /** Both included. */
  first: bigint;
  last: bigint;
  /** The exact condition on time, where one was asked for. */
  at: { at?: { gte?: Date; lt?: Date } };
};

/**
 * The numbers between which the events of a period lie, found by two look-ups in the index on time.
 * @returns null when there are none
 */
export async function seqRangeOf(
  db: Db,
  { filter, before, timeZone }: { filter: EventFilter; before: bigint | null; timeZone: string },
): Promise<SeqRange | null> {
  const from = filter.fromOn === null ? null : instantOfMidnight(filter.fromOn, timeZone);
  const until = filter.toOn === null ? null : instantOfMidnight(addDays(filter.toOn, 1), timeZone);
  const first = from === null ? 1n : await edge(db, { at: { gte: from } }, 'asc');
  const newest = await edge(db, until === null ? {} : { at: { lt: until } }, 'desc');
  if (first === null || newest === null) return null;
  const lowest = from === null || first <= SLACK ? 1n : first - SLACK;
  const highest = until === null ? newest : newest + SLACK;
  const last = before !== null && before - 1n < highest ? before - 1n : highest;
  if (last < lowest) return null;
  const at = { ...(from === null ? {} : { gte: from }), ...(until === null ? {} : { lt: until }) };
  return { first: lowest, last, at: Object.keys(at).length === 0 ? {} : { at } };
}

async function edge(
  db: Db,
  where: { at?: { gte: Date } | { lt: Date } },
  direction: 'asc' | 'desc',
): Promise<bigint | null> {
  const orderBy = where.at === undefined ? { seq: direction } : { at: direction };
  const row = await db.auditEvent.findFirst({ where, orderBy, select: { seq: true } });
  return row?.seq ?? null;
}
