import type { Db } from '#prisma/client.ts';
import { countLive } from '../engine/missing-rows.server.ts';
import { judgeRemovals } from '../engine/removal-guard.ts';
import type { Removal, RemovalPermit } from '../engine/removal-guard.ts';
import type { EntityKind } from '../port.ts';

/** The guard does not let them go without a person's word. Nothing of the page or comparison was removed. */
export class TooManyRemovals extends Error {
  readonly kinds: readonly Removal[];

  constructor(kinds: readonly Removal[]) {
    const told = kinds.map(({ kind, live, removed }) => `${removed} of ${live} of kind ${kind}`);
    super(`${told.join(', ')} would be removed`);
    this.kinds = kinds;
  }
}

export type RemovalCounts = ReadonlyMap<EntityKind, number>;

/** Adds up what one cycle removes, so that many small removals can't pass where one large one could not. */
export class RemovalTally {
  readonly #db: Db;
  readonly #sourceId: string;
  readonly #isAllowed: boolean;
  readonly #live = new Map<EntityKind, number>();
  readonly #removed = new Map<EntityKind, number>();

  constructor(db: Db, { sourceId, isAllowed }: { sourceId: string; isAllowed: boolean }) {
    this.#db = db;
    this.#sourceId = sourceId;
    this.#isAllowed = isAllowed;
  }

  /** @throws TooManyRemovals */
  async permit(more: RemovalCounts): Promise<RemovalPermit> {
    const removals: Removal[] = [];
    for (const [kind, count] of more) {
      if (count === 0) continue;
      const live = this.#live.get(kind) ?? (await countLive(this.#db, this.#sourceId, kind));
      this.#live.set(kind, live);
      removals.push({ kind, live, removed: (this.#removed.get(kind) ?? 0) + count });
    }
    const verdict = judgeRemovals(removals, this.#isAllowed);
    if (!verdict.ok) throw new TooManyRemovals(verdict.tooMany);
    return verdict.permit;
  }

  add(kind: EntityKind, count: number): void {
    this.#removed.set(kind, (this.#removed.get(kind) ?? 0) + count);
  }
}
