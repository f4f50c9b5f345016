import { compareTexts } from '#portal/lib/compare-texts.ts';
import { compareDecimals, plainDecimal, subtractDecimals } from '#portal/lib/decimal.ts';
import { multiplyToMinor } from '#portal/lib/money.ts';
import { holdsOn } from '#portal/lib/period.ts';
import { coversGoods, reducedPrice } from './discount.ts';
import type { DiscountRule, Goods } from './discount.ts';

/** A price that discounts are held against. */
export type DiscountQuestion = {
  price: string;
  currency: string;
  /** Digits after the point that a reduced price is rounded to. */
  digits: number;
  /** Whether the price is for the unit that the product is counted in; a fixed price never replaces another's. */
  isPerProductUnit: boolean;
  goods: Goods;
  quantity: string;
  on: string;
};

/** Why a discount that holds for these goods on this day was not counted. */
export type NotCounted = { rule: DiscountRule; because: 'another-gives-more' | 'gives-nothing' | 'limit' };

export type DiscountChoice = {
  best: { rule: DiscountRule; price: string } | null;
  notCounted: readonly NotCounted[];
};

/**
 * The one discount that counts of several: the one that leaves the lowest price. Discounts of one origin are never added
 * up. Of two that leave the same price the narrower counts (article before group before everything), then the one that
 * ends first, then the one whose id comes first, so that the answer never depends on the order of rows.
 *
 * A discount counts only on a day of its period, for goods that it covers, in its own currency, when it lowers the
 * price, and when what it gives on the whole quantity does not go over what is left of its limit: a quantity that would
 * go over gets nothing rather than a part.
 */
export function bestDiscount(rules: readonly DiscountRule[], question: DiscountQuestion): DiscountChoice {
  const judged = rules.filter((rule) => isAbout(rule, question)).map((rule) => judge(rule, question));
  const counted = judged.filter(({ obstacle }) => obstacle === null).sort(byGain);
  const [best = null] = counted;
  return {
    best: best === null ? null : { rule: best.rule, price: best.price },
    notCounted: judged
      .filter((one) => one !== best)
      .sort(byGain)
      .map(({ rule, obstacle }) => ({ rule, because: obstacle ?? 'another-gives-more' })),
  };
}

type Judged = { rule: DiscountRule; price: string; obstacle: 'gives-nothing' | 'limit' | null };

function isAbout(rule: DiscountRule, { currency, goods, on, isPerProductUnit }: DiscountQuestion): boolean {
  if (!holdsOn(rule, on) || !coversGoods(rule, goods)) return false;
  if (rule.currency !== null && rule.currency !== currency) return false;
  return rule.effect.kind === 'percent' || isPerProductUnit;
}

function judge(rule: DiscountRule, question: DiscountQuestion): Judged {
  const price = plainDecimal(reducedPrice(question.price, rule.effect, question.digits));
  if (compareDecimals(price, question.price) >= 0) return { rule, price, obstacle: 'gives-nothing' };
  return { rule, price, obstacle: isWithinLimit(rule, price, question) ? null : 'limit' };
}

/** A limit without a currency can't be counted against, so nothing is given under it. */
function isWithinLimit(
  { leftMinor, currency }: DiscountRule,
  reduced: string,
  question: DiscountQuestion,
): boolean {
  if (leftMinor === null) return true;
  if (currency === null) return false;
  const given = multiplyToMinor(subtractDecimals(question.price, reduced), question.quantity, currency);
  return given <= leftMinor;
}

function byGain(one: Judged, other: Judged): number {
  return (
    compareDecimals(one.price, other.price) ||
    breadth(one.rule) - breadth(other.rule) ||
    compareTexts(one.rule.validToOn ?? NEVER, other.rule.validToOn ?? NEVER) ||
    compareTexts(one.rule.id, other.rule.id)
  );
}

/** Sorts behind every day. */
const NEVER = '~';

function breadth({ sku, goodsGroup }: DiscountRule): number {
  if (sku !== null) return 0;
  return goodsGroup === null ? 2 : 1;
}
