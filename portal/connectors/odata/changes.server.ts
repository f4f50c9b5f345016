/**
 * What has changed in a set since a cursor. The traps, each seen on a real server:
 * - Times are stored finer than they are told, so `gt` repeats rows on one server and loses them on the next: `ge`, with
 *   an overlap, and what comes twice is the same row twice.
 * - A row that was never changed may have no time of change: those are asked for by themselves.
 * - A row that changes while the first reading is on its way: the cursor starts where the source's clock stood before.
 * - A server that ignores the filter or the order gives everything, or moves the cursor past what it has not given.
 */
import { SourceFault } from '../http/source-fault.ts';
import { readMoment } from '../mapping/read-value.ts';
import { textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import { literalOf, momentText } from './dialect.ts';
import { cursorText } from './feed-cursor.ts';
import type { FeedCursor } from './feed-cursor.ts';
import type { FeedReader } from './odata-feed.server.ts';

export type ChangedPage = { rows: SourceRecord[]; cursor: string | null; total: number | null };

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

export async function* changesOf(reader: FeedReader, cursor: FeedCursor | null): AsyncGenerator<ChangedPage> {
  const { cursor: kind } = reader.feed;
  if (kind.by === 'none') return yield* readAll(reader, null);
  if (cursor === null) return yield* readAll(reader, cursorText(await startOf(reader)));
  if (kind.by === 'version') return yield* recentOf(reader);
  const reached = yield* modifiedSince(reader, cursor);
  if (kind.createdField !== undefined) yield* createdSince(reader, kind.createdField, reached);
}

/** The whole set in the order of its keys, which no change can disturb. The cursor counts when all of it is stored. */
async function* readAll(reader: FeedReader, cursor: string | null): AsyncGenerator<ChangedPage> {
  for await (const { rows, total } of reader.walk({ isCounted: true })) yield { rows, cursor: null, total };
  if (cursor !== null) yield { rows: [], cursor, total: null };
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

async function newestOf(reader: FeedReader, field: string, mayBeEmpty: boolean): Promise<number | null> {
  const filter = mayBeEmpty ? [`${field} ne null`] : [];
  const [newest] = await reader.ask({ filter, orderBy: [`${field} desc`], top: 1 });
  return newest === undefined ? null : momentOf(newest, field);
}

/** @returns how far it came */
async function* modifiedSince(
  reader: FeedReader,
  cursor: FeedCursor,
): AsyncGenerator<ChangedPage, FeedCursor> {
  const { cursor: kind, set } = reader.feed;
  if (kind.by !== 'modified') return cursor;
  const since = sinceOf(cursor.modifiedMs, kind);
  const question = await orderedSince(reader, kind.field, since);
  const filter = [
    ...(question.filter ?? []),
    ...(kind.createdField === undefined ? [] : [`${kind.field} ne null`]),
  ];
  let reached = cursor;
  for await (const { rows } of reader.walk({ ...question, filter })) {
    const lastMs = checkTimes(rows, { field: kind.field, set, sinceMs: since });
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
  const { cursor: kind, set } = reader.feed;
  if (kind.by !== 'modified') return;
  const since = sinceOf(cursor.createdMs, kind);
  const question = await orderedSince(reader, field, since);
  const filter = [`${kind.field} eq null`, ...(question.filter ?? [])];
  let reached = cursor;
  for await (const { rows } of reader.walk({ ...question, filter })) {
    const lastMs = checkTimes(rows, { field, set, sinceMs: since });
    reached = { ...reached, createdMs: laterOf(reached.createdMs, lastMs) };
    yield { rows, cursor: cursorText(reached), total: null };
  }
}

/** Documents of the last days. What changes in older ones is found by comparing versions. */
async function* recentOf(reader: FeedReader): AsyncGenerator<ChangedPage> {
  const { cursor: kind, set } = reader.feed;
  if (kind.by !== 'version' || kind.window === undefined) return;
  const { field, days } = kind.window;
  const today = Math.floor(reader.now().getTime() / DAY_MS) * DAY_MS;
  const since = today - days * DAY_MS;
  for await (const { rows } of reader.walk(await orderedSince(reader, field, since))) {
    checkTimes(rows, { field, set, sinceMs: since });
    yield { rows, cursor: null, total: null };
  }
}

async function orderedSince(reader: FeedReader, field: string, since: number | null) {
  if (since === null) return { orderBy: [field] };
  const { typeOf } = await reader.set();
  return {
    filter: [`${field} ge ${literalOf(reader.version, typeOf(field), momentText(since))}`],
    orderBy: [field],
  };
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

/**
 * @returns the time of the last row; null when none has one
 * @throws SourceFault `ignored` for a row that was not asked for, or that comes out of turn
 */
function checkTimes(
  rows: readonly SourceRecord[],
  { field, set, sinceMs }: { field: string; set: string; sinceMs: number | null },
): number | null {
  let before: number | null = null;
  for (const row of rows) {
    const at = momentOf(row, field);
    if (at === null) continue;
    if (sinceMs !== null && at < sinceMs) {
      throw new SourceFault('ignored', `${set}: the source ignores the filter on ${field}`);
    }
    if (before !== null && at < before) {
      throw new SourceFault('ignored', `${set}: the source ignores the order by ${field}`);
    }
    before = at;
  }
  return before;
}

function momentOf(row: SourceRecord, field: string): number | null {
  const text = textAt(row, field);
  return text === null ? null : (readMoment(text)?.ms ?? null);
}

function laterOf(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
