/** Price lists and their quantity tiers. */
import { compareTexts } from '#portal/lib/compare-texts.ts';
import { compareDecimals, decimalScale, plainDecimal } from '#portal/lib/decimal.ts';
import { minorDigits } from '#portal/lib/money.ts';
import { holdsOn, overlapOf } from '#portal/lib/period.ts';
import type { Period } from '#portal/lib/period.ts';

/**
 * How a list came to the customer, the strongest first: their counterparty names it (`contract`), an administrator
 * opened it for their account (`assigned`), or it is open to everybody (`open`).
 */
export const LIST_STANDINGS = ['contract', 'assigned', 'open'] as const;
export type ListStanding = (typeof LIST_STANDINGS)[number];

export type PriceList = Period & {
  id: string;
  name: string;
  standing: ListStanding;
  currency: string;
  isTaxIncluded: boolean;
};

/** A price of one product in one list. */
export type PriceEntry = Period & {
  id: string;
  priceListId: string;
  /** From this quantity on. */
  minQuantity: string;
  price: string;
  /** Null: the product's own unit. */
  unit: string | null;
};

/** Holds on the days on which both the list and the entry do. */
export type Tier = Period & { fromQuantity: string; price: string };

/** Only prices that agree in all three are ever compared or subtracted. */
export type PriceBasis = { currency: string; isTaxIncluded: boolean; unit: string };

/** The tiers of one product in one list on one day, by rising quantity. */
export type TieredPrice = {
  list: PriceList;
  basis: PriceBasis;
  tiers: readonly [Tier, ...Tier[]];
  /** Digits after the point that prices of this list are written in. */
  digits: number;
};

/**
 * What the lists say of a product on a day. An entry counts while both it and its list hold. Of two entries for the
 * same quantity the one that began last counts, then the lower one. A price that is not above zero is no price: that is
 * how ERPs write "on request".
 * @param productUnit the unit of entries that name none
 */
export function tieredPricesOn(
  lists: readonly PriceList[],
  entries: readonly PriceEntry[],
  { on, productUnit }: { on: string; productUnit: string },
): TieredPrice[] {
  return lists
    .filter((list) => holdsOn(list, on))
    .flatMap((list) => {
      const counted = entries.filter((entry) => isCounted(entry, list, on));
      const units = new Set(counted.map(({ unit }) => unit ?? productUnit));
      return [...units].flatMap((unit) => {
        const tiers = toTiers(
          list,
          counted.filter((entry) => (entry.unit ?? productUnit) === unit),
        );
        return tiers === null ? [] : [toTieredPrice(list, unit, tiers)];
      });
    });
}

/** The tier of a quantity, or null when it is below the first. */
export function tierAt({ tiers }: TieredPrice, quantity: string): Tier | null {
  return tiers.findLast(({ fromQuantity }) => compareDecimals(fromQuantity, quantity) <= 0) ?? null;
}

export function isSameBasis(one: PriceBasis, other: PriceBasis): boolean {
  return (
    one.currency === other.currency && one.isTaxIncluded === other.isTaxIncluded && one.unit === other.unit
  );
}

function isCounted(entry: PriceEntry, list: PriceList, on: string): boolean {
  return entry.priceListId === list.id && holdsOn(entry, on) && compareDecimals(entry.price, '0') > 0;
}

function toTieredPrice(list: PriceList, unit: string, tiers: TieredPrice['tiers']): TieredPrice {
  const { currency, isTaxIncluded } = list;
  return {
    list,
    basis: { currency, isTaxIncluded, unit },
    tiers,
    digits: Math.max(minorDigits(currency), ...tiers.map(({ price }) => decimalScale(price))),
  };
}

function toTiers(list: PriceList, entries: readonly PriceEntry[]): TieredPrice['tiers'] | null {
  const ordered = entries.toSorted(byQuantityThenPrecedence);
  const [first, ...rest] = ordered
    .filter((entry, index) => !isSameQuantity(entry, ordered[index - 1]))
    .map((entry) => ({
      fromQuantity: plainDecimal(entry.minQuantity),
      price: entry.price,
      ...overlapOf(list, entry),
    }));
  return first === undefined ? null : [first, ...rest];
}

function isSameQuantity(entry: PriceEntry, previous: PriceEntry | undefined): boolean {
  return previous !== undefined && compareDecimals(entry.minQuantity, previous.minQuantity) === 0;
}

/** By rising quantity; of the same quantity the one that counts comes first. */
function byQuantityThenPrecedence(one: PriceEntry, other: PriceEntry): number {
  return (
    compareDecimals(one.minQuantity, other.minQuantity) ||
    compareTexts(other.validFromOn ?? '', one.validFromOn ?? '') ||
    compareDecimals(one.price, other.price) ||
    compareTexts(one.id, other.id)
  );
}
