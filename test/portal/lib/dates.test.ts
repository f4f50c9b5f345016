import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, addMonths, daysBetween, isOn, onFromInstant, startOfMonth } from '#portal/lib/dates.ts';

test('only days that exist are days', () => {
  expect(['2026-12-12', '2024-02-29'].every(isOn)).toBe(true);
  expect(['2026-02-29', '2026-13-01', '2026-1-1', '12.12.2026', '', '2026-12-12T00:00'].some(isOn)).toBe(
    false,
  );
});

test('an instant falls on the day that the wall calendar shows in that place', () => {
  const lateEvening = new Date('2026-12-31T22:30:00Z');
  expect(onFromInstant(lateEvening, 'UTC')).toBe('2026-12-31');
  expect(onFromInstant(lateEvening, 'Europe/Moscow')).toBe('2027-01-01');
});

test('days added can be counted again', () => {
  const days = fc.integer({ min: -4_000, max: 4_000 });
  fc.assert(
    fc.property(days, (count) => {
      expect(daysBetween('2026-03-29', addDays('2026-03-29', count))).toBe(count);
    }),
  );
});

test('a month later is the same day, or the last one of a shorter month', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2026-11-15', 3)).toBe('2027-02-15');
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
  expect(startOfMonth('2026-12-12')).toBe('2026-12-01');
});
