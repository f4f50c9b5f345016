import { Buffer } from 'node:buffer';

/** Where a page ended: the sort key and the id of its last row. Opaque in a URL, worthless to forge. */
export type Cursor = { sortKey: string; id: string };

/** A cursor comes back from the address bar, so it is bounded before it is decoded. */
const MAX_CURSOR_LENGTH = 1_000;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

export function encodeCursor({ sortKey, id }: Cursor): string {
  return Buffer.from(JSON.stringify([sortKey, id])).toString('base64url');
}

/** @returns null for anything that `encodeCursor` did not make: the list then starts at its beginning. */
export function decodeCursor(text: string | null | undefined): Cursor | null {
  if (!text || text.length > MAX_CURSOR_LENGTH || !BASE64URL.test(text)) return null;
  const parts = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(parts) || parts.length !== 2) return null;
  const [sortKey, id]: unknown[] = parts;
  if (typeof sortKey !== 'string' || typeof id !== 'string' || id === '') return null;
  return { sortKey, id };
}

/**
 * Cuts a page out of rows that were read with a limit of `size + 1`.
 * @returns the rows to show and, if there are more, the cursor to read on from.
 */
export function cutPage<Row>(
  rows: readonly Row[],
  size: number,
  cursorOf: (row: Row) => Cursor,
): { rows: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const hasMore = rows.length > size && last !== undefined;
  return { rows: shown, nextCursor: hasMore ? encodeCursor(cursorOf(last)) : null };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not JSON, so not a cursor of ours
  }
}
