/** Price lists, prices and discounts as pure rules. A test sets only what it is about. */
import type { DiscountRule } from '#portal/discounts/discount.ts';
import type { PriceQuestion } from '#portal/prices/price-for.ts';
import type { PriceEntry, PriceList } from '#portal/prices/price-list.ts';

export const PRICE_DAY = '2026-12-12';

export function aListOf(differences: Partial<PriceList> = {}): PriceList {
  return {
    id: 'open',
    name: 'List prices',
    standing: 'open',
    currency: 'RUB',
    isTaxIncluded: false,
    validFromOn: null,
    validToOn: null,
    ...differences,
  };
}

/** The list that the customer's counterparty names. */
export function aContract(differences: Partial<PriceList> = {}): PriceList {
  return aListOf({ id: 'contract', name: 'Contract 17', standing: 'contract', ...differences });
}

/** Prices of one list, from a quantity on: `{ 0: '100', 10: '90' }`. */
export function entriesOf(
  list: PriceList,
  pricesByQuantity: Readonly<Record<string, string>>,
  differences: Partial<PriceEntry> = {},
): PriceEntry[] {
  return Object.entries(pricesByQuantity).map(([minQuantity, price]) => ({
    id: `${list.id} ${minQuantity}`,
    priceListId: list.id,
    minQuantity,
    price,
    unit: null,
    validFromOn: null,
    validToOn: null,
    ...differences,
  }));
}

/** 5 % off everything, carried by a key. */
export function aDiscountRule(differences: Partial<DiscountRule> = {}): DiscountRule {
  return {
    id: 'discount',
    origin: 'key',
    name: 'Anniversary',
    effect: { kind: 'percent', basisPoints: 500 },
    currency: null,
    goodsGroup: null,
    sku: null,
    validFromOn: null,
    validToOn: null,
    leftMinor: null,
    ...differences,
  };
}

export function percentOff(basisPoints: number): DiscountRule['effect'] {
  return { kind: 'percent', basisPoints };
}

/** One bearing of a group, bought by the piece. The open list asks 100, unless the test says otherwise. */
export function aPriceQuestion(differences: Partial<PriceQuestion> = {}): PriceQuestion {
  const open = aListOf();
  return {
    product: { sku: '6204-2RS', goodsGroup: 'Bearings', unit: 'pcs' },
    lists: [open],
    entries: entriesOf(open, { 0: '100' }),
    discounts: [],
    quantity: '1',
    on: PRICE_DAY,
    ...differences,
  };
}
