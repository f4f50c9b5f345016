/**
 * One set of a source as a feed of the sync engine, whatever the protocol. Goal: each change is given at least once,
 * whatever the source's clock, its rounding of times, or its way of paging; a source that leaves out a part of the
 * question is found out.
 */
import { createHash } from 'node:crypto';
import { SourceFault } from '../http/source-fault.ts';
import { externalIdOf, mapRecord } from '../mapping/map-record.ts';
import type { MappedRecord } from '../mapping/map-record.ts';
import type { FeedMapping, Mapping } from '../mapping/mapping.ts';
import { holds } from '../mapping/read-spec.ts';
import { textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import type { Feed, FeedPage, RowName } from '../pull/feed.ts';
import { fillIn } from './asked-source.ts';
import { changesOf } from './changes.server.ts';
import { parseCursor } from './feed-cursor.ts';
import type { LookUps } from './look-ups.server.ts';
import type { Condition, RecordSet } from './record-set.ts';

export type FeedDeps = {
  mapping: Mapping;
  lookUps: LookUps;
  settings: Readonly<Record<string, string>>;
  timeZone: string;
  now: () => Date;
};

const MINUTE_MS = 60_000;
const COMPARE_EVERY_MINUTES = 1_440;

/** @param source the feed's set as its source has it; the feed's own filter is put to it with every question */
export function createRecordFeed(deps: FeedDeps, feed: FeedMapping, source: RecordSet): Feed {
  const set = filtered(feed, source);
  const map = (records: readonly SourceRecord[]): Promise<MappedRecord[]> => mapRecords(deps, feed, records);
  const { cursor } = feed;
  const compareEveryMinutes =
    cursor.by === 'version' && cursor.window === undefined
      ? 0
      : (feed.compareEveryMinutes ?? COMPARE_EVERY_MINUTES);
  return {
    kind: feed.kind,
    lineKind: feed.lines?.kind ?? null,
    fingerprint: fingerprintOf(deps, feed),
    everyMs: (feed.everyMinutes ?? 0) * MINUTE_MS,
    compareEveryMs: compareEveryMinutes * MINUTE_MS,
    rereadsOpen: feed.lines?.touchOrder === false,
    readsAll: (stored) => cursor.by === 'none' || parseCursor(stored) === null,
    changes: async function* (stored): AsyncGenerator<FeedPage> {
      for await (const page of changesOf({ feed, set, now: deps.now }, parseCursor(stored))) {
        yield { records: await map(page.rows), cursor: page.cursor, total: page.total };
      }
    },
    names: () => namesOf(deps, feed, set),
    sample: async (count) => map(await set.some(count, [])),
    read: async function* (names): AsyncGenerator<FeedPage> {
      for await (const rows of set.read(
        names.map(({ key }) => key),
        null,
      )) {
        yield { records: await map(rows), cursor: null, total: null };
      }
    },
  };
}

/** A mapping that was changed is read from the start; so is one that is read for another company. */
function fingerprintOf({ mapping, settings, timeZone }: FeedDeps, feed: FeedMapping): string {
  const { dialect, headers, query, idPrefix, lookups } = mapping;
  const asked = mapping.rest === undefined ? [] : [mapping.rest];
  const parts = [feed, dialect, headers, query, idPrefix, lookups, settings, timeZone, ...asked];
  const said = JSON.stringify(parts);
  return createHash('sha256').update(said).digest('base64url');
}

async function mapRecords(
  { lookUps, mapping, settings, timeZone }: FeedDeps,
  feed: FeedMapping,
  records: readonly SourceRecord[],
): Promise<MappedRecord[]> {
  const idPrefix = fillIn(mapping.idPrefix, settings);
  return lookUps.resolve((lookUp) =>
    records.map((record) => mapRecord(feed, record, { timeZone, idPrefix, lookUp })),
  );
}

/** The set with the feed's own filter in every question, and every answer held against it. */
function filtered(feed: FeedMapping, set: RecordSet): RecordSet {
  const own = feed.filter.map(({ field, is }): Condition => ({ is: 'one-of', field, values: is }));
  const isOurs = (row: SourceRecord): boolean => feed.filter.every((condition) => holds(condition, row));
  const check = (rows: readonly SourceRecord[]): void => {
    if (rows.every(isOurs)) return;
    throw new SourceFault('ignored', `${feed.set}: the source ignores the filter`);
  };
  return {
    ...set,
    walk: async function* (ask) {
      for await (const page of set.walk({ ...ask, where: [...(ask.where ?? []), ...own] })) {
        check(page.rows);
        yield page;
      }
    },
    newest: (field, where) => set.newest(field, [...where, ...own]),
    some: async (count, where) => {
      const rows = await set.some(count, [...where, ...own]);
      check(rows);
      return rows;
    },
    read: async function* (keys, select) {
      const asked = new Set(keys.map((record) => externalIdOf(feed.key, record, '')));
      for await (const rows of set.read(keys, select)) {
        if (!rows.every((row) => asked.has(externalIdOf(feed.key, row, '')))) {
          throw new SourceFault('ignored', `${feed.set}: the source gives rows that were not asked for`);
        }
        // By its key a row is found whether it is still one of ours or not.
        yield rows.filter(isOurs);
      }
    },
  };
}

/** A tombstone is no row: what is only marked as deleted is not named. */
async function* namesOf(
  { mapping, settings }: FeedDeps,
  { key, filter, cursor, tombstone }: FeedMapping,
  set: RecordSet,
): AsyncGenerator<RowName[]> {
  const version = cursor.by === 'version' ? cursor.field : null;
  const asked = [...key, ...filter.map(({ field }) => field), version, tombstone?.field ?? null];
  const select = asked.filter((path) => path !== null);
  const idPrefix = fillIn(mapping.idPrefix, settings);
  for await (const { rows } of set.walk({ select })) {
    yield rows
      .filter((row) => tombstone === undefined || !holds(tombstone, row))
      .flatMap((row) => {
        const externalId = externalIdOf(key, row, idPrefix);
        if (externalId === null) return [];
        return [{ externalId, version: version === null ? null : textAt(row, version), key: row }];
      });
  }
}
