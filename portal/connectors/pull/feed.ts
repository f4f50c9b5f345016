/** What a connector that is asked, rather than told, gives to the sync engine: changes, names of all rows, single rows. */
import type { MappedRecord } from '../mapping/map-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import type { EntityKind } from '../port.ts';

export type FeedPage = {
  records: readonly MappedRecord[];
  /** Where to go on once these records are stored; null: where it was. Stored in the transaction of the last of them. */
  cursor: string | null;
  /** How many records the walk will give, where the source has counted. */
  total: number | null;
};

/** A row as the source names it, for comparing what there is with what we have. */
export type RowName = {
  externalId: string;
  /** The source's own mark of the row's state, where it has one. */
  version: string | null;
  /** What the source needs to find it again. */
  key: SourceRecord;
};

export interface Feed {
  kind: EntityKind;
  /** Of the lines that its records bring along. */
  lineKind: EntityKind | null;
  /** Changes when the feed is to be read from the start: its mapping, or how it is asked. */
  fingerprint: string;
  /** Not more often than this. */
  everyMs: number;
  /** How often the names of all rows are to be compared. */
  compareEveryMs: number;
  /**
   * Lines change without a mark on their order: orders that are not over are read again whenever names are compared.
   */
  rereadsOpen: boolean;
  /** Whether `changes` from there names every row that there is. */
  readsAll(cursor: string | null): boolean;
  /** @throws SourceFault */
  changes(cursor: string | null): AsyncGenerator<FeedPage>;
  /** Every row that there is. @throws SourceFault */
  names(): AsyncGenerator<RowName[]>;
  /** Some rows, for looking at them. @throws SourceFault */
  sample(count: number): Promise<readonly MappedRecord[]>;
  /** @throws SourceFault */
  read(names: readonly RowName[]): AsyncGenerator<FeedPage>;
}
