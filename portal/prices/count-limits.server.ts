import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { findDiscountUses, findFirstDays } from './find-discount-uses.server.ts';
import type { PriceRules } from './price-for.ts';

/**
 * The same rules, with what orders have used already taken off the limits of the key's discounts. Where there are more
 * orders than can be gone through, nothing is left: a price is promised only where the limit surely holds it.
 * Costs nothing unless a discount has a limit.
 */
export async function countLimits(
  db: Db,
  { actor, rules }: { actor: Pick<CustomerActor, 'accountId'>; rules: PriceRules },
): Promise<PriceRules> {
  const limited = rules.discounts.filter(({ leftMinor }) => leftMinor !== null);
  if (limited.length === 0) return rules;
  const firstDays = await findFirstDays(db, { actor, discountIds: limited.map(({ id }) => id) });
  const { uses, isComplete } = await findDiscountUses(db, {
    actor,
    rules,
    carried: limited.map((discount) => ({ discount, sinceOn: firstDays.get(discount.id) ?? '' })),
  });
  const discounts = rules.discounts.map((rule) => {
    if (rule.leftMinor === null) return rule;
    const used = (uses.get(rule.id) ?? []).reduce((sum, { givenMinor }) => sum + givenMinor, 0n);
    const leftMinor = isComplete && used < rule.leftMinor ? rule.leftMinor - used : 0n;
    return { ...rule, leftMinor };
  });
  return { ...rules, discounts };
}
