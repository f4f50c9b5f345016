import type { CustomerActor } from '#auth/permissions/actor.ts';
import type { Db } from '#prisma/client.ts';
import { ownRows } from '../customers/own-rows.ts';
import { findDiscountUses, findFirstDays } from '../prices/find-discount-uses.server.ts';
import { readPriceRules } from '../prices/find-price-rules.server.ts';
import { byEnd, ordersOf } from './account-discount.ts';
import type {
  AccountDiscount,
  CarriedDiscount,
  KeyWithDiscounts,
  OrderWithDiscount,
  SourceDiscount,
} from './account-discount.ts';
import { phaseOf, toDiscountRule } from './discount.ts';
import type { DiscountRule } from './discount.ts';
import { findTies } from './find-ties.server.ts';
import type { Tie } from './find-ties.server.ts';

type Actor = Pick<CustomerActor, 'accountId' | 'keyId' | 'classes'>;

export type AccountDiscounts = {
  /** The key in hand first; a key that carries nothing is not there. */
  keys: readonly KeyWithDiscounts[];
  ofSource: readonly SourceDiscount[];
};

/**
 * The account's discounts that hold or are to come, whichever of its keys carries them, and those of its sources.
 * Whoever calls has seen to it that the session opens own prices.
 */
export async function findAccountDiscounts(
  db: Db,
  { actor, on }: { actor: Actor; on: string },
): Promise<AccountDiscounts> {
  const [ties, ofSource] = await Promise.all([findTies(db, { actor }), findOfSource(db, actor, on)]);
  const carried = ties.flatMap((tie) => {
    const shown = toShown(tie.rule, on);
    return shown === null ? [] : [{ tie, ...shown }];
  });
  const orders = await findOrders(
    db,
    actor,
    carried.map(({ rule }) => rule),
  );
  const discounts = carried.map((one) => ({ ...one, orders: orders.get(one.rule.id) ?? [] }));
  return { keys: toKeys(discounts, actor), ofSource };
}

async function findOfSource(db: Db, actor: Actor, on: string): Promise<SourceDiscount[]> {
  const rows = await db.sourceDiscount.findMany({
    where: ownRows(actor),
    select: {
      id: true,
      name: true,
      basisPoints: true,
      fixedPrice: true,
      currency: true,
      goodsGroup: true,
      sku: true,
      validFromOn: true,
      validToOn: true,
      cardNumber: true,
    },
  });
  return rows
    .flatMap(({ cardNumber, ...row }) => {
      const rule = toDiscountRule({ ...row, maxAmountMinor: null }, 'source');
      const shown = rule && toShown(rule, on);
      return shown === null ? [] : [{ ...shown, cardNumber }];
    })
    .sort(byEnd);
}

/** Orders by the discount's id. */
async function findOrders(
  db: Db,
  actor: Actor,
  rules: readonly DiscountRule[],
): Promise<Map<string, OrderWithDiscount[]>> {
  const discounts = [...new Map(rules.map((rule) => [rule.id, rule])).values()];
  if (discounts.length === 0) return new Map();
  const [priceRules, firstDays] = await Promise.all([
    readPriceRules(db, { actor }),
    findFirstDays(db, { actor, discountIds: discounts.map(({ id }) => id) }),
  ]);
  const { uses } = await findDiscountUses(db, {
    actor,
    rules: priceRules,
    carried: discounts.flatMap((discount) => {
      const sinceOn = firstDays.get(discount.id);
      return sinceOn === undefined ? [] : [{ discount, sinceOn }];
    }),
  });
  return new Map([...uses].map(([id, ofDiscount]) => [id, ordersOf(ofDiscount)]));
}

function toShown(rule: DiscountRule, on: string): AccountDiscount | null {
  const phase = phaseOf(rule, on);
  return phase === 'over' ? null : { rule, phase };
}

type Discount = AccountDiscount & { tie: Tie; orders: readonly OrderWithDiscount[] };

function toKeys(discounts: readonly Discount[], { keyId }: Actor): KeyWithDiscounts[] {
  const keys = new Map(discounts.map(({ tie }) => [tie.key.id, tie.key]));
  return [...keys.values()]
    .map((key) => ({
      ...key,
      isInHand: key.id === keyId,
      discounts: discounts
        .filter(({ tie }) => tie.key.id === key.id)
        .map(toCarried)
        .sort(byEnd),
    }))
    .sort(
      (one, other) => Number(other.isInHand) - Number(one.isInHand) || (one.label < other.label ? -1 : 1),
    );
}

function toCarried({ tie, rule, phase, orders }: Discount): CarriedDiscount {
  const { id, grantedBy, grantedAt } = tie;
  return { id, rule, phase, grantedBy, grantedAt, orders };
}
