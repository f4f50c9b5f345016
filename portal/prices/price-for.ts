/**
 * Why a product costs a customer what it costs, as a sum of steps:
 *
 *     list -> contract -> tier (quantity) -> discount of the ERP -> discount of the key -> final
 *
 * Which rule wins where several apply:
 * - A list that the customer's counterparty names goes before one that an administrator opened for the account, and that
 *   before the lists open to everybody, even when its price is higher: it is what was agreed. A list that has no price for
 *   this product on this day at this quantity is passed over. Of two lists of the same standing the lower price counts.
 * - One discount of the ERP counts, and after it one of the key: in each, the one that leaves the lowest price
 *   (best-discount.ts has the rest). They are taken off one after the other, never added up.
 * - Prices are compared and subtracted only in one currency, for one unit, and both with tax or both without. A list or
 *   discount of another currency does not apply.
 *
 * A price with a key's discount is expected until an order line of the ERP confirms it. Amounts are exact decimals;
 * `reducedPrice` is the only place that rounds.
 */
import { bestDiscount } from '#portal/discounts/best-discount.ts';
import type { NotCounted } from '#portal/discounts/best-discount.ts';
import type { DiscountRule } from '#portal/discounts/discount.ts';
import { plainDecimal, subtractDecimals } from '#portal/lib/decimal.ts';
import { overlapOf } from '#portal/lib/period.ts';
import type { Period } from '#portal/lib/period.ts';
import { chooseList } from './choose-list.ts';
import type { ListChoice } from './choose-list.ts';
import { tieredPricesOn } from './price-list.ts';
import type { PriceBasis, PriceEntry, PriceList, TieredPrice } from './price-list.ts';

/** A product as prices and discounts ask for it. */
export type PricedProduct = { sku: string; goodsGroup: string | null; unit: string };

/** Everything that a product's price follows from, but the quantity and the day. */
export type PriceRules = {
  /** Those open to the customer; whoever reads them has seen to that. */
  lists: readonly PriceList[];
  discounts: readonly DiscountRule[];
};

export type PriceQuestion = PriceRules & {
  product: PricedProduct;
  /** The product's prices in these lists. */
  entries: readonly PriceEntry[];
  /** Above zero. */
  quantity: string;
  on: string;
  /** Only prices in this currency; left out, the strongest list says which. */
  currency?: string | undefined;
};

/** `amount` is the price of the first step and what each later step adds or takes away, per unit. */
export type PriceStep = Period & { amount: string } & (
    | { kind: 'list' | 'contract'; list: PriceList }
    | { kind: 'tier'; list: PriceList; fromQuantity: string }
    | { kind: 'source-discount' | 'key-discount'; discount: DiscountRule }
  );

export type Price = {
  basis: PriceBasis;
  /** The steps' amounts add up to `final`. */
  steps: readonly [PriceStep, ...PriceStep[]];
  final: string;
  /** What everybody pays at this quantity; null where no open list tells, in the same basis. */
  listPrice: string | null;
  /** A discount of the key is in it, and only the ERP's own order line makes it firm. */
  isExpected: boolean;
  /** On which days all rules in it hold. */
  period: Period;
  /** Discounts that hold for these goods today and were not counted, and why. */
  notCounted: readonly NotCounted[];
};

export type PriceAnswer =
  | { ok: true; price: Price; currencies: readonly string[] }
  | { ok: false; reason: 'no_price' }
  /** There are prices, from this quantity on. */
  | { ok: false; reason: 'below_first_tier'; fromQuantity: string; unit: string };

/** The price of one unit of a product for a customer, on a day, when this many are ordered. Pure. */
export function priceFor({ lists, entries, ...question }: PriceQuestion): PriceAnswer {
  const { on, product } = question;
  return priceAmong(tieredPricesOn(lists, entries, { on, productUnit: product.unit }), question);
}

/** What `priceFor` asks for, without the lists. */
export type QuantityQuestion = Omit<PriceQuestion, 'lists' | 'entries'>;

/** The same, from what the lists say of the product on that day: for asking at several quantities. */
export function priceAmong(offered: readonly TieredPrice[], question: QuantityQuestion): PriceAnswer {
  const { product, quantity, currency } = question;
  const choice = chooseList(offered, { quantity, currency, productUnit: product.unit });
  if (!choice.ok) return choice;

  const listSteps = stepsOfLists(choice);
  const beforeDiscounts = choice.tier.price;
  const discounted = discountSteps(question, choice, beforeDiscounts);
  const steps: [PriceStep, ...PriceStep[]] = [listSteps[0], ...listSteps.slice(1), ...discounted.steps];
  const price: Price = {
    basis: choice.tiered.basis,
    steps,
    final: plainDecimal(discounted.final),
    listPrice: choice.openTier?.price ?? null,
    isExpected: steps.some(({ kind }) => kind === 'key-discount'),
    period: steps.reduce<Period>(overlapOf, { validFromOn: null, validToOn: null }),
    notCounted: discounted.notCounted,
  };
  return { ok: true, price, currencies: choice.currencies };
}

/** From the open list, where it can be compared, to the tier of the list that counts. */
function stepsOfLists({ tiered, tier, open }: ListChoice): [PriceStep, ...PriceStep[]] {
  const { list } = tiered;
  const [first] = tiered.tiers;
  const tierStep: PriceStep[] =
    tier === first
      ? []
      : [
          {
            kind: 'tier',
            list,
            amount: difference(tier.price, first.price),
            ...stepPeriod(tier),
            fromQuantity: tier.fromQuantity,
          },
        ];
  if (list.standing === 'open') {
    return [{ kind: 'list', list, amount: plainDecimal(first.price), ...stepPeriod(first) }, ...tierStep];
  }
  if (open === null) {
    return [{ kind: 'contract', list, amount: plainDecimal(first.price), ...stepPeriod(first) }, ...tierStep];
  }
  const [openFirst] = open.tiers;
  return [
    { kind: 'list', list: open.list, amount: plainDecimal(openFirst.price), ...stepPeriod(openFirst) },
    { kind: 'contract', list, amount: difference(first.price, openFirst.price), ...stepPeriod(first) },
    ...tierStep,
  ];
}

type Discounted = { steps: PriceStep[]; final: string; notCounted: NotCounted[] };

function discountSteps(question: QuantityQuestion, { tiered }: ListChoice, price: string): Discounted {
  const { product, quantity, on, discounts } = question;
  const discounted: Discounted = { steps: [], final: price, notCounted: [] };
  for (const origin of ['source', 'key'] as const) {
    const { best, notCounted } = bestDiscount(
      discounts.filter((rule) => rule.origin === origin),
      {
        price: discounted.final,
        currency: tiered.basis.currency,
        digits: tiered.digits,
        isPerProductUnit: tiered.basis.unit === product.unit,
        goods: product,
        quantity,
        on,
      },
    );
    discounted.notCounted.push(...notCounted);
    if (best === null) continue;
    const { rule } = best;
    const amount = difference(best.price, discounted.final);
    discounted.steps.push({ kind: `${origin}-discount`, discount: rule, amount, ...stepPeriod(rule) });
    discounted.final = best.price;
  }
  return discounted;
}

function stepPeriod({ validFromOn, validToOn }: Period): Period {
  return { validFromOn, validToOn };
}

function difference(price: string, from: string): string {
  return plainDecimal(subtractDecimals(price, from));
}
