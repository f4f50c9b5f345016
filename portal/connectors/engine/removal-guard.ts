/**
 * A lost permission at a source looks exactly like an empty source. So whatever marks rows as deleted needs a permit,
 * and only this file gives one.
 */
import type { EntityKind } from '../port.ts';

/** At most this share of a kind may go without somebody having been asked: one in ten. */
const ONE_IN = 10;

declare const permitted: unique symbol;
/** Says that the guard has seen the removal it is used for. */
export type RemovalPermit = { readonly [permitted]: true };

export interface Removal {
  kind: EntityKind;
  /** Rows of the kind that are not deleted now. */
  live: number;
  /** How many of them would be. */
  removed: number;
}

export type RemovalVerdict = { ok: true; permit: RemovalPermit } | { ok: false; tooMany: Removal[] };

/** @param isAllowed a person was asked and wants the rows gone */
export function judgeRemovals(removals: readonly Removal[], isAllowed: boolean): RemovalVerdict {
  const tooMany = removals.filter(({ live, removed }) => removed * ONE_IN > live);
  if (tooMany.length > 0 && !isAllowed) return { ok: false, tooMany };
  // The brand exists in the types only; this is the one place that gives it.
  return { ok: true, permit: {} as RemovalPermit };
}
