import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDecimals, compareDecimals, decimalFromInteger } from '#portal/lib/decimal.ts';
import type { OrderLine } from '#portal/orders/order-line.ts';
import { progressOfLines } from '#portal/shipments/line-progress.ts';
import { SHIPMENT_STATUSES, hasLeft } from '#portal/shipments/shipment.ts';
import type { ShipmentStatus } from '#portal/shipments/shipment.ts';

function line(values: Partial<OrderLine>): OrderLine {
  return {
    id: 'line',
    lineNo: 1,
    kind: 'item',
    sku: null,
    name: 'Demo bearing',
    quantity: '10',
    unit: 'pcs',
    shippedQuantity: null,
    promisedOn: null,
    stage: null,
    listPrice: null,
    price: null,
    ...values,
  };
}

function shipment(status: ShipmentStatus, quantity: string, orderLineId: string | null = 'line') {
  const part = { id: 'part', orderLineId, sku: null, name: 'Demo bearing', quantity, unit: 'pcs' };
  return { status, parts: [part] };
}

const decimal = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, scale]) => decimalFromInteger(digits, scale));
const shipments = fc.array(
  fc
    .tuple(fc.constantFrom(...SHIPMENT_STATUSES), decimal)
    .map(([status, quantity]) => shipment(status, quantity)),
  { maxLength: 8 },
);

describe('what is shipped of a line', () => {
  test('shipped and not shipped make what was ordered, to the last digit, unless more was shipped', () => {
    fc.assert(
      fc.property(decimal, shipments, (quantity, sent) => {
        const { shipped, notShipped } = progressOfLines([line({ quantity })], sent)['line'] ?? {};
        const left = sent
          .filter(({ status }) => hasLeft(status))
          .reduce((sum, { parts }) => addDecimals(sum, parts[0]?.quantity ?? '0'), '0');
        expect(shipped).toBe(left);
        const more = compareDecimals(left, quantity) > 0;
        expect(compareDecimals(addDecimals(left, notShipped ?? ''), more ? left : quantity)).toBe(0);
      }),
    );
  });

  test('is what the source itself says, whatever its shipments add up to', () => {
    fc.assert(
      fc.property(decimal, decimal, shipments, (quantity, shippedQuantity, sent) => {
        const progress = progressOfLines([line({ quantity, shippedQuantity })], sent)['line'];
        expect(progress?.shipped).toBe(shippedQuantity);
        expect(compareDecimals(progress?.notShipped ?? '', '0')).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('counts only what has left and has not come back', () => {
    const sent = SHIPMENT_STATUSES.map((status) => shipment(status, '1'));
    expect(progressOfLines([line({})], sent)['line']).toEqual({ shipped: '2', notShipped: '8' });
  });

  test('is not known where the source gives neither quantities nor shipments: nothing is computed', () => {
    expect(progressOfLines([line({})], null)['line']).toEqual({ shipped: null, notShipped: null });
  });

  test('leaves out parts that belong to no line or to another', () => {
    const sent = [
      shipment('shipped', '3', null),
      shipment('shipped', '4', 'another'),
      shipment('shipped', '0.5'),
    ];
    expect(progressOfLines([line({})], sent)['line']).toEqual({ shipped: '0.5', notShipped: '9.5' });
  });
});
