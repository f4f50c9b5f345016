import { expect, test } from 'vitest';
import { DEPUTY_DAYS_MAX, faultOfPeriod, isRunning } from '#auth/deputies/deputy.ts';

const TODAY_ON = '2026-11-22';

test('REC-02 a deputy stands in on the first day, on the last day and between, and on no other', () => {
  const leave = { fromOn: '2026-11-20', toOn: '2026-11-24' };
  const days = ['2026-11-19', '2026-11-20', '2026-11-22', '2026-11-24', '2026-11-25'];
  expect(days.map((on) => isRunning(leave, on))).toEqual([false, true, true, true, false]);
});

test.for([
  [{ fromOn: '2026-11-22', toOn: '2026-11-22' }, null],
  [{ fromOn: '2026-11-01', toOn: '2026-11-22' }, null],
  [{ fromOn: '2026-11-25', toOn: '2026-11-24' }, 'backwards'],
  [{ fromOn: '2026-11-01', toOn: '2026-11-21' }, 'over'],
  [{ fromOn: '2026-12-01', toOn: '2027-03-02' }, null],
  [{ fromOn: '2026-12-01', toOn: '2027-03-03' }, 'too_long'],
] as const)('a leave %o, named on 22 November, is judged %s', ([period, fault]) => {
  expect(faultOfPeriod(period, TODAY_ON)).toBe(fault);
});

test('the longest leave is counted with both its days', () => {
  expect(DEPUTY_DAYS_MAX).toBe(92);
});
