import { z } from 'zod';

/** Where the reading of a set stands. Times are the source's own, as milliseconds of whatever clock it tells. */
const FeedCursor = z.strictObject({
  /** Of the last change that was read; null when none had a time. */
  modifiedMs: z.number().nullable().default(null),
  /** The same of rows that have never changed and so have a time of creation only. */
  createdMs: z.number().nullable().default(null),
});

export type FeedCursor = z.output<typeof FeedCursor>;

export function parseCursor(text: string | null): FeedCursor | null {
  return text === null ? null : FeedCursor.parse(JSON.parse(text));
}

export function cursorText(cursor: FeedCursor): string {
  return JSON.stringify(cursor);
}
