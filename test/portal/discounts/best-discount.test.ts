import { describe, expect, test } from 'vitest';
import { bestDiscount } from '#portal/discounts/best-discount.ts';
import type { DiscountQuestion } from '#portal/discounts/best-discount.ts';
import type { DiscountRule } from '#portal/discounts/discount.ts';
import { aDiscountRule, percentOff, PRICE_DAY } from '#test/support/price-builders.ts';

function aQuestion(differences: Partial<DiscountQuestion> = {}): DiscountQuestion {
  return {
    price: '100',
    currency: 'RUB',
    digits: 2,
    isPerProductUnit: true,
    goods: { sku: '6204-2RS', goodsGroup: 'Bearings' },
    quantity: '1',
    on: PRICE_DAY,
    ...differences,
  };
}

function bestOf(...rules: DiscountRule[]): string | undefined {
  return bestDiscount(rules, aQuestion()).best?.rule.id;
}

describe('of several discounts', () => {
  const small = aDiscountRule({ id: 'small', effect: percentOff(300) });
  const large = aDiscountRule({ id: 'large', effect: percentOff(700) });

  test('the one that leaves the lowest price counts, alone', () => {
    const choice = bestDiscount([small, large], aQuestion());
    expect(choice.best).toMatchObject({ rule: { id: 'large' }, price: '93' });
    expect(choice.notCounted).toMatchObject([{ rule: { id: 'small' }, because: 'another-gives-more' }]);
  });

  test('a fixed price is held against a percentage by what it leaves', () => {
    const fixed = aDiscountRule({
      id: 'fixed',
      effect: { kind: 'fixed-price', price: '94' },
      currency: 'RUB',
    });
    expect(bestOf(small, fixed)).toBe('fixed');
    expect(bestOf(large, fixed)).toBe('large');
  });

  test('of two that leave the same price the narrower counts', () => {
    const everything = aDiscountRule({ id: 'a' });
    const group = aDiscountRule({ id: 'b', goodsGroup: 'Bearings' });
    const article = aDiscountRule({ id: 'c', sku: '6204-2RS' });
    expect(bestOf(everything, group, article)).toBe('c');
    expect(bestOf(everything, group)).toBe('b');
  });

  test('of two alike the one that ends first counts, so that the longer one is kept', () => {
    const endless = aDiscountRule({ id: 'a' });
    const ending = aDiscountRule({ id: 'b', validToOn: '2026-12-31' });
    expect(bestOf(endless, ending)).toBe('b');
  });

  test('of two wholly alike the order of rows does not decide', () => {
    const [one, other] = [aDiscountRule({ id: 'a' }), aDiscountRule({ id: 'b' })];
    expect([bestOf(one, other), bestOf(other, one)]).toEqual(['a', 'a']);
  });
});

describe('a discount does not count', () => {
  test.each([
    ['before its period', { validFromOn: '2026-12-13' }],
    ['after its period', { validToOn: '2026-12-11' }],
    ['for another group', { goodsGroup: 'Seals' }],
    ['for another article', { sku: '6205' }],
    ['for another currency', { currency: 'EUR' }],
  ] satisfies [string, Partial<DiscountRule>][])('%s, and nothing is said of it', (_name, differences) => {
    expect(bestDiscount([aDiscountRule(differences)], aQuestion())).toEqual({ best: null, notCounted: [] });
  });

  test('as a fixed price where the price is for another unit than the goods are counted in', () => {
    const fixed = aDiscountRule({ effect: { kind: 'fixed-price', price: '5' }, currency: 'RUB' });
    expect(bestDiscount([fixed], aQuestion({ isPerProductUnit: false })).best).toBeNull();
    expect(bestDiscount([fixed], aQuestion()).best?.price).toBe('5');
  });

  test('when it would raise the price', () => {
    const dear = aDiscountRule({ effect: { kind: 'fixed-price', price: '120' }, currency: 'RUB' });
    expect(bestDiscount([dear], aQuestion())).toMatchObject({
      best: null,
      notCounted: [{ because: 'gives-nothing' }],
    });
  });

  test('when rounding leaves nothing of it', () => {
    expect(bestDiscount([aDiscountRule()], aQuestion({ price: '0.01' })).best).toBeNull();
  });
});

describe('a limit', () => {
  const limited = aDiscountRule({ id: 'limited', currency: 'RUB', leftMinor: 5_000n });

  test('lets a quantity pass that uses it up to the last kopeck', () => {
    expect(bestDiscount([limited], aQuestion({ quantity: '10' })).best?.price).toBe('95');
  });

  test('gives nothing, not a part, to a quantity that would go over it', () => {
    expect(bestDiscount([limited], aQuestion({ quantity: '10.01' }))).toMatchObject({
      best: null,
      notCounted: [{ rule: { id: 'limited' }, because: 'limit' }],
    });
  });

  test('that is reached lets the next best discount count', () => {
    const smaller = aDiscountRule({ id: 'smaller', effect: percentOff(100) });
    expect(bestDiscount([limited, smaller], aQuestion({ quantity: '11' })).best?.rule.id).toBe('smaller');
  });

  test('without a currency can not be counted, so nothing is given under it', () => {
    const unreadable = aDiscountRule({ leftMinor: 1_000_000n, currency: null });
    expect(bestDiscount([unreadable], aQuestion()).best).toBeNull();
  });
});
