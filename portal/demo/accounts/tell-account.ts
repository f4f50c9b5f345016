import { addDays, addMonths, startOfMonth } from '#portal/lib/dates.ts';
import { SERVICE } from '../catalogue/unit.ts';
import type { DemoCustomer } from '../customers/customer.ts';
import { lineAmounts, MILLI } from '../line-amounts.ts';
import { paymentHabit, settleInvoice } from '../orders/bill-order.ts';
import type { StoryInvoice, StoryPayment } from '../orders/order-story.ts';
import type { PaperLine } from '../papers/paper-line.ts';
import { vatPercentOn } from '../prices.ts';
import { createRandom, type Random } from '../random.ts';
import { nextWorkday, previousWorkday } from '../workdays.ts';
import type { DemoWorld } from '../world.ts';

/** Deliveries of a month by the supplier's own cars, charged with an act. */
export type ServiceMonth = { actId: string; actNumber: string; invoice: StoryInvoice };

/** What happened on a customer's account apart from orders. */
export type AccountStory = {
  customer: DemoCustomer;
  /** Money that no invoice of the time was for: old debts, advances. */
  payments: readonly StoryPayment[];
  services: readonly ServiceMonth[];
};

const TRIP_PRICE_MINOR = 360_000n;
const ADVANCE_MINOR = 15_000_000n;
const ADVANCE_DAYS_AGO = 9;

export function tellAccount(world: DemoWorld, customer: DemoCustomer): AccountStory {
  const random = createRandom(world.seed, 'account', customer.id);
  const isDelivered = customer.kind.deliveryText.startsWith('транспортом поставщика');
  return {
    customer,
    payments: [...oldDebt(world, customer, random), ...advance(world, customer, random)],
    services: isDelivered ? serviceMonths(world, customer, random) : [],
  };
}

function oldDebt(
  { startsOn }: DemoWorld,
  { id, openingMinor }: DemoCustomer,
  random: Random,
): StoryPayment[] {
  if (openingMinor <= 0n) return [];
  return [
    {
      id: `pay-${id}-open`,
      number: random.between(12, 2980).toString(),
      receivedOn: nextWorkday(addDays(startsOn, random.between(12, 40))),
      amountMinor: openingMinor,
      purpose: 'Оплата задолженности прошлого периода по акту сверки',
    },
  ];
}

/** The first customer has just paid in advance, for nothing in particular. */
function advance({ today, customers }: DemoWorld, customer: DemoCustomer, random: Random): StoryPayment[] {
  if (customer !== customers[0]) return [];
  return [
    {
      id: `pay-${customer.id}-advance`,
      number: random.between(12, 2980).toString(),
      receivedOn: previousWorkday(addDays(today, -ADVANCE_DAYS_AGO)),
      amountMinor: ADVANCE_MINOR,
      purpose: `Аванс по договору поставки № ${customer.contract.number}`,
    },
  ];
}

function serviceMonths(world: DemoWorld, customer: DemoCustomer, random: Random): ServiceMonth[] {
  const months: ServiceMonth[] = [];
  let firstOn = startOfMonth(customer.ordersFromOn);
  for (let no = 1; addMonths(firstOn, 1) <= world.untilOn; no += 1) {
    months.push(serviceMonth({ world, customer, firstOn, no }, random));
    firstOn = addMonths(firstOn, 1);
  }
  return months;
}

type Month = { world: DemoWorld; customer: DemoCustomer; firstOn: string; no: number };

function serviceMonth({ world, customer, firstOn, no }: Month, random: Random): ServiceMonth {
  const issuedOn = previousWorkday(addDays(addMonths(firstOn, 1), -1));
  const dueOn = addDays(issuedOn, customer.kind.paymentDays ?? 0);
  const digits = customer.id.slice(-4);
  const suffix = `${firstOn.slice(2, 4)}${firstOn.slice(5, 7)}-${digits}`;
  const draft = {
    id: `inv-service-${customer.id}-${no}`,
    number: `СЧ-У-${suffix}`,
    shipmentId: null,
    issuedOn,
    dueOn,
    lines: [tripLine(random.between(2, 7), issuedOn)],
  };
  const settlement = {
    payments: paymentHabit(customer.kind, dueOn, random),
    creditNotes: [],
    isCancelled: false,
    untilOn: world.untilOn,
  };
  return {
    actId: `act-${customer.id}-${no}`,
    actNumber: `АК-${suffix}`,
    invoice: settleInvoice(draft, settlement, random),
  };
}

function tripLine(trips: number, on: string): PaperLine {
  const priced = {
    quantityMilli: BigInt(trips) * MILLI,
    unitPriceMinor: TRIP_PRICE_MINOR,
    vatPercent: vatPercentOn(on),
  };
  return {
    sku: 'SRV-TRIP',
    name: 'Доставка товара транспортом поставщика, один рейс',
    unit: SERVICE,
    ...priced,
    ...lineAmounts(priced),
  };
}
