import { expect, test } from 'vitest';
import { readCell } from '#portal/connectors/file-drop/cell.ts';
import type { CellType } from '#portal/connectors/file-drop/columns/column.ts';

test.each<[CellType, string, unknown]>([
  ['decimal', '12.500', '12.500'],
  ['decimal', '12,500', '12.500'],
  ['decimal', '-0,1', '-0.1'],
  ['amount', '1234,50', 123_450n],
  ['amount', '1234', 123_400n],
  ['amount', '-0.01', -1n],
  ['amount', '12.50000', 1_250n],
  ['basis-points', '12,5', 1_250],
  ['whole-number', '12', 12],
  ['boolean', '1', true],
  ['boolean', 'false', false],
  ['instant', '2026-11-22T12:30:00+03:00', new Date('2026-11-22T09:30:00Z')],
])('%s %j is read for what it is', (type, text, value) => {
  expect(readCell(type, text, 'RUB')).toEqual({ ok: true, value });
});

test.each<[CellType, string]>([
  ['decimal', '1 234,5'],
  ['decimal', '1,234.5'],
  ['decimal', '1e5'],
  ['decimal', '.5'],
  ['decimal', '+5'],
  ['amount', '0.005'],
  ['amount', 'NaN'],
  ['basis-points', '12.345'],
  ['whole-number', '12.0'],
  ['whole-number', '-1'],
  ['boolean', 'yes'],
  ['instant', '2026-11-22T12:30:00'],
  ['instant', '2026-11-22'],
  ['instant', '2026-13-45T12:30:00Z'],
])('%s %j is refused rather than guessed', (type, text) => {
  expect(readCell(type, text, 'RUB')).toMatchObject({ ok: false });
});

test('a total has as many digits as its currency', () => {
  expect(readCell('amount', '1250', 'JPY')).toEqual({ ok: true, value: 1_250n });
  expect(readCell('amount', '1250.5', 'JPY')).toMatchObject({ ok: false });
  expect(readCell('amount', '1.234', 'KWD')).toEqual({ ok: true, value: 1_234n });
});

test('a total without a currency is refused', () => {
  expect(readCell('amount', '12.50', '')).toMatchObject({ ok: false });
  expect(readCell('amount', '12.50', 'roubles')).toMatchObject({ ok: false });
});
