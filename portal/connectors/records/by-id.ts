/** Records of systems whose ids are numbers that only grow, asked for in the order of their ids. */
import { SourceFault } from '../http/source-fault.ts';
import { textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import { chunksOf } from './record-set.ts';
import type { WalkedPage } from './record-set.ts';

export const ID = 'id';
const KEYS_ASKED = 200;

/**
 * Walks a model page by page; a row that is added or goes meanwhile moves no other one.
 * @param readAfter a page of the rows whose id is higher, the lowest first
 * @throws SourceFault `ignored` where the ids don't grow
 */
export async function* walkById(
  { model, total }: { model: string; total: number | null },
  readAfter: (id: number) => Promise<SourceRecord[]>,
): AsyncGenerator<WalkedPage> {
  for (let last = 0; ;) {
    const rows = await readAfter(last);
    const reached = Number(rows.at(-1)?.[ID] ?? last);
    if (rows.length === 0) return;
    if (!(reached > last)) throw new SourceFault('ignored', `${model}: the source ignores the order by id`);
    yield { rows, total };
    last = reached;
  }
}

/** The ids of records that are known by them, as many at a time as one question may name. */
export function* idsOf(keys: readonly SourceRecord[]): Generator<number[]> {
  for (const chunk of chunksOf(keys, KEYS_ASKED)) yield chunk.map((record) => toId(textAt(record, ID) ?? ''));
}

/** @throws SourceFault `refused` */
export function toId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new SourceFault('refused', `"${text.slice(0, 60)}" is no id`);
  return Number(text);
}

/** @throws SourceFault `not_found` */
export function missingModel(model: string): never {
  throw new SourceFault('not_found', `the source has no model ${model}, or not for this user`);
}
