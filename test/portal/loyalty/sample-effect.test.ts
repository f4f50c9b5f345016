import { expect, test } from 'vitest';
import { sampleEffect } from '#portal/loyalty/sample-effect.ts';
import type { SampleLine, SampleOrder } from '#portal/loyalty/sample-effect.ts';
import { someTerms } from '#test/support/loyalty-builders.ts';

test('a percent lowers the price of a line, and the saving is that of the whole quantity, rounded once', () => {
  const [order] = sampleEffect(someTerms(), [anOrder([aLine({ unitPrice: '99.99', quantity: '3' })])]);
  expect(order?.lines).toMatchObject([{ isChanged: true, newPrice: '92.49', savedMinor: 2250n }]);
  expect(order?.savedMinor).toBe(2250n);
});

test('goods of another group keep their price and say why', () => {
  const terms = someTerms({ goodsGroup: 'Bearings' });
  const lines = [aLine({ goodsGroup: 'Bearings' }), aLine({ goodsGroup: 'Belts' })];
  const [order] = sampleEffect(terms, [anOrder(lines)]);
  expect(order?.lines.map(({ isChanged }) => isChanged)).toEqual([true, false]);
  expect(order?.lines[1]).toMatchObject({ because: 'not_covered' });
});

test('a fixed price above the line’s own gives nothing', () => {
  const terms = someTerms({ basisPoints: null, kind: 'fixed-price', fixedPrice: '120', currency: 'RUB' });
  const [order] = sampleEffect(terms, [anOrder([aLine({ unitPrice: '100' })])]);
  expect(order?.lines[0]).toMatchObject({ isChanged: false, because: 'not_lower' });
});

test('a fixed price is for the article’s own unit and for its currency only', () => {
  const terms = someTerms({ basisPoints: null, kind: 'fixed-price', fixedPrice: '10', currency: 'RUB' });
  const inBoxes = anOrder([aLine({ unit: 'box' })]);
  const inEuros = { ...anOrder([aLine({})]), currency: 'EUR' };
  for (const [order] of [sampleEffect(terms, [inBoxes]), sampleEffect(terms, [inEuros])]) {
    expect(order?.lines[0]).toMatchObject({ isChanged: false, because: 'other_currency' });
  }
});

test('the limit is used up from the oldest order on; a line that would go over it gets nothing', () => {
  const terms = someTerms({ basisPoints: 1000, currency: 'RUB', maxAmountMinor: 1500n });
  const later = { ...anOrder([aLine({ unitPrice: '100' })]), id: 'later', orderedOn: '2026-10-09' };
  const earlier = { ...anOrder([aLine({ unitPrice: '100' })]), id: 'earlier', orderedOn: '2026-10-01' };
  const effects = sampleEffect(terms, [later, earlier]);
  expect(effects.map(({ id, savedMinor }) => [id, savedMinor])).toEqual([
    ['earlier', 1000n],
    ['later', 0n],
  ]);
  expect(effects[1]?.lines[0]).toMatchObject({ because: 'limit' });
});

function aLine(differences: Partial<SampleLine>): SampleLine {
  return {
    id: 'line',
    sku: 'A-1',
    name: 'Demo line',
    quantity: '1',
    unit: 'pcs',
    unitPrice: '100',
    productUnit: 'pcs',
    goodsGroup: null,
    ...differences,
  };
}

function anOrder(lines: SampleLine[]): SampleOrder {
  return { id: 'order', number: '1', orderedOn: '2026-10-05', currency: 'RUB', lines };
}
