import { addDays, startOfMonth } from '#portal/lib/dates.ts';
import { decimalFromInteger, divideHalfUp, plainDecimal } from '#portal/lib/decimal.ts';
import type { DemoProduct } from './catalogue/make-catalogue.ts';
import type { DemoCustomer } from './customers/customer.ts';
import { CUSTOMER_KINDS, type CustomerKind } from './customers/customer-kind.ts';
import { MILLI, reducePrice } from './line-amounts.ts';

export const LIST_ID = 'list';
export const VAT_CODE = 'НДС-ОСН';

/** Russia raised its standard rate on 1 January 2026 (law 425-ФЗ of 28 November 2025). */
export const VAT_RATES = [
  { percent: 20n, validFromOn: '2019-01-01', validToOn: '2025-12-31' },
  { percent: 22n, validFromOn: '2026-01-01', validToOn: null },
] as const;

export function vatPercentOn(on: string): bigint {
  return on <= VAT_RATES[0].validToOn ? VAT_RATES[0].percent : VAT_RATES[1].percent;
}

export type PricePeriod = { validFromOn: string; validToOn: string | null; raiseBasisPoints: bigint };

const PRICE_AGE_DAYS = 120;
const OLD_PRICE_BASIS_POINTS = 600n;

/** Prices were raised once in the time that the demo tells of. */
export function pricePeriods({
  startsOn,
  today,
}: {
  startsOn: string;
  today: string;
}): readonly [PricePeriod, PricePeriod] {
  const raisedOn = startOfMonth(addDays(today, -PRICE_AGE_DAYS));
  return [
    { validFromOn: startsOn, validToOn: addDays(raisedOn, -1), raiseBasisPoints: OLD_PRICE_BASIS_POINTS },
    { validFromOn: raisedOn, validToOn: null, raiseBasisPoints: 0n },
  ];
}

/** From which quantity on, and how much below the first price of its list. */
export type Tier = { fromMilli: bigint; basisPoints: bigint };

const DEAR_MINOR = 500_000n;
const CHEAP_MINOR = 10_000n;

/** Quantity tiers of a product: dear goods get cheaper from five on, cheap ones by the hundred packs. */
export function listTiers({ priceMinor, packMilli }: DemoProduct): readonly [Tier, ...Tier[]] {
  const first: Tier = { fromMilli: 0n, basisPoints: 0n };
  const of = (packs: bigint): bigint => packs * packMilli;
  if (priceMinor >= DEAR_MINOR) return [first, { fromMilli: 5n * MILLI, basisPoints: 300n }];
  const [second, third] = priceMinor < CHEAP_MINOR ? [20n, 100n] : [10n, 50n];
  return [first, { fromMilli: of(second), basisPoints: 400n }, { fromMilli: of(third), basisPoints: 800n }];
}

/** A contract price list has one more step down for quantity, on top of its own reduction. */
export function contractTiers(product: DemoProduct, kind: CustomerKind): readonly [Tier, ...Tier[]] {
  const [, second] = listTiers(product);
  const base = kind.contractBasisPoints;
  const first: Tier = { fromMilli: 0n, basisPoints: base };
  return second ? [first, { fromMilli: second.fromMilli, basisPoints: base + 250n }] : [first];
}

/** The price of a tier in a period: what stands in the price list and what an order is charged. */
export function tierPrice(product: DemoProduct, tier: Tier, period: PricePeriod): bigint {
  return reducePrice(reducePrice(product.priceMinor, period.raiseBasisPoints), tier.basisPoints);
}

/** Kinds of customers that have a price list of their own. */
export const CONTRACT_KINDS: readonly CustomerKind[] = Object.values(CUSTOMER_KINDS).filter(
  ({ contractGroups }) => contractGroups.length > 0,
);

/** A discount that the ERP itself grants, besides price lists. */
export type ErpDiscount = {
  id: string;
  customerId: string;
  name: string;
  basisPoints: bigint;
  groupCode: string;
  validFromOn: string;
  validToOn: string | null;
  cardNumber: string | null;
};

export type PricedFor = { listMinor: bigint; unitMinor: bigint; discountPercent: string };

export type PriceQuestion = {
  product: DemoProduct;
  customer: DemoCustomer;
  quantityMilli: bigint;
  on: string;
  periods: readonly [PricePeriod, PricePeriod];
  discounts: readonly ErpDiscount[];
};

/**
 * What a customer pays for one unit. Its contract price list counts where it covers the goods; elsewhere the list
 * price by quantity, less the discount that the ERP grants on the group. Rounded half up at each step.
 */
export function priceFor(question: PriceQuestion): PricedFor {
  const { product, customer, quantityMilli, on, periods } = question;
  const period = on < periods[1].validFromOn ? periods[0] : periods[1];
  const isContract = isUnderContract(product, customer);
  const tiers = isContract ? contractTiers(product, customer.kind) : listTiers(product);
  const tier = tiers.findLast(({ fromMilli }) => fromMilli <= quantityMilli) ?? tiers[0];
  const tierMinor = tierPrice(product, tier, period);
  const unitMinor = isContract ? tierMinor : reducePrice(tierMinor, discountOn(question));
  const listMinor = tierPrice(product, listTiers(product)[0], period);
  return { listMinor, unitMinor, discountPercent: percentOff(listMinor, unitMinor) };
}

function isUnderContract(product: DemoProduct, customer: DemoCustomer): boolean {
  return customer.priceListId !== null && customer.kind.contractGroups.includes(product.group.code);
}

function discountOn({ product, customer, on, discounts }: PriceQuestion): bigint {
  const granted = discounts.find(
    (discount) =>
      discount.customerId === customer.id &&
      discount.groupCode === product.group.code &&
      discount.validFromOn <= on &&
      (discount.validToOn === null || on <= discount.validToOn),
  );
  return granted?.basisPoints ?? 0n;
}

/** Per cent off the list price with two digits, as an ERP stores it. */
function percentOff(listMinor: bigint, unitMinor: bigint): string {
  const basisPoints = divideHalfUp((listMinor - unitMinor) * 10_000n, listMinor);
  return plainDecimal(decimalFromInteger(basisPoints, 2));
}
