import { describe, expect, test } from 'vitest';
import { coversGoods, effectOf, phaseOf, reducedPrice } from '#portal/discounts/discount.ts';
import { percentOff } from '#test/support/price-builders.ts';

describe('where a discount stands on a day', () => {
  test.each([
    ['upcoming the day before it begins', '2026-12-31', '2027-02-28', 'upcoming'],
    ['active on its first day', '2027-01-01', '2027-02-28', 'active'],
    ['ending from thirty days before its last day', '2027-01-29', '2027-02-28', 'ending'],
    ['active a day earlier than that', '2027-01-28', '2027-02-28', 'active'],
    ['ending on its last day', '2027-02-28', '2027-02-28', 'ending'],
    ['over the day after', '2027-03-01', '2027-02-28', 'over'],
  ])('is %s', (_name, on, validToOn, phase) => {
    expect(phaseOf({ validFromOn: '2027-01-01', validToOn }, on)).toBe(phase);
  });

  test('is active for ever without an end', () => {
    expect(phaseOf({ validFromOn: null, validToOn: null }, '2099-01-01')).toBe('active');
  });

  test('is over, not upcoming, when its end lies before its beginning', () => {
    expect(phaseOf({ validFromOn: '2027-05-01', validToOn: '2027-01-01' }, '2027-02-01')).toBe('over');
  });
});

describe('what a discount covers', () => {
  const bearing = { sku: '6204-2RS', goodsGroup: 'Bearings' };

  test('everything when it names nothing', () => {
    expect(coversGoods({ goodsGroup: null, sku: null }, bearing)).toBe(true);
  });

  test('its group and no other', () => {
    expect(coversGoods({ goodsGroup: 'Bearings', sku: null }, bearing)).toBe(true);
    expect(coversGoods({ goodsGroup: 'Seals', sku: null }, bearing)).toBe(false);
  });

  test('goods without a group only when it asks for none', () => {
    expect(coversGoods({ goodsGroup: 'Bearings', sku: null }, { ...bearing, goodsGroup: null })).toBe(false);
  });

  test('an article of a group only when both agree', () => {
    expect(coversGoods({ goodsGroup: 'Bearings', sku: '6204-2RS' }, bearing)).toBe(true);
    expect(coversGoods({ goodsGroup: 'Seals', sku: '6204-2RS' }, bearing)).toBe(false);
    expect(coversGoods({ goodsGroup: 'Bearings', sku: '6205' }, bearing)).toBe(false);
  });
});

describe('what a stored discount says', () => {
  test('a percentage in basis points', () => {
    expect(effectOf({ basisPoints: 750, fixedPrice: null, currency: null })).toEqual(percentOff(750));
  });

  test('a fixed price of its currency, nothing for a gift', () => {
    expect(effectOf({ basisPoints: null, fixedPrice: '0', currency: 'RUB' })).toEqual({
      kind: 'fixed-price',
      price: '0',
    });
  });

  test.each([
    ['no percentage and no price', { basisPoints: null, fixedPrice: null, currency: 'RUB' }],
    ['both at once', { basisPoints: 500, fixedPrice: '90', currency: 'RUB' }],
    ['nothing off', { basisPoints: 0, fixedPrice: null, currency: null }],
    ['a surcharge', { basisPoints: -500, fixedPrice: null, currency: null }],
    ['more than everything', { basisPoints: 10_001, fixedPrice: null, currency: null }],
    ['a price without a currency', { basisPoints: null, fixedPrice: '90', currency: null }],
    ['a price below zero', { basisPoints: null, fixedPrice: '-1', currency: 'RUB' }],
    ['a price that is no number', { basisPoints: null, fixedPrice: 'by agreement', currency: 'RUB' }],
  ])('is left alone when it is %s', (_name, stored) => {
    expect(effectOf(stored)).toBeNull();
  });
});

describe('a reduced price', () => {
  test.each([
    ['half a kopeck goes up', '0.10', 500, 2, '0.1'],
    ['less than half goes down', '10.09', 500, 2, '9.59'],
    ['a list of four digits keeps them', '0.0834', 500, 4, '0.0792'],
    ['all of it leaves nothing', '99.99', 10_000, 2, '0'],
  ])('%s', (_name, price, basisPoints, digits, expected) => {
    expect(reducedPrice(price, percentOff(basisPoints), digits)).toBe(expected);
  });

  test('is the fixed price, whatever it was', () => {
    expect(reducedPrice('123.45', { kind: 'fixed-price', price: '99.90' }, 2)).toBe('99.90');
  });
});
