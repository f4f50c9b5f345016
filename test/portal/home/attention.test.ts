import { expect, test } from 'vitest';
import { toAttention } from '#portal/home/attention.ts';
import type { OrderRow } from '#portal/orders/order.ts';

const TODAY = '2026-12-12';

function order(values: Partial<OrderRow>): OrderRow {
  return {
    id: 'o',
    number: 'UT-1',
    customerReference: null,
    orderedOn: '2026-12-01',
    promisedOn: null,
    status: 'confirmed',
    total: null,
    ...values,
  };
}

test('an order whose day has passed needs attention, the latest first; today it does not yet', () => {
  const open = [
    order({ id: 'today', promisedOn: TODAY }),
    order({ id: 'late', promisedOn: '2026-12-11' }),
    order({ id: 'latest', promisedOn: '2026-12-02' }),
    order({ id: 'unpromised' }),
  ];
  const items = toAttention({ shipments: [], open, overdue: null, todayOn: TODAY });
  expect(items).toMatchObject([
    { kind: 'missed', order: { id: 'latest' }, days: 10 },
    { kind: 'missed', order: { id: 'late' }, days: 1 },
  ]);
});

test('what waits for somebody at the door comes before all else, and money last', () => {
  const shipment = {
    id: 's',
    number: 'S-1',
    orderId: 'o',
    status: 'ready_for_pickup' as const,
    city: null,
    occurredAt: new Date('2026-12-11T10:00:00Z'),
  };
  const invoice = {
    id: 'i',
    number: 'INV-1',
    orderId: null,
    issuedOn: '2026-11-01',
    dueOn: '2026-12-01',
    status: 'open' as const,
    total: { amountMinor: 1n, currency: 'RUB' },
    residual: null,
  };
  const open = [order({ promisedOn: '2026-12-02' })];
  const items = toAttention({ shipments: [shipment], open, overdue: [invoice], todayOn: TODAY });
  expect(items.map(({ kind }) => kind)).toEqual(['shipment', 'missed', 'overdue']);
  expect(items.at(-1)).toMatchObject({ days: 11 });
});
