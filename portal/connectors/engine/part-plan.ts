import type { AnyDropPart, EntityKind } from '../port.ts';
import { RowIdSet } from './row-id-set.ts';

export interface KindCounts {
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
}

/** What a part of a drop would do, as the check of its rows found. */
export interface PartPlan {
  part: AnyDropPart;
  counts: KindCounts;
  /** Every row that the part names, deleted ones included. */
  named: RowIdSet;
  /** Those that the part names as deleted. */
  deleted: RowIdSet;
  /** Rows named as deleted that we still have. */
  toRemove: string[];
  /** Named rows that we have and that stay. */
  staying: number;
  /** There are rows of which nothing is new but when they were said. */
  isSaidAgain: boolean;
  /** Rows of the kind that we have; null while nobody needed to count. */
  live: number | null;
}

export function planFor(part: AnyDropPart): PartPlan {
  return {
    part,
    counts: { added: 0, changed: 0, removed: 0, unchanged: 0 },
    named: new RowIdSet(),
    deleted: new RowIdSet(),
    toRemove: [],
    staying: 0,
    isSaidAgain: false,
    live: null,
  };
}

/** Whether the part says that there is such a row. */
export function isGiven(plan: PartPlan, rowId: string): boolean {
  return plan.named.has(rowId) && !plan.deleted.has(rowId);
}

export type DropPlan = ReadonlyMap<EntityKind, PartPlan>;
