import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import type { DiscountRule } from '../discounts/discount.ts';
import { discountUse } from './discount-use.ts';
import type { DiscountUse } from './discount-use.ts';
import { findEntries } from './find-entries.server.ts';
import { findOrderedLines } from './find-ordered-lines.server.ts';
import type { PriceRules } from './price-for.ts';

type Actor = Pick<CustomerActor, 'accountId'>;

/** A discount that keys of an account carry, and the day on which the first of them got it. */
export type CarriedDiscount = { discount: DiscountRule; sinceOn: string };

export type DiscountUses = {
  /** The newest first, by the discount's id. */
  uses: ReadonlyMap<string, readonly DiscountUse[]>;
  /** Whether all lines since then were looked at. */
  isComplete: boolean;
};

/** More lines than this since a discount began are not gone through for a page. */
const LINES_MAX = 1_000;

/** Where the account's orders were charged with these discounts. Two statements, whatever is found; none without any. */
export async function findDiscountUses(
  db: Db,
  { actor, carried, rules }: { actor: Actor; carried: readonly CarriedDiscount[]; rules: PriceRules },
): Promise<DiscountUses> {
  const [earliest] = carried.map(({ sinceOn }) => sinceOn).sort();
  if (earliest === undefined) return { uses: new Map(), isComplete: true };
  const lines = await findOrderedLines(db, { actor, sinceOn: earliest, limit: LINES_MAX });
  const entries = await findEntries(db, {
    listIds: rules.lists.map(({ id }) => id),
    productIds: [...new Set(lines.map(({ productId }) => productId))],
  });
  const uses = carried.map(({ discount, sinceOn }): [string, DiscountUse[]] => [
    discount.id,
    lines.flatMap((line) => {
      if (line.orderedOn < sinceOn) return [];
      return discountUse(line, { discount, rules, entries: entries.get(line.productId) ?? [] }) ?? [];
    }),
  ]);
  return { uses: new Map(uses), isComplete: lines.length < LINES_MAX };
}

/**
 * The day on which a key of the account first carried each discount. A key that gave it back counts too: what it used
 * is used.
 */
export async function findFirstDays(
  db: Db,
  { actor, discountIds }: { actor: Actor; discountIds: readonly string[] },
): Promise<Map<string, string>> {
  const ties = await db.keyDiscount.groupBy({
    by: ['discountId'],
    where: { accountId: actor.accountId, discountId: { in: [...discountIds] } },
    _min: { tiedAt: true },
  });
  return new Map(
    ties.flatMap(({ discountId, _min }) => {
      return _min.tiedAt === null ? [] : [[discountId, _min.tiedAt.toISOString().slice(0, 10)] as const];
    }),
  );
}
