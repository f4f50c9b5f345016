/** A discount as a rule: what it takes off, for which goods, from when to when, up to what sum. */
import { addDays } from '#portal/lib/dates.ts';
import {
  compareDecimals,
  decimalFromInteger,
  isDecimal,
  multiplyDecimals,
  roundDecimal,
} from '#portal/lib/decimal.ts';
import type { Period } from '#portal/lib/period.ts';

export type DiscountEffect =
  | { kind: 'percent'; basisPoints: number }
  /** The price of one unit, instead of whatever it was. */
  | { kind: 'fixed-price'; price: string };

export type DiscountRule = Period & {
  id: string;
  /** `source`: the ERP grants it. `key`: a key of the customer carries it. */
  origin: 'source' | 'key';
  name: string;
  effect: DiscountEffect;
  /** A rule with a currency leaves prices in another one alone; null: any. */
  currency: string | null;
  /** Null: all groups. */
  goodsGroup: string | null;
  /** Null: all articles of the group. */
  sku: string | null;
  /** What the rule may still give, in minor units of its currency; null: no limit. */
  leftMinor: bigint | null;
};

/** What a rule asks of a product. */
export type Goods = { sku: string; goodsGroup: string | null };

const FULL_BASIS_POINTS = 10_000;
const BASIS_POINT_SCALE = 4;
/** How long before its end a discount is called ending. */
export const ENDING_SOON_DAYS = 30;

export type DiscountPhase = 'upcoming' | 'active' | 'ending' | 'over';

/** Where a discount stands on a day; `ending` is active with at most `ENDING_SOON_DAYS` to go. */
export function phaseOf({ validFromOn, validToOn }: Period, on: string): DiscountPhase {
  if (validToOn !== null && validToOn < on) return 'over';
  if (validFromOn !== null && on < validFromOn) return 'upcoming';
  if (validToOn === null) return 'active';
  return validToOn <= addDays(on, ENDING_SOON_DAYS) ? 'ending' : 'active';
}

/** A rule that names a group and an article asks for both. */
export function coversGoods(
  { goodsGroup, sku }: Pick<DiscountRule, 'goodsGroup' | 'sku'>,
  goods: Goods,
): boolean {
  return (goodsGroup === null || goodsGroup === goods.goodsGroup) && (sku === null || sku === goods.sku);
}

/** A discount as a row tells it; drivers give whole numbers in either form. */
export type StoredDiscount = Period & {
  id: string;
  name: string;
  basisPoints: number | bigint | null;
  fixedPrice: string | null;
  currency: string | null;
  goodsGroup: string | null;
  sku: string | null;
  maxAmountMinor: number | bigint | null;
};

/** @returns null when the row says nothing that can be counted */
export function toDiscountRule(stored: StoredDiscount, origin: DiscountRule['origin']): DiscountRule | null {
  const { id, name, basisPoints, fixedPrice, currency, goodsGroup, sku, validFromOn, validToOn } = stored;
  const effect = effectOf({
    basisPoints: basisPoints === null ? null : Number(basisPoints),
    fixedPrice,
    currency,
  });
  if (effect === null) return null;
  const leftMinor = stored.maxAmountMinor === null ? null : BigInt(stored.maxAmountMinor);
  return { id, origin, name, effect, currency, goodsGroup, sku, validFromOn, validToOn, leftMinor };
}

/**
 * What a stored discount does to a price.
 * @returns null when it says nothing that can be counted (no percentage above 0 and up to 100, no price, a price without
 * a currency, both at once): such a rule is left alone
 */
export function effectOf(stored: {
  basisPoints: number | null;
  fixedPrice: string | null;
  currency: string | null;
}): DiscountEffect | null {
  const { basisPoints, fixedPrice, currency } = stored;
  if ((basisPoints === null) === (fixedPrice === null)) return null;
  if (basisPoints !== null) {
    return basisPoints > 0 && basisPoints <= FULL_BASIS_POINTS ? { kind: 'percent', basisPoints } : null;
  }
  if (fixedPrice === null || currency === null || !isDecimal(fixedPrice)) return null;
  return compareDecimals(fixedPrice, '0') < 0 ? null : { kind: 'fixed-price', price: fixedPrice };
}

/**
 * The price of one unit under a discount. The only place where a price is rounded: half up, to the digits that the
 * price's own list is written in.
 * @param digits after the point; at least those of the currency
 */
export function reducedPrice(price: string, effect: DiscountEffect, digits: number): string {
  if (effect.kind === 'fixed-price') return effect.price;
  const share = decimalFromInteger(BigInt(FULL_BASIS_POINTS - effect.basisPoints), BASIS_POINT_SCALE);
  return roundDecimal(multiplyDecimals(price, share), digits);
}
