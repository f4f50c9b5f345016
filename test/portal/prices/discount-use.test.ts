import { describe, expect, test } from 'vitest';
import { confirmationOf, discountUse } from '#portal/prices/discount-use.ts';
import type { OrderedLine } from '#portal/prices/discount-use.ts';
import { aDiscountRule, aListOf, entriesOf, percentOff } from '#test/support/price-builders.ts';

const open = aListOf();
const discount = aDiscountRule({ id: 'five', effect: percentOff(500), currency: 'RUB', leftMinor: 1n });
const question = {
  discount,
  entries: entriesOf(open, { 0: '100' }),
  rules: { lists: [open], discounts: [] },
};

function aLine(differences: Partial<OrderedLine> = {}): OrderedLine {
  return {
    lineId: 'line',
    orderId: 'order',
    orderNumber: 'UT-1',
    orderedOn: '2026-12-12',
    currency: 'RUB',
    quantity: '3',
    unitPrice: '95.00',
    productId: 'product',
    product: { sku: '6204-2RS', goodsGroup: 'Bearings', unit: 'pcs' },
    ...differences,
  };
}

describe('a line used a key’s discount', () => {
  test('when it costs to the last digit what the discount leaves; what it gave is counted whatever is left', () => {
    expect(discountUse(aLine(), question)?.givenMinor).toBe(1500n);
  });

  test.each([
    ['it costs a kopeck more', { unitPrice: '95.01' }],
    ['it costs the list price', { unitPrice: '100' }],
    ['it is in another currency', { currency: 'EUR' }],
    ['it was ordered before the discount began', { orderedOn: '2025-12-31' }],
  ] satisfies [string, Partial<OrderedLine>][])('but not when %s', (_name, differences) => {
    const begun = { ...question, discount: { ...discount, validFromOn: '2026-01-01' } };
    expect(discountUse(aLine(differences), begun)).toBeNull();
  });

  test('together with one of the ERP that was in the price too', () => {
    const ofSource = aDiscountRule({ id: 'erp', origin: 'source', effect: percentOff(1_000) });
    const both = { ...question, rules: { lists: [open], discounts: [ofSource] } };
    expect(discountUse(aLine({ unitPrice: '85.5' }), both)?.givenMinor).toBe(1350n);
    expect(discountUse(aLine({ unitPrice: '90' }), both)).toBeNull();
  });
});

describe('an expected price', () => {
  const sinceOn = '2026-12-01';

  test('is confirmed by the newest line since the key carries the discount', () => {
    const lines = [aLine({ orderNumber: 'NEW' }), aLine({ orderNumber: 'OLD', unitPrice: '100' })];
    expect(confirmationOf(lines, { ...question, sinceOn })).toMatchObject({
      state: 'confirmed',
      line: { orderNumber: 'NEW' },
    });
  });

  test('differs when that line cost something else, and what was expected is said', () => {
    const lines = [aLine({ unitPrice: '97' })];
    expect(confirmationOf(lines, { ...question, sinceOn })).toMatchObject({
      state: 'differs',
      expected: '95',
    });
  });

  test('is neither while nothing was ordered since', () => {
    const lines = [aLine({ orderedOn: '2026-11-30', unitPrice: '100' })];
    expect(confirmationOf(lines, { ...question, sinceOn })).toBeNull();
  });
});
