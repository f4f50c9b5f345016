import { describe, expect, test } from 'vitest';
import { tierAt, tieredPricesOn } from '#portal/prices/price-list.ts';
import type { PriceEntry } from '#portal/prices/price-list.ts';
import { aListOf, entriesOf, PRICE_DAY } from '#test/support/price-builders.ts';

const list = aListOf();

function tiersOf(entries: PriceEntry[], of = list): string[] {
  return tieredPricesOn([of], entries, { on: PRICE_DAY, productUnit: 'pcs' }).flatMap(({ tiers }) =>
    tiers.map(({ fromQuantity, price }) => `${fromQuantity}: ${price}`),
  );
}

describe('the tiers of a list', () => {
  test('stand by rising quantity, by number and not by letter', () => {
    expect(tiersOf(entriesOf(list, { 100: '80', 9: '95', 0: '100' }))).toEqual([
      '0: 100',
      '9: 95',
      '100: 80',
    ]);
  });

  test('leave out what does not hold on the day', () => {
    const over = entriesOf(list, { 0: '90' }, { validToOn: '2026-12-11' });
    const ahead = entriesOf(list, { 0: '110' }, { validFromOn: '2026-12-13' });
    expect(tiersOf([...over, ...ahead])).toEqual([]);
    expect(tiersOf(entriesOf(list, { 0: '100' }), aListOf({ validToOn: '2026-12-11' }))).toEqual([]);
  });

  test('of two entries for one quantity hold the one that began last, then the lower one', () => {
    const old = entriesOf(list, { 0: '90' }, { id: 'old', validFromOn: '2026-01-01' });
    const recent = entriesOf(list, { 0: '100' }, { id: 'recent', validFromOn: '2026-12-01' });
    const undated = entriesOf(list, { '0.0': '70' }, { id: 'undated' });
    expect(tiersOf([...undated, ...old, ...recent])).toEqual(['0: 100']);
    const lower = entriesOf(list, { 0: '99' }, { id: 'z', validFromOn: '2026-12-01' });
    expect(tiersOf([...recent, ...lower])).toEqual(['0: 99']);
  });

  test('have no price that is nothing or less: that is how an ERP writes "on request"', () => {
    expect(tiersOf(entriesOf(list, { 0: '0', 10: '-5', 20: '0.01' }))).toEqual(['20: 0.01']);
  });

  test('are kept apart by unit', () => {
    const perPiece = entriesOf(list, { 0: '100' });
    const perBox = entriesOf(list, { 0: '4500' }, { unit: 'box' });
    const units = tieredPricesOn([list], [...perPiece, ...perBox], { on: PRICE_DAY, productUnit: 'pcs' });
    expect(units.map(({ basis, tiers }) => [basis.unit, tiers.length])).toEqual([
      ['pcs', 1],
      ['box', 1],
    ]);
  });

  test('hold on the days that the list and the entry share', () => {
    const limited = aListOf({ validFromOn: '2026-01-01', validToOn: '2026-12-31' });
    const entries = entriesOf(limited, { 0: '100' }, { validFromOn: '2026-06-01', validToOn: '2027-06-01' });
    const [tiered] = tieredPricesOn([limited], entries, { on: PRICE_DAY, productUnit: 'pcs' });
    expect(tiered?.tiers[0]).toMatchObject({ validFromOn: '2026-06-01', validToOn: '2026-12-31' });
  });
});

test('a quantity below the first tier has none', () => {
  const [tiered] = tieredPricesOn([list], entriesOf(list, { 10: '90', 50: '80' }), {
    on: PRICE_DAY,
    productUnit: 'pcs',
  });
  if (tiered === undefined) throw new Error('the list has tiers');
  expect(tierAt(tiered, '9.999')).toBeNull();
  expect(tierAt(tiered, '10')?.price).toBe('90');
  expect(tierAt(tiered, '1000')?.price).toBe('80');
});
