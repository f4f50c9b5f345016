/**
 * What has changed in a set since a cursor. The traps, each seen on a real server:
 * - Times are stored finer than they are told, so `gt` repeats rows on one server and loses them on the next: `ge`, with
 *   an overlap, and what comes twice is the same row twice.
 * - A row that was never changed may have no time of change: those are asked for by themselves.
 * - A row that changes while the first reading is on its way: the cursor starts where the source's clock stood before.
 * - A server that ignores the filter or the order gives everything, or moves the cursor past what it has not given.
 * - A row with a time of change that is yet to come would carry the cursor there, and nothing would come till then.
 */
import { SourceFault } from '../http/source-fault.ts';
import type { FeedMapping } from '../mapping/mapping.ts';
import { readAs } from '../mapping/read-spec.ts';
import { readMoment } from '../mapping/read-value.ts';
import { textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import { cursorText } from './feed-cursor.ts';
import type { FeedCursor } from './feed-cursor.ts';
import type { Condition, RecordSet } from './record-set.ts';

export type ChangedPage = { rows: SourceRecord[]; cursor: string | null; total: number | null };

export type FeedReader = { feed: FeedMapping; set: RecordSet; now: () => Date };

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** Clocks are told in the zones of all the world, so that one may honestly be this far ahead of ours; none is further. */
const FURTHEST_AHEAD_MS = DAY_MS;

export async function* changesOf(reader: FeedReader, cursor: FeedCursor | null): AsyncGenerator<ChangedPage> {
  const { cursor: kind } = reader.feed;
  if (kind.by === 'none') return yield* readAll(reader, null);
  if (cursor === null) return yield* readAll(reader, cursorText(await startOf(reader)));
  if (kind.by === 'version') return yield* recentOf(reader);
  if (!reader.set.walksByTime) return yield* sinceByKey(reader, cursor);
  const reached = yield* modifiedSince(reader, cursor);
  if (kind.createdField !== undefined) yield* createdSince(reader, kind.createdField, reached);
}

/** The whole set in the order of its keys, which no change can disturb. The cursor counts when all of it is stored. */
async function* readAll({ set }: FeedReader, cursor: string | null): AsyncGenerator<ChangedPage> {
  for await (const { rows, total } of set.walk({ isCounted: true })) yield { rows, cursor: null, total };
  if (cursor !== null) yield { rows: [], cursor, total: null };
}

/**
 * Changes in the order of the keys: the cursor moves to where the source's clock stood before the walk, and not before
 * the last of them is stored.
 */
async function* sinceByKey(reader: FeedReader, cursor: FeedCursor): AsyncGenerator<ChangedPage> {
  const start = await startOf(reader);
  const reached = {
    modifiedMs: laterOf(cursor.modifiedMs, start.modifiedMs),
    createdMs: laterOf(cursor.createdMs, start.createdMs),
  };
  for await (const { rows } of modifiedSince(reader, cursor)) yield { rows, cursor: null, total: null };
  const { cursor: kind } = reader.feed;
  if (kind.by === 'modified' && kind.createdField !== undefined) {
    const created = createdSince(reader, kind.createdField, cursor);
    for await (const { rows } of created) yield { rows, cursor: null, total: null };
  }
  yield { rows: [], cursor: cursorText(reached), total: null };
}

/** Where the source's clock stands: its newest times, before the first reading begins. */
async function startOf(reader: FeedReader): Promise<FeedCursor> {
  const { cursor } = reader.feed;
  if (cursor.by !== 'modified') return { modifiedMs: null, createdMs: null };
  const { field, createdField } = cursor;
  const [modifiedMs, createdMs] = [
    await newestOf(reader, field, createdField !== undefined),
    createdField === undefined ? null : await newestOf(reader, createdField, false),
  ];
  return { modifiedMs, createdMs };
}

async function newestOf(
  { feed, set, now }: FeedReader,
  field: string,
  mayBeEmpty: boolean,
): Promise<number | null> {
  const newest = await set.newest(field, mayBeEmpty ? [{ is: 'filled', field }] : []);
  const at = newest === null ? null : momentOf(newest, { field, feed });
  // Where the clock then stands nobody can say; it stands later than this, and what comes twice is stored once.
  return at === null || at <= latestOf(now) ? at : now().getTime() - FURTHEST_AHEAD_MS;
}

function latestOf(now: () => Date): number {
  return now().getTime() + FURTHEST_AHEAD_MS;
}

/** @returns how far it came */
async function* modifiedSince(
  reader: FeedReader,
  cursor: FeedCursor,
): AsyncGenerator<ChangedPage, FeedCursor> {
  const { cursor: kind } = reader.feed;
  if (kind.by !== 'modified') return cursor;
  const sinceMs = sinceOf(cursor.modifiedMs, kind);
  const filled: Condition[] = kind.createdField === undefined ? [] : [{ is: 'filled', field: kind.field }];
  let reached = cursor;
  for await (const { rows, lastMs } of walkSince(reader, { field: kind.field, sinceMs, where: filled })) {
    reached = { ...reached, modifiedMs: laterOf(reached.modifiedMs, lastMs) };
    yield { rows, cursor: cursorText(reached), total: null };
  }
  return reached;
}

/** Rows without a time of change, by their time of creation. */
async function* createdSince(
  reader: FeedReader,
  field: string,
  cursor: FeedCursor,
): AsyncGenerator<ChangedPage> {
  const { cursor: kind } = reader.feed;
  if (kind.by !== 'modified') return;
  const sinceMs = sinceOf(cursor.createdMs, kind);
  const where: Condition[] = [{ is: 'empty', field: kind.field }];
  let reached = cursor;
  for await (const { rows, lastMs } of walkSince(reader, { field, sinceMs, where })) {
    reached = { ...reached, createdMs: laterOf(reached.createdMs, lastMs) };
    yield { rows, cursor: cursorText(reached), total: null };
  }
}

/** Documents of the last days. What changes in older ones is found by comparing versions. */
async function* recentOf(reader: FeedReader): AsyncGenerator<ChangedPage> {
  const { cursor: kind } = reader.feed;
  if (kind.by !== 'version' || kind.window === undefined) return;
  const { field, days } = kind.window;
  const today = Math.floor(reader.now().getTime() / DAY_MS) * DAY_MS;
  for await (const { rows } of walkSince(reader, { field, sinceMs: today - days * DAY_MS, where: [] })) {
    yield { rows, cursor: null, total: null };
  }
}

type Since = { field: string; sinceMs: number | null; where: readonly Condition[] };

async function* walkSince(
  { feed, set, now }: FeedReader,
  { field, sinceMs, where }: Since,
): AsyncGenerator<{ rows: SourceRecord[]; lastMs: number | null }> {
  const since: Condition[] = sinceMs === null ? [] : [{ is: 'since', field, ms: sinceMs }];
  let before: number | null = null;
  for await (const { rows } of set.walk({ where: [...since, ...where], byTime: field })) {
    const times = checkTimes(rows, { field, feed, sinceMs, before: set.walksByTime ? before : undefined });
    before = times.at(-1) ?? before;
    yield { rows, lastMs: times.findLast((at) => at <= latestOf(now)) ?? null };
  }
}

/** Earlier than the cursor: clocks of several servers differ, and long transactions end late. */
function sinceOf(
  cursorMs: number | null,
  { precision, overlapSeconds }: { precision: 's' | 'ms'; overlapSeconds: number },
): number | null {
  if (cursorMs === null) return null;
  const exact = cursorMs - overlapSeconds * SECOND_MS;
  return precision === 's' ? Math.floor(exact / SECOND_MS) * SECOND_MS : exact;
}

type TimesAsked = {
  field: string;
  feed: FeedMapping;
  sinceMs: number | null;
  /** Of the row in front of the first one; undefined where the rows come in no order of time. */
  before: number | null | undefined;
};

/**
 * @returns the times of the rows that have one
 * @throws SourceFault `ignored` for a row that was not asked for, or that comes out of turn
 */
function checkTimes(
  rows: readonly SourceRecord[],
  { field, feed, sinceMs, before: first }: TimesAsked,
): number[] {
  const times: number[] = [];
  for (const row of rows) {
    const at = momentOf(row, { field, feed });
    if (at === null) continue;
    if (sinceMs !== null && at < sinceMs) {
      throw new SourceFault('ignored', `${feed.set}: the source ignores the filter on ${field}`);
    }
    const before = times.at(-1) ?? first ?? null;
    if (first !== undefined && before !== null && at < before) {
      throw new SourceFault('ignored', `${feed.set}: the source ignores the order by ${field}`);
    }
    times.push(at);
  }
  return times;
}

function momentOf(
  row: SourceRecord,
  { field, feed: { cursor } }: { field: string; feed: FeedMapping },
): number | null {
  const text = textAt(row, field);
  if (text === null) return null;
  const isEpoch = cursor.by === 'modified' && cursor.as === 'epoch-seconds';
  return readMoment(isEpoch ? readAs('epoch-seconds', text) : text)?.ms ?? null;
}

function laterOf(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
