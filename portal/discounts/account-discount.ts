import type { DiscountUse } from '../prices/discount-use.ts';
import { compareTexts } from '../lib/compare-texts.ts';
import type { DiscountPhase, DiscountRule } from './discount.ts';

/** A discount as its customer sees it. One that is over is not shown. */
export type AccountDiscount = { rule: DiscountRule; phase: Exclude<DiscountPhase, 'over'> };

/** An order in which a discount lowered prices, and by how much, in minor units of the order's currency. */
export type OrderWithDiscount = {
  id: string;
  number: string;
  orderedOn: string;
  givenMinor: bigint;
  currency: string;
};

/** A discount that a key carries. The limit of its rule is the whole one. */
export type CarriedDiscount = AccountDiscount & {
  id: string;
  /** Name of the loyalty officer; null where it is no longer known. */
  grantedBy: string | null;
  grantedAt: Date;
  /** Where it is known to have been used, the newest first. Nothing is said where that can't be told. */
  orders: readonly OrderWithDiscount[];
};

/** A key that carries discounts. A suspended one does not open the portal; one not yet assigned to its credential neither. */
export type CarryingKey = {
  id: string;
  label: string;
  holderName: string;
  status: 'active' | 'suspended' | 'lost' | 'assigned' | 'shipped';
};

export type KeyWithDiscounts = CarryingKey & {
  /** The key of this session. */
  isInHand: boolean;
  discounts: readonly CarriedDiscount[];
};

/** What the source itself grants; the number is that of a card, where it is tied to one. */
export type SourceDiscount = AccountDiscount & { cardNumber: string | null };

const NEVER = '9999-12-31';

/** The one that ends first comes first; what has not begun comes last. */
export function byEnd(one: AccountDiscount, other: AccountDiscount): number {
  return compareTexts(sortKey(one), sortKey(other));
}

/** The orders behind the uses of one discount, each once, in the order in which they came. */
export function ordersOf(uses: readonly DiscountUse[]): OrderWithDiscount[] {
  const orders = new Map<string, OrderWithDiscount>();
  for (const { line, givenMinor } of uses) {
    const { orderId: id, orderNumber: number, orderedOn, currency } = line;
    const known = orders.get(id) ?? { id, number, orderedOn, givenMinor: 0n, currency };
    orders.set(id, { ...known, givenMinor: known.givenMinor + givenMinor });
  }
  return [...orders.values()];
}

function sortKey({ rule, phase }: AccountDiscount): string {
  return `${phase === 'upcoming' ? 1 : 0} ${rule.validToOn ?? NEVER} ${rule.name} ${rule.id}`;
}
