import { SourceFault } from '../http/source-fault.ts';
import { textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import type { WrittenOrder } from './outgoing-order.ts';

type Looking = {
  key: string;
  /** Where a row may bear it. */
  keyPaths: readonly string[];
  id: string;
  number: string | undefined;
};

/**
 * The order that bears our key, among the rows that a source gave when it was asked for it. A source that leaves our
 * filter out answers with whatever orders it has: then nobody knows whether ours is there.
 * @returns null where the source has none
 * @throws SourceFault `ignored`
 */
export function onlyOwn(
  rows: readonly SourceRecord[],
  { key, keyPaths, id, number }: Looking,
): WrittenOrder | null {
  const row = rows.find((candidate) => keyPaths.some((path) => textAt(candidate, path) === key));
  const externalId = row === undefined ? null : textAt(row, id);
  if (row === undefined && rows.length > 0) {
    throw new SourceFault('ignored', `the source does not look for orders by ${keyPaths.join(' or ')}`);
  }
  if (row === undefined || externalId === null) return null;
  return { externalId, number: number === undefined ? null : textAt(row, number) };
}
