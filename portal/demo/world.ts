import { addDays, startOfMonth } from '#portal/lib/dates.ts';
import { makeCatalogue, type DemoProduct } from './catalogue/make-catalogue.ts';
import { FIRST_ACCOUNTS, makeCustomers } from './customers/make-customers.ts';
import type { DemoCustomer } from './customers/customer.ts';
import { makeErpDiscounts } from './erp-discounts.ts';
import { createWheel, type Wheel } from './random.ts';
import { pricePeriods, type ErpDiscount, type PricePeriod } from './prices.ts';
import { isWorkday } from './workdays.ts';

export type WorldOptions = {
  /** The calendar day on which the demo is shown; everything it tells of has happened before. */
  today: string;
  seed?: number;
  orders?: number;
  customers?: number;
};

/** Everything about the demo supplier but the orders, which are told one by one (orders/tell-order.ts). */
export type DemoWorld = {
  today: string;
  /** The last day that has been booked: the export ran at midnight. */
  untilOn: string;
  /** The first day of the ledger. */
  startsOn: string;
  seed: number;
  orderCount: number;
  workdays: readonly string[];
  products: readonly DemoProduct[];
  productsByGroup: ReadonlyMap<string, readonly [DemoProduct, ...DemoProduct[]]>;
  customers: readonly DemoCustomer[];
  /** Customers by how often they order. */
  customerWheel: Wheel<DemoCustomer>;
  periods: readonly [PricePeriod, PricePeriod];
  discounts: readonly ErpDiscount[];
};

export const DEFAULT_ORDERS = 400;
const DEFAULT_SEED = 7;
const HISTORY_DAYS = 548;

/** Makes the demo supplier as it stands on a day. The same options make the same world. */
export function makeWorld({
  today,
  seed = DEFAULT_SEED,
  orders = DEFAULT_ORDERS,
  customers = FIRST_ACCOUNTS,
}: WorldOptions): DemoWorld {
  const startsOn = startOfMonth(addDays(today, -HISTORY_DAYS));
  const untilOn = addDays(today, -1);
  const products = makeCatalogue({ today, seed });
  const all = makeCustomers(customers, { startsOn, today, seed });
  return {
    today,
    untilOn,
    startsOn,
    seed,
    orderCount: orders,
    workdays: workdaysBetween(startsOn, untilOn),
    products,
    productsByGroup: groupProducts(products),
    customers: all,
    customerWheel: wheelOf(all),
    periods: pricePeriods({ startsOn, today }),
    discounts: makeErpDiscounts(all, today),
  };
}

function workdaysBetween(fromOn: string, toOn: string): string[] {
  const days: string[] = [];
  for (let on = fromOn; on <= toOn; on = addDays(on, 1)) {
    if (isWorkday(on)) days.push(on);
  }
  return days;
}

function groupProducts(products: readonly DemoProduct[]): DemoWorld['productsByGroup'] {
  const groups = new Map<string, [DemoProduct, ...DemoProduct[]]>();
  for (const product of products) {
    const group = groups.get(product.group.code);
    if (group) group.push(product);
    else groups.set(product.group.code, [product]);
  }
  return groups;
}

function wheelOf(customers: readonly DemoCustomer[]): Wheel<DemoCustomer> {
  const [first, ...rest] = customers.map((value) => ({ weight: value.kind.orderWeight, value }));
  if (!first) throw new RangeError('the demo needs at least one customer');
  return createWheel([first, ...rest]);
}
