/** Names and fingerprints of the rows of the read model. */
import { createHash } from 'node:crypto';
import type { EntityKind, EntityOf } from './port.ts';

export const ROW_ID_BYTES = 16;

/** Raised when rows are stored in another way, so that the next import writes them all anew. */
const ROW_FORMAT = 1;

/**
 * The id of a row, derived from what names it at its source: the first half of a SHA-256, as 22 characters.
 * A row can so point at another that has not come yet, and a rebuilt read model keeps its addresses.
 */
export function rowIdOf(sourceId: string, kind: EntityKind, externalId: string): string {
  const name = JSON.stringify([sourceId, kind, externalId]);
  return createHash('sha256').update(name).digest().subarray(0, ROW_ID_BYTES).toString('base64url');
}

/** Changes when anything that the source says of the row changes; when it said so is no part of it. */
export function rowHashOf({ saidAt: _saidAt, ...entity }: EntityOf<EntityKind>): string {
  const fields = Object.entries(entity).sort(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify([ROW_FORMAT, fields], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(text).digest('base64url');
}

/** Row ids of one source, for what its rows refer to. */
export interface RowIds {
  of(kind: EntityKind, externalId: string): string;
  maybe(kind: EntityKind, externalId: string | null): string | null;
}

export function rowIdsOf(sourceId: string): RowIds {
  const of = (kind: EntityKind, externalId: string) => rowIdOf(sourceId, kind, externalId);
  return { of, maybe: (kind, externalId) => (externalId === null ? null : of(kind, externalId)) };
}
