import { addDays } from '#portal/lib/dates.ts';
import type { DemoCustomer } from '../customers/customer.ts';
import { sumAmounts } from '../line-amounts.ts';
import { createRandom, type Random } from '../random.ts';
import { addWorkdays } from '../workdays.ts';
import type { DemoWorld } from '../world.ts';
import { billOrder } from './bill-order.ts';
import { carryShipment } from './carry-shipment.ts';
import { chooseGoods } from './choose-goods.ts';
import { lineProgress, orderStatus, sourceStatusOf, type Fate, type Progress } from './order-progress.ts';
import type { OrderedLine, OrderStory, StoryShipment } from './order-story.ts';
import { planShipments, type PlannedShipment } from './plan-shipments.ts';
import { stagingOf, type Staging } from './staging.ts';
import { takeBack } from './take-back.ts';

/** Numbering went on from an older system. */
const FIRST_ORDER_NO = 4001;

const NOTES = [
  'Отгрузка со склада № 2, позвонить за час до приезда.',
  'Вложить сертификаты качества в каждое место.',
  'Паллеты европейские, высота не более 1,6 м.',
  'Пропуск на машину заказать до 16:00 накануне.',
] as const;
const NOTE_CHANCE = 0.12;
const REQUESTED_CHANCE = 0.7;

/** Tells all orders, oldest first, one at a time: however many there are, none of them is kept. */
export function* tellOrders(world: DemoWorld): Generator<OrderStory> {
  for (let index = 0; index < world.orderCount; index += 1) yield tellOrder(world, index);
}

/** Tells one order. It depends on nothing but the world and its place in it. */
export function tellOrder(world: DemoWorld, index: number): OrderStory {
  const random = createRandom(world.seed, 'order', index);
  const begun = beginOrder(world, index, random);
  const { customer, orderNo, orderedOn } = begun;
  const chosen = chooseGoods(world, { customer, on: orderedOn }, random);
  const staging = stagingOf(world, index);
  const isLate = staging.isLate ?? false;
  const startOn = begun.startOn ?? orderedOn;
  const { lines, shipments: planned } = planShipments(chosen, { startOn, isLate }, random);
  const address = random.pick(customer.deliveryAddresses);
  const shipments = carryAll({ planned, begun, world }, random);
  const progress: Progress = { ...begun, lines, planned, shipments, untilOn: world.untilOn };
  const storyLines = lineProgress(progress);
  const status = orderStatus(progress, storyLines);
  return {
    index,
    id: `ord-${orderNo}`,
    number: `ЗК-${orderNo}`,
    customer,
    ...customersOwnWords(begun, random),
    orderedOn,
    promisedOn: lines.map((line) => line.promisedOn).reduce((last, on) => (on > last ? on : last), orderedOn),
    status,
    sourceStatus: sourceStatusOf(status, progress),
    stage: storyLines.find(({ isMadeToOrder, stage }) => isMadeToOrder && stage !== null)?.stage ?? null,
    deliveryAddress: address,
    lines: storyLines,
    ...sumAmounts(storyLines),
    shipments,
    ...settleAccounts({ begun, staging, lines, shipments, untilOn: world.untilOn }, random),
  };
}

/** What is decided on the day an order comes, though it may show much later. */
type Beginning = {
  orderNo: string;
  orderedOn: string;
  customer: DemoCustomer;
  isPrepaid: boolean;
  /** When it is paid in advance; null: never, or not in advance. */
  prepaidOn: string | null;
  /** When work on it begins; null: never. */
  startOn: string | null;
  fate: Fate;
};

function beginOrder(world: DemoWorld, index: number, random: Random): Beginning {
  const staging = stagingOf(world, index);
  const orderedOn = dayOfOrder(world, index, random);
  const customer = stagedCustomer(world, staging, orderedOn) ?? customerOf(world, orderedOn, random);
  const isPrepaid = customer.kind.paymentDays === null;
  const prepaidOn = isPrepaid ? prepaymentDay(customer, orderedOn, random) : null;
  const fate = fateOf(world, { orderedOn, isLeftUnpaid: isPrepaid && prepaidOn === null }, random);
  return {
    orderNo: (FIRST_ORDER_NO + index).toString().padStart(6, '0'),
    orderedOn,
    customer,
    isPrepaid,
    prepaidOn,
    startOn: isPrepaid ? prepaidOn : orderedOn,
    fate: staging.fate ?? fate,
  };
}

function customersOwnWords(
  { customer, orderedOn }: Beginning,
  random: Random,
): Pick<OrderStory, 'customerReference' | 'requestedOn' | 'note'> {
  const { kind, id } = customer;
  return {
    customerReference: kind.hasOwnNumbers ? `PO-${id.slice(-2)}${random.between(1000, 9999)}` : null,
    requestedOn: random.chance(REQUESTED_CHANCE) ? addWorkdays(orderedOn, random.between(3, 12)) : null,
    note: random.chance(NOTE_CHANCE) ? random.pick(NOTES) : null,
  };
}

type Account = {
  begun: Beginning;
  staging: Staging;
  lines: readonly OrderedLine[];
  shipments: readonly StoryShipment[];
  untilOn: string;
};

/** Returns, credit notes and invoices. An offer has none of them. */
function settleAccounts(
  { begun, staging, lines, shipments, untilOn }: Account,
  random: Random,
): Pick<OrderStory, 'returns' | 'creditNotes' | 'invoices'> {
  if (begun.fate === 'draft' || begun.fate === 'quoted') {
    return { returns: [], creditNotes: [], invoices: [] };
  }
  const { orderNo, orderedOn, prepaidOn, customer, fate } = begun;
  const { kind } = customer;
  const isReturned = staging.isReturned ?? false;
  const taken = takeBack({ orderNo, kind, shipments, untilOn, isReturned }, random);
  const { creditNotes } = taken;
  const isCancelled = fate === 'cancelled';
  const billing = {
    orderNo,
    kind,
    orderedOn,
    lines,
    shipments,
    creditNotes,
    prepaidOn,
    isCancelled,
    untilOn,
  };
  return { ...taken, invoices: billOrder(billing, random) };
}

/** Below one: the business grows, so that orders come more often towards the end. */
const GROWTH_EXPONENT = 0.7;

/** Spreads the orders over the working days, never out of order. */
function dayOfOrder({ workdays, orderCount, untilOn }: DemoWorld, index: number, random: Random): string {
  const part = ((index + random.fraction()) / orderCount) ** GROWTH_EXPONENT;
  return workdays[Math.floor(part * workdays.length)] ?? untilOn;
}

function stagedCustomer(
  { customers }: DemoWorld,
  { customer }: Staging,
  on: string,
): DemoCustomer | undefined {
  return customers.find(
    ({ kind, accountNumber, ordersFromOn }) =>
      ordersFromOn <= on &&
      (customer === 'branch' ? accountNumber === null : accountNumber !== null && kind.code === customer),
  );
}

/** Most customers have been there all the time; a younger one is passed over until its first day. */
function customerOf(
  { customerWheel }: Pick<DemoWorld, 'customerWheel'>,
  on: string,
  random: Random,
): DemoCustomer {
  const customer = random.spin(customerWheel);
  return customer.ordersFromOn <= on ? customer : customerOf({ customerWheel }, on, random);
}

function prepaymentDay({ kind }: DemoCustomer, orderedOn: string, random: Random): string | null {
  return random.chance(kind.forgetChance) ? null : addWorkdays(orderedOn, random.between(0, 4));
}

const OFFER_DAYS = 21;
const CANCELLED_AFTER_WORKDAYS = 8;

/** Offers are recent: an old one became an order or was thrown away. */
function fateOf(
  { untilOn }: DemoWorld,
  { orderedOn, isLeftUnpaid }: { orderedOn: string; isLeftUnpaid: boolean },
  random: Random,
): Fate {
  const chance = random.fraction();
  if (addDays(orderedOn, OFFER_DAYS) > untilOn) {
    if (chance < 0.06) return 'draft';
    return chance < 0.14 ? 'quoted' : 'kept';
  }
  const isOldEnough = addWorkdays(orderedOn, CANCELLED_AFTER_WORKDAYS) <= untilOn;
  return isOldEnough && (isLeftUnpaid || chance < 0.03) ? 'cancelled' : 'kept';
}

type Carried = { planned: readonly PlannedShipment[]; begun: Beginning; world: DemoWorld };

function carryAll({ planned, begun, world }: Carried, random: Random): StoryShipment[] {
  const { orderNo, customer, fate, startOn } = begun;
  const { untilOn } = world;
  if (fate !== 'kept' || startOn === null || startOn > untilOn) return [];
  return planned.flatMap((each, index) => {
    const shipment = carryShipment(
      {
        id: `shp-${orderNo}-${index + 1}`,
        number: `УП-${orderNo}-${index + 1}`,
        planned: each,
        deliveryText: customer.kind.deliveryText,
        city: customer.city,
        untilOn,
      },
      random,
    );
    return shipment === null ? [] : [shipment];
  });
}
