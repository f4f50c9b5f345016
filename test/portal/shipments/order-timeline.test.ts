import { expect, test } from 'vitest';
import { nextPromise, orderTimeline } from '#portal/shipments/order-timeline.ts';
import type { OrderStep } from '#portal/shipments/order-timeline.ts';
import type { ShownStatus } from '#portal/orders/order.ts';
import type { Shipment } from '#portal/shipments/shipment.ts';

const TODAY = '2026-12-12';

function stations({
  status,
  shipments = [],
  promisedOn = null,
  stage = null,
}: {
  status: ShownStatus;
  shipments?: Shipment[];
  promisedOn?: string | null;
  stage?: string | null;
}): OrderStep[] {
  const order = { status, orderedOn: '2026-12-01', promisedOn, stage };
  return orderTimeline({ order, shipments, promisedOn, todayOn: TODAY });
}

function aShipment(values: Partial<Shipment>): Shipment {
  return {
    id: 's1',
    number: 'S-1',
    status: 'shipped',
    carrier: null,
    trackingNumber: null,
    shippedOn: '2026-12-08',
    expectedOn: null,
    deliveredOn: null,
    parts: null,
    events: [],
    tracking: null,
    ...values,
  };
}

function event(status: Shipment['events'][number]['status'], day: string) {
  return {
    id: day,
    occurredAt: new Date(`${day}T10:00:00Z`),
    status,
    rawText: null,
    city: null,
    country: null,
  };
}

const kindsAndStates = (steps: OrderStep[]) => steps.map(({ kind, state }) => `${kind} ${state}`);

test('a new order is confirmed and waits for what is promised', () => {
  expect(kindsAndStates(stations({ status: 'confirmed', promisedOn: '2026-12-20' }))).toEqual([
    'ordered done',
    'confirmed now',
    'rest next',
  ]);
});

test('a missed promise is said plainly, with the days', () => {
  const rest = stations({ status: 'in_progress', promisedOn: '2026-12-07', stage: 'assembly' }).at(-1);
  expect(rest).toMatchObject({ kind: 'rest', state: 'failed', daysMissed: 5, isFirst: true });
});

test('today is not late yet', () => {
  expect(stations({ status: 'in_progress', promisedOn: TODAY }).at(-1)).toMatchObject({ daysMissed: 0 });
});

test('shipments stand in the order in which they left, and the rest comes last', () => {
  const shipments = [
    aShipment({ id: 'later', shippedOn: '2026-12-09' }),
    aShipment({ id: 'preparing', status: 'preparing', shippedOn: null }),
    aShipment({ id: 'first', shippedOn: '2026-12-03', status: 'delivered', deliveredOn: '2026-12-05' }),
    aShipment({ id: 'void', status: 'cancelled' }),
  ];
  const steps = stations({ status: 'partially_shipped', shipments });
  expect(steps.flatMap((step) => (step.kind === 'shipment' ? `${step.id} ${step.state}` : []))).toEqual([
    'first done',
    'later now',
    'preparing next',
  ]);
  expect(steps.at(-1)).toMatchObject({ kind: 'rest', isFirst: false });
});

test('a delivery that failed is a failed station, until the carrier says something better', () => {
  const failed = aShipment({
    events: [event('delivery_attempt_failed', '2026-12-10'), event('in_transit', '2026-12-09')],
  });
  const again = aShipment({ events: [event('out_for_delivery', '2026-12-11'), ...failed.events] });
  expect(stations({ status: 'shipped', shipments: [failed] })[2]).toMatchObject({ state: 'failed' });
  expect(stations({ status: 'shipped', shipments: [again] })[2]).toMatchObject({ state: 'now' });
});

test('a shipment that should be there says by how many days it is late; one that is there does not', () => {
  const late = { expectedOn: '2026-12-10' };
  const [onWay] = stations({ status: 'shipped', shipments: [aShipment(late)] }).slice(2);
  const there = aShipment({ ...late, status: 'delivered', deliveredOn: TODAY });
  expect(onWay).toMatchObject({ daysLate: 2 });
  expect(stations({ status: 'completed', shipments: [there] })[2]).toMatchObject({ daysLate: 0 });
});

test('nothing is to come in an order that is completed or cancelled', () => {
  expect(kindsAndStates(stations({ status: 'completed', promisedOn: '2026-12-01' }))).toEqual([
    'ordered done',
    'confirmed done',
    'completed done',
  ]);
  expect(kindsAndStates(stations({ status: 'cancelled', stage: 'assembly' })).at(-1)).toBe(
    'cancelled failed',
  );
});

test('the next promise is the earliest of the lines that still wait, else that of the order', () => {
  const lines = [
    { id: 'done', kind: 'item' as const, promisedOn: '2026-12-01' },
    { id: 'late', kind: 'item' as const, promisedOn: '2026-12-20' },
    { id: 'soon', kind: 'item' as const, promisedOn: '2026-12-15' },
  ];
  const progress = {
    done: { shipped: '10', notShipped: '0' },
    late: { shipped: '0', notShipped: '1' },
    soon: { shipped: '9.5', notShipped: '0.5' },
  };
  expect(nextPromise('2026-12-31', lines, progress)).toBe('2026-12-15');
  expect(nextPromise('2026-12-31', lines.slice(0, 1), progress)).toBe('2026-12-31');
});
