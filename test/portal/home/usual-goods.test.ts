import { expect, test } from 'vitest';
import { priceForAsMany, toUsualProducts } from '#portal/home/usual-goods.ts';
import type { RecentLine } from '#portal/home/usual-goods.ts';
import type { ShownPrice } from '#portal/prices/price-row.ts';

function line(productId: string, orderId: string, orderedOn = '2026-12-01', quantity = '1'): RecentLine {
  return { productId, orderId, orderNumber: orderId, orderedOn, quantity, unit: 'pcs' };
}

function price(fromQuantity: string, amount: string): ShownPrice {
  const basis = { currency: 'RUB', isTaxIncluded: false, unit: 'pcs' };
  return { basis, amount, listAmount: null, fromQuantity, isExpected: false };
}

test('counts orders, not lines, and forgets what was ordered only once', () => {
  const lines = [
    line('twice in one', 'o1'),
    line('twice in one', 'o1'),
    line('usual', 'o1'),
    line('usual', 'o2'),
  ];
  expect(toUsualProducts(lines, 9)).toMatchObject([{ productId: 'usual', orderCount: 2 }]);
});

test('of the same habit what was ordered last comes first, told as it was ordered last', () => {
  const lines = [
    line('new', 'o3', '2026-12-03', '7'),
    line('old', 'o2', '2026-12-02'),
    line('new', 'o1', '2026-12-01', '1'),
    line('old', 'o1', '2026-12-01'),
  ];
  const usual = toUsualProducts(lines, 9);
  expect(usual.map(({ productId }) => productId)).toEqual(['new', 'old']);
  expect(usual[0]?.last).toMatchObject({ quantity: '7', orderedOn: '2026-12-03' });
  expect(toUsualProducts(lines, 1)).toHaveLength(1);
});

test('the price is that of the tier which as many reach, to the last digit', () => {
  const prices = [price('0', '10'), price('9.5', '9'), price('100', '8')];
  expect(priceForAsMany(prices, '9.49')?.amount).toBe('10');
  expect(priceForAsMany(prices, '9.50')?.amount).toBe('9');
  expect(priceForAsMany(prices, '250')?.amount).toBe('8');
  expect(priceForAsMany([price('5', '10')], '1')?.amount).toBe('10');
  expect(priceForAsMany([], '1')).toBeUndefined();
});
