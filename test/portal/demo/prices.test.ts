import { expect, test } from 'vitest';
import { priceFor, vatPercentOn, type PricedFor } from '#portal/demo/prices.ts';
import { makeWorld } from '#portal/demo/world.ts';

const world = makeWorld({ today: '2026-11-22' });

function price(kind: string, sku: string, quantity: bigint, on = '2026-11-01'): PricedFor {
  const customer = world.customers.find((each) => each.kind.code === kind);
  const product = world.products.find((each) => each.sku === sku);
  if (!customer || !product) throw new Error('no such customer or product');
  const { periods, discounts } = world;
  return priceFor({ product, customer, quantityMilli: quantity * 1000n, on, periods, discounts });
}

/** HLP 46 in 20 litre cans lists at 3 943 roubles. */
const OIL = 'LUB-HLP46-20';

test('without a contract the list price counts, less by quantity', () => {
  expect(price('newcomer', OIL, 1n)).toEqual({
    listMinor: 394_300n,
    unitMinor: 394_300n,
    discountPercent: '0',
  });
  expect(price('newcomer', OIL, 10n).unitMinor).toBe(378_528n);
  expect(price('newcomer', OIL, 50n)).toMatchObject({ unitMinor: 362_756n, discountPercent: '8' });
});

test('a contract price list counts where it covers the goods, with its own step down for quantity', () => {
  expect(price('farm', OIL, 1n)).toMatchObject({ unitMinor: 354_870n, discountPercent: '10' });
  expect(price('farm', OIL, 10n)).toMatchObject({ unitMinor: 345_013n, discountPercent: '12.5' });
  expect(price('factory', OIL, 1n).discountPercent).toBe('0');
});

test('a discount of the ERP counts in its time and not after it', () => {
  expect(price('workshop', OIL, 1n, '2025-10-10').discountPercent).toBe('4');
  expect(price('workshop', OIL, 1n, '2026-01-10').discountPercent).toBe('0');
  expect(price('workshop', 'BRG-6205-2RS', 1n).discountPercent).toBe('7');
});

test('before prices were raised the list was lower', () => {
  expect(price('newcomer', OIL, 1n, '2026-03-01').listMinor).toBe(370_642n);
});

test('the tax rate is that of the day', () => {
  expect(vatPercentOn('2025-12-31')).toBe(20n);
  expect(vatPercentOn('2026-01-01')).toBe(22n);
});
