import { expect, test } from 'vitest';
import { addWorkdays, isWorkday, nextWorkday, previousWorkday } from '#portal/demo/workdays.ts';
import { addDays } from '#portal/lib/dates.ts';

const FRIDAY = '2026-11-20';
const SATURDAY = '2026-11-21';
const MONDAY = '2026-11-23';

test('nobody works on Saturday and Sunday', () => {
  expect([FRIDAY, SATURDAY, addDays(SATURDAY, 1), MONDAY].map(isWorkday)).toEqual([true, false, false, true]);
  expect(nextWorkday(SATURDAY)).toBe(MONDAY);
  expect(nextWorkday(MONDAY)).toBe(MONDAY);
  expect(previousWorkday(addDays(SATURDAY, 1))).toBe(FRIDAY);
  expect(previousWorkday(FRIDAY)).toBe(FRIDAY);
});

test('counting working days passes over weekends, whatever day it begins on', () => {
  for (let start = 0; start < 7; start += 1) {
    const from = addDays(FRIDAY, start);
    let expected = nextWorkday(from);
    for (let count = 0; count < 23; count += 1) {
      expect(addWorkdays(from, count)).toBe(expected);
      expected = nextWorkday(addDays(expected, 1));
    }
  }
});
