import { expect, test } from 'vitest';
import { createRandom, createWheel } from '#portal/demo/random.ts';

const draw = (seed: number, purpose: string): number[] => {
  const random = createRandom(seed, purpose);
  return Array.from({ length: 20 }, () => random.between(1, 1000));
};

test('the same seed and purpose give the same answers; another seed or purpose gives others', () => {
  expect(draw(7, 'orders')).toEqual(draw(7, 'orders'));
  expect(draw(7, 'orders')).not.toEqual(draw(8, 'orders'));
  expect(draw(7, 'orders')).not.toEqual(draw(7, 'stock'));
});

test('whole numbers stay within their bounds and reach both', () => {
  const random = createRandom(1, 'bounds');
  const drawn = new Set(Array.from({ length: 500 }, () => random.between(3, 6)));
  expect([...drawn].toSorted((one, other) => one - other)).toEqual([3, 4, 5, 6]);
});

test('a wheel stops at each value about as often as its weight says, and never at one without weight', () => {
  const wheel = createWheel([
    { weight: 0, value: 'never' },
    { weight: 1, value: 'seldom' },
    { weight: 3, value: 'often' },
  ]);
  const random = createRandom(1, 'wheel');
  const stops = Array.from({ length: 4000 }, () => random.spin(wheel));
  const seldom = stops.filter((value) => value === 'seldom').length;
  expect(stops).not.toContain('never');
  expect(seldom).toBeGreaterThan(900);
  expect(seldom).toBeLessThan(1100);
});
