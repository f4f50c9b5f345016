import { daysBetween } from '../lib/dates.ts';
import { compareDecimals } from '../lib/decimal.ts';
import type { OrderDetail } from '../orders/order-detail.ts';
import { isOpen } from '../orders/order.ts';
import type { OrderLine } from '../orders/order-line.ts';
import type { LineProgress } from './line-progress.ts';
import { currentEvent, isTrouble } from './shipment.ts';
import type { Shipment, TrackingStatus } from './shipment.ts';

type StepState = 'done' | 'now' | 'next' | 'failed';

/** One station of an order, in the order in which they are passed. Days are calendar days. */
export type OrderStep = { state: StepState } & (
  | { kind: 'ordered'; on: string }
  | { kind: 'confirmed' }
  | { kind: 'production'; stage: string }
  | {
      kind: 'shipment';
      id: string;
      number: string;
      shippedOn: string | null;
      expectedOn: string | null;
      deliveredOn: string | null;
      /** Days by which it is over its expected day and still not there. */
      daysLate: number;
      /** Where the carrier last saw it. */
      tracking: TrackingStatus | null;
    }
  | { kind: 'rest'; isFirst: boolean; promisedOn: string | null; daysMissed: number }
  | { kind: 'shipped' }
  | { kind: 'completed' }
  | { kind: 'cancelled' }
);

type OrderOnWay = {
  order: Pick<OrderDetail, 'status' | 'orderedOn' | 'promisedOn' | 'stage'>;
  shipments: readonly Shipment[];
  /** The day by which the next goods are promised. */
  promisedOn: string | null;
  todayOn: string;
};

/** The stations of an order: those passed, where it is, and what is still to come. */
export function orderTimeline({ order, shipments, promisedOn, todayOn }: OrderOnWay): OrderStep[] {
  const { status } = order;
  const gone = shipments.filter((shipment) => shipment.status !== 'cancelled').toSorted(byDeparture);
  const steps: OrderStep[] = [
    { kind: 'ordered', state: 'done', on: order.orderedOn },
    { kind: 'confirmed', state: status === 'confirmed' && gone.length === 0 ? 'now' : 'done' },
  ];
  steps.push(...gone.map((shipment) => shipmentStep(shipment, todayOn)));
  if (order.stage !== null && isOpen(status)) {
    steps.push({ kind: 'production', state: 'now', stage: order.stage }); // of what has not left yet
  }
  if (isOpen(status)) steps.push(restStep({ promisedOn, todayOn, isFirst: gone.length === 0 }));
  if (status === 'shipped') steps.push({ kind: 'shipped', state: 'now' });
  if (status === 'completed') steps.push({ kind: 'completed', state: 'done' });
  if (status === 'cancelled') return [...withoutNow(steps), { kind: 'cancelled', state: 'failed' }];
  return steps;
}

/**
 * The day by which the next goods of an order are promised: the earliest of the lines that are not wholly shipped,
 * else the order's own.
 */
export function nextPromise(
  orderPromisedOn: string | null,
  lines: readonly Pick<OrderLine, 'id' | 'kind' | 'promisedOn'>[],
  progress: Readonly<Record<string, LineProgress>>,
): string | null {
  const days = lines
    .filter(({ id, kind }) => kind === 'item' && isWaitedFor(progress[id]))
    .flatMap(({ promisedOn }) => promisedOn ?? []);
  return days.toSorted()[0] ?? orderPromisedOn;
}

function isWaitedFor(progress: LineProgress | undefined): boolean {
  const notShipped = progress?.notShipped ?? null;
  return notShipped !== null && compareDecimals(notShipped, '0') > 0;
}

function shipmentStep(shipment: Shipment, todayOn: string): OrderStep {
  const { id, number, shippedOn, expectedOn, deliveredOn, status } = shipment;
  const tracking = currentEvent(shipment.events)?.status ?? null;
  // Carriers know of an arrival hours before the ERP does.
  const isUnderWay = status === 'shipped' && tracking !== 'delivered';
  return {
    kind: 'shipment',
    state: shipmentState(shipment, tracking),
    id,
    number,
    shippedOn,
    expectedOn,
    deliveredOn,
    daysLate: isUnderWay && expectedOn !== null ? Math.max(0, daysBetween(expectedOn, todayOn)) : 0,
    tracking: status === 'shipped' ? tracking : null,
  };
}

function shipmentState({ status }: Shipment, tracking: TrackingStatus | null): StepState {
  switch (status) {
    case 'delivered':
      return 'done';
    case 'shipped':
      if (tracking === 'delivered') return 'done';
      return tracking !== null && isTrouble(tracking) ? 'failed' : 'now';
    case 'preparing':
      return 'next';
    case 'returned':
    case 'cancelled':
      return 'failed';
  }
}

function restStep({
  promisedOn,
  todayOn,
  isFirst,
}: {
  promisedOn: string | null;
  todayOn: string;
  isFirst: boolean;
}): OrderStep {
  const daysMissed = promisedOn === null ? 0 : Math.max(0, daysBetween(promisedOn, todayOn));
  return { kind: 'rest', state: daysMissed > 0 ? 'failed' : 'next', isFirst, promisedOn, daysMissed };
}

/** Nothing goes on in a cancelled order, though its last stage may still stand in the source. */
function withoutNow(steps: readonly OrderStep[]): OrderStep[] {
  return steps.map((step) =>
    step.state === 'now' && step.kind !== 'shipment' ? { ...step, state: 'done' } : step,
  );
}

/** What has no day of leaving yet comes last. */
function byDeparture(one: Shipment, other: Shipment): number {
  const left = one.shippedOn ?? '9999';
  const right = other.shippedOn ?? '9999';
  if (left !== right) return left < right ? -1 : 1;
  return one.number < other.number ? -1 : 1;
}
