/**
 * One set of a service as a feed of the sync engine. Goal: each change is given at least once, whatever the source's
 * clock, its rounding of times, or its way of paging; a source that leaves out a part of the question is found out.
 */
import { createHash } from 'node:crypto';
import { SourceFault } from '../http/source-fault.ts';
import { externalIdOf, mapRecord } from '../mapping/map-record.ts';
import type { MappedRecord } from '../mapping/map-record.ts';
import type { FeedMapping, Mapping } from '../mapping/mapping.ts';
import { holds } from '../mapping/read-spec.ts';
import { firstName, textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import type { Feed, FeedPage, RowName } from '../pull/feed.ts';
import { openSet } from './asked-sets.server.ts';
import { changesOf } from './changes.server.ts';
import { literalOf } from './dialect.ts';
import { parseCursor } from './feed-cursor.ts';
import { chunksOf, KEYS_ASKED } from './look-ups.server.ts';
import type { LookUps } from './look-ups.server.ts';
import { ASK_ALL, isOneOf } from './question.ts';
import type { AskedSet, Question } from './question.ts';
import { fillIn } from './service.server.ts';
import type { ODataService } from './service.server.ts';
import { walk } from './walk.server.ts';
import type { WalkedPage } from './walk.server.ts';

export type FeedDeps = {
  service: ODataService;
  mapping: Mapping;
  lookUps: LookUps;
  settings: Readonly<Record<string, string>>;
  timeZone: string;
  now: () => Date;
};

/** How a set of this feed is asked and its answers checked; shared by all of the feed's walks. */
export type FeedReader = {
  feed: FeedMapping;
  now: () => Date;
  /** Walks the set; `filter` and `orderBy` come before what every question of the feed has. */
  walk(question: Partial<Question>): AsyncGenerator<WalkedPage>;
  set(): Promise<AskedSet>;
  version: Mapping['dialect'];
  ask(question: Partial<Question>): Promise<SourceRecord[]>;
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export function createODataFeed(deps: FeedDeps, feed: FeedMapping): Feed {
  const reader = createReader(deps, feed);
  const map = (records: readonly SourceRecord[]): Promise<MappedRecord[]> => mapRecords(deps, feed, records);
  const { cursor } = feed;
  return {
    kind: feed.kind,
    lineKind: feed.lines?.kind ?? null,
    fingerprint: fingerprintOf(deps, feed),
    everyMs: (feed.everyMinutes ?? 0) * MINUTE_MS,
    compareEveryMs: cursor.by === 'version' && cursor.window === undefined ? 0 : DAY_MS,
    readsAll: (stored) => cursor.by === 'none' || parseCursor(stored) === null,
    changes: async function* (stored): AsyncGenerator<FeedPage> {
      for await (const page of changesOf(reader, parseCursor(stored))) {
        yield { records: await map(page.rows), cursor: page.cursor, total: page.total };
      }
    },
    names: () => namesOf(reader, deps),
    sample: async (count) => map(await reader.ask({ top: count })),
    read: (names) => readNamed(reader, names, map),
  };
}

/** A mapping that was changed is read from the start; so is one that is read for another company. */
function fingerprintOf({ mapping, settings, timeZone }: FeedDeps, feed: FeedMapping): string {
  const { dialect, headers, query, idPrefix, lookups } = mapping;
  const said = JSON.stringify([feed, dialect, headers, query, idPrefix, lookups, settings, timeZone]);
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

function createReader({ service, mapping, now }: FeedDeps, feed: FeedMapping): FeedReader {
  const version = mapping.dialect;
  let opened: Promise<AskedSet> | null = null;
  const set = (): Promise<AskedSet> => {
    opened ??= openSet(service, mapping, { place: feed, asked: askedFields(feed) });
    return opened;
  };
  const complete = async (question: Partial<Question>): Promise<Question> => {
    const asked = await set();
    const fixed = feed.filter.map(({ field, is }) => isOneOf(version, asked, { field, values: is }));
    return {
      ...ASK_ALL,
      expand: question.select === undefined ? feed.expand : [],
      ...question,
      filter: [...(question.filter ?? []), ...fixed],
      orderBy: [...(question.orderBy ?? []), ...feed.key],
    };
  };
  const check = (rows: readonly SourceRecord[]): void => {
    const stray = rows.find((row) => !feed.filter.every((condition) => holds(condition, row)));
    if (stray !== undefined) throw new SourceFault('ignored', `${feed.set}: the source ignores the filter`);
  };
  return {
    feed,
    now,
    version,
    set,
    walk: async function* (question) {
      const plan = {
        set: await set(),
        question: await complete(question),
        key: feed.key,
        paging: mapping.paging.by,
        version,
      };
      for await (const page of walk(service, plan)) {
        check(page.rows);
        yield page;
      }
    },
    ask: async (question) => {
      const { rows } = await service.ask(await set(), await complete(question));
      check(rows);
      return rows;
    },
  };
}

/** The fields that questions compare, whose types must so be known. */
function askedFields({ key, filter, cursor }: FeedMapping): string[] {
  const own = cursor.by === 'modified' ? [cursor.field, cursor.createdField] : [];
  const window = cursor.by === 'version' ? [cursor.window?.field] : [];
  const named = [...own, ...window].filter((field) => field !== undefined);
  return [...key, ...filter.map(({ field }) => field), ...named];
}

/** A tombstone is no row: what is only marked as deleted is not named. */
async function* namesOf(reader: FeedReader, { mapping, settings }: FeedDeps): AsyncGenerator<RowName[]> {
  const { key, filter, cursor, tombstone } = reader.feed;
  const version = cursor.by === 'version' ? cursor.field : null;
  const asked = [...key, ...filter.map(({ field }) => field), version, tombstone?.field ?? null];
  const select = asked.flatMap((path) => (path === null ? [] : [firstName(path) ?? path]));
  const idPrefix = fillIn(mapping.idPrefix, settings);
  for await (const { rows } of reader.walk({ select })) {
    yield rows
      .filter((row) => tombstone === undefined || !holds(tombstone, row))
      .flatMap((row) => {
        const externalId = externalIdOf(key, row, idPrefix);
        if (externalId === null) return [];
        return [{ externalId, version: version === null ? null : textAt(row, version), key: row }];
      });
  }
}

async function* readNamed(
  reader: FeedReader,
  names: readonly RowName[],
  map: (records: readonly SourceRecord[]) => Promise<MappedRecord[]>,
): AsyncGenerator<FeedPage> {
  for (const chunk of chunksOf(names, KEYS_ASKED)) {
    const set = await reader.set();
    const terms = chunk.map(({ key }) => isRow(reader, set, key));
    const rows = await reader.ask({
      filter: [terms.length === 1 ? terms.join('') : `(${terms.join(' or ')})`],
    });
    yield { records: await map(rows), cursor: null, total: null };
  }
}

function isRow({ feed, version }: FeedReader, { typeOf }: AskedSet, record: SourceRecord): string {
  const terms = feed.key.map(
    (field) => `${field} eq ${literalOf(version, typeOf(field), textAt(record, field) ?? '')}`,
  );
  return terms.length === 1 ? terms.join('') : `(${terms.join(' and ')})`;
}
