import { describe, expect, test } from 'vitest';
import { formatterFor } from '#portal/lib/format.ts';

const ru = formatterFor('ru', 'Europe/Moscow');
const en = formatterFor('en', 'Europe/Moscow');
const NOON = new Date('2026-12-12T09:00:00Z');

describe('numbers', () => {
  test('an amount has grouped thousands, its currency after it, and a true minus', () => {
    const debt = { amountMinor: -123_456_750n, currency: 'RUB' };
    expect(ru.amount(debt)).toBe('−1\u00a0234\u00a0567,50\u00a0₽');
    expect(en.amount(debt)).toBe('−1,234,567.50\u00a0₽');
    expect(ru.amount({ amountMinor: 1_250n, currency: 'JPY' })).toBe('1\u00a0250\u00a0JPY');
    expect(ru.amountDigits({ amountMinor: 5n, currency: 'USD' })).toBe('0,05');
  });

  test('an amount beyond what a float can hold keeps every kopeck', () => {
    expect(en.amount({ amountMinor: 900_719_925_474_099_301n, currency: 'EUR' })).toBe(
      '9,007,199,254,740,993.01\u00a0€',
    );
  });

  test('a unit price shows all digits that the source sent, a quantity no superfluous ones', () => {
    expect(ru.unitPrice('12.3375', 'RUB')).toBe('12,3375\u00a0₽');
    expect(ru.unitPrice('12.5', 'RUB')).toBe('12,50\u00a0₽');
    expect(ru.quantity('12.500', 'м')).toBe('12,5\u00a0м');
    expect(en.quantity('1200')).toBe('1,200');
  });

  test('percents and file sizes follow the language', () => {
    expect([ru.percent(750), en.percent(750), ru.percent(1_000)]).toEqual([
      '7,5\u00a0%',
      '7.5%',
      '10\u00a0%',
    ]);
    expect(ru.fileSize(312_400)).toBe('312\u00a0КБ');
    expect(en.fileSize(1_440_000)).toBe('1.4\u00a0MB');
    expect(en.fileSize(17)).toBe('17\u00a0B');
    expect(ru.count(12_345)).toBe('12\u00a0345');
  });
});

describe('dates', () => {
  test('a day is written short and without «г.»', () => {
    expect(ru.day('2026-12-12')).toBe('12 дек. 2026');
    expect(en.day('2026-12-12')).toBe('12 Dec 2026');
    expect(ru.day('2026-05-01')).toBe('1 мая 2026');
  });

  test('an instant is shown by the clock of the company', () => {
    const newYear = new Date('2026-12-31T21:05:00Z');
    expect(ru.instant(newYear)).toBe('1 янв. 2027, 00:05');
    expect(formatterFor('en', 'UTC').instant(newYear)).toBe('31 Dec 2026, 21:05');
    expect(en.dayOf(newYear)).toBe('1 Jan 2027');
    expect(en.time(newYear)).toBe('00:05');
  });

  test.each([
    [3 * 60, '3 минуты назад', '3 minutes ago'],
    [25 * 3_600, 'вчера', 'yesterday'],
    [40 * 86_400, 'в прошлом месяце', 'last month'],
    [0, 'сейчас', 'now'],
    [-2 * 86_400, 'послезавтра', 'in 2 days'],
  ])('%i seconds ago is said in words', (seconds, inRussian, inEnglish) => {
    const at = new Date(NOON.getTime() - seconds * 1_000);
    expect(ru.relative(at, NOON)).toBe(inRussian);
    expect(en.relative(at, NOON)).toBe(inEnglish);
  });
});

test('the same formatter is shared by all pages of a language', () => {
  expect(formatterFor('ru', 'Europe/Moscow')).toBe(ru);
});
