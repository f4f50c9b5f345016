import { expect, test } from 'vitest';
import { createRefusalCounter } from '#auth/audit/refusal-counter.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 12) + seconds * 1000);

test('of the refusals of one subject one a minute is written down, and it tells how many were not', () => {
  const { admit } = createRefusalCounter();
  expect(admit('one', at(0))).toBe(0);
  expect([admit('one', at(1)), admit('one', at(59))]).toEqual([null, null]);
  expect(admit('another', at(59))).toBe(0);
  expect(admit('one', at(60))).toBe(2);
  expect(admit('one', at(61))).toBeNull();
  expect(admit('one', at(121))).toBe(1);
});

test('a clock that was set back silences nobody for longer than a minute of its own', () => {
  const { admit } = createRefusalCounter();
  expect(admit('one', at(7200))).toBe(0);
  expect(admit('one', at(0))).toBe(0);
});

test('whoever comes with ever new subjects takes no more memory than ten thousand of them', () => {
  const { admit } = createRefusalCounter();
  for (let index = 0; index < 10_001; index += 1) admit(String(index), at(0));
  expect(admit('1', at(1))).toBeNull();
  expect(admit('0', at(1))).toBe(0);
});
