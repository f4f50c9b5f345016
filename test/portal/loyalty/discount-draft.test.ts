import { describe, expect, test } from 'vitest';
import { parseDiscountTexts, toDiscountTexts } from '#portal/loyalty/discount-draft.ts';
import type { DiscountFaults, DiscountTexts } from '#portal/loyalty/discount-draft.ts';
import { someTerms, someTexts } from '#test/support/loyalty-builders.ts';

test('a percent typed with a comma becomes hundredths of a percent, exactly', () => {
  expect(parseDiscountTexts(someTexts({ percent: '7,5 %' }))).toEqual({ ok: true, terms: someTerms() });
});

test('a fixed price keeps its digits, and a limit becomes minor units of its currency', () => {
  const texts = someTexts({ percent: '', fixedPrice: '1 250,3375', currency: 'rub', limit: '50 000' });
  expect(parseDiscountTexts(texts)).toMatchObject({
    ok: true,
    terms: { kind: 'fixed-price', fixedPrice: '1250.3375', currency: 'RUB', maxAmountMinor: 5_000_000n },
  });
});

describe.each<[string, Partial<DiscountTexts>, DiscountFaults]>([
  ['without a name', { name: '' }, { name: 'missing' }],
  ['with a name longer than a page has room for', { name: 'x'.repeat(121) }, { name: 'too_long' }],
  ['that gives nothing', { percent: '' }, { percent: 'one_effect' }],
  ['that gives both a percent and a price', { fixedPrice: '10' }, { percent: 'one_effect' }],
  ['of nought percent', { percent: '0' }, { percent: 'not_percent' }],
  ['of more than everything', { percent: '100,01' }, { percent: 'not_percent' }],
  ['of a thousandth of a percent', { percent: '1,005' }, { percent: 'not_percent' }],
  ['of a negative price', { percent: '', fixedPrice: '-5', currency: 'RUB' }, { fixedPrice: 'not_price' }],
  ['with a price without a currency', { percent: '', fixedPrice: '5' }, { currency: 'currency_needed' }],
  ['with a limit without a currency', { limit: '100' }, { currency: 'currency_needed' }],
  ['in a currency that is none', { currency: 'руб' }, { currency: 'not_currency' }],
  ['with a limit of nothing', { limit: '0', currency: 'RUB' }, { limit: 'not_amount' }],
  ['with a limit of half a kopeck', { limit: '0,005', currency: 'RUB' }, { limit: 'not_amount' }],
  ['without a first day', { validFromOn: '' }, { validFromOn: 'missing' }],
  ['from a day that does not exist', { validFromOn: '2026-02-30' }, { validFromOn: 'not_day' }],
  ['that ends before it begins', { validToOn: '2026-10-31' }, { validToOn: 'ends_before_start' }],
])('a discount %s', (_name, texts, faults) => {
  test('is refused, and the fault is told at its field', () => {
    expect(parseDiscountTexts(someTexts(texts))).toEqual({ ok: false, faults });
  });
});

test('every field that is wrong is told at once', () => {
  const outcome = parseDiscountTexts(someTexts({ name: '', percent: '200', validToOn: 'tomorrow' }));
  expect(outcome).toEqual({
    ok: false,
    faults: { name: 'missing', percent: 'not_percent', validToOn: 'not_day' },
  });
});

test('terms that were saved come back into the form as they were', () => {
  const terms = someTerms({ currency: 'RUB', sku: 'A-1', validToOn: '2026-12-31', maxAmountMinor: 12_345n });
  expect(parseDiscountTexts(toDiscountTexts(terms))).toEqual({ ok: true, terms });
});
