/**
 * A set of records at a source, and what it can be asked, in words that no protocol owns. Each connector puts them into
 * its source's own; what is asked, when and why is the same for all of them (changes.server.ts, record-feed.server.ts).
 */
import type { SourceRecord } from '../mapping/source-record.ts';

/** A row is asked for only where all of these hold. */
export type Condition =
  /** At this time or after it; milliseconds of whatever clock the source tells. */
  | { is: 'since'; field: string; ms: number }
  | { is: 'empty'; field: string }
  | { is: 'filled'; field: string }
  /** One of these texts; `true` and `false` for switches. */
  | { is: 'one-of'; field: string; values: readonly string[] };

export type Ask = {
  where: readonly Condition[];
  /** By this time, and then by the key; by the key alone where it is null. */
  byTime: string | null;
  /** Only these fields and those of the key; null for all that the mapping reads. */
  select: readonly string[] | null;
  isCounted: boolean;
};

/** `total`: how many rows the walk will give, where the source has counted. */
export type WalkedPage = { rows: SourceRecord[]; total: number | null };

/** All methods throw SourceFault. */
export interface RecordSet {
  /**
   * Whether a walk by time comes in the order of that time. Sources that tell times coarser than they store them can't
   * be paged by them: their walks come by key, whatever is asked.
   */
  walksByTime: boolean;
  walk(ask: Partial<Ask>): AsyncGenerator<WalkedPage>;
  /** The row whose time is the latest. */
  newest(field: string, where: readonly Condition[]): Promise<SourceRecord | null>;
  /** Any rows, for looking at them. */
  some(count: number, where: readonly Condition[]): Promise<SourceRecord[]>;
  /** Those of the named rows that are there. Each of `keys` has the fields of the key; `select` as in a question. */
  read(keys: readonly SourceRecord[], select: Ask['select']): AsyncGenerator<SourceRecord[]>;
}

/** What a set is made of. */
export type SetModel = {
  /** Null where nobody can say before a row has come. */
  fields: ReadonlySet<string> | null;
  /** The fields of the records in a list of this field; null where that is not known. */
  linesOf(field: string): ReadonlySet<string> | null;
};

export function* chunksOf<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
