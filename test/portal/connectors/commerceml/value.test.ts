import { describe, expect, test } from 'vitest';
import { currencyCode } from '#portal/connectors/currency-code.ts';
import { takeDetails } from '#portal/connectors/commerceml/details.ts';
import { parseDay, parseDecimal, parseInstant, parseSwitch } from '#portal/connectors/commerceml/value.ts';
import { mapXml, rowsOf } from './mapped-set.ts';
import { partsOf, utf8 } from './commerceml-files.ts';

describe('times', () => {
  test.each([
    ['2017-07-13', '2017-07-13'],
    ['2017-07-13T14:45:41', '2017-07-13'],
    ['2017-07-13 14:45:41', '2017-07-13'],
    ['13.07.2017', '2017-07-13'],
    ['3.7.2017 0:46:38', '2017-07-03'],
    ['2026-02-30', null],
    ['2026-03-05T24:00:00', null],
    ['yesterday', null],
  ])('%s is the day %s', (text, day) => {
    expect(parseDay(text)).toBe(day);
  });

  test.each([
    ['2017-07-13T14:45:41', 'Europe/Moscow', '2017-07-13T11:45:41.000Z'],
    ['2007-10-16 15:40:40', 'Europe/Moscow', '2007-10-16T11:40:40.000Z'],
    ['2008-03-28', 'Asia/Vladivostok', '2008-03-27T14:00:00.000Z'],
    ['2017-07-13T14:45:41Z', 'Europe/Moscow', '2017-07-13T14:45:41.000Z'],
    ['2017-07-13T14:45:41+05:00', 'Europe/Moscow', '2017-07-13T09:45:41.000Z'],
  ])('%s on a clock in %s is %s', (text, timeZone, instant) => {
    expect(parseInstant(text, timeZone)?.toISOString()).toBe(instant);
  });

  test('an hour that occurs twice is the earlier one, one that is left out follows what was before it', () => {
    expect(parseInstant('2014-10-26 01:30:00', 'Europe/Moscow')?.toISOString()).toBe(
      '2014-10-25T21:30:00.000Z',
    );
    expect(parseInstant('2024-10-27 02:30:00', 'Europe/Berlin')?.toISOString()).toBe(
      '2024-10-27T00:30:00.000Z',
    );
    expect(parseInstant('2024-03-31 02:30:00', 'Europe/Berlin')?.toISOString()).toBe(
      '2024-03-31T01:30:00.000Z',
    );
  });
});

test.each([
  ['руб', 'RUB'],
  ['руб.', 'RUB'],
  ['RUB', 'RUB'],
  ['RUR', 'RUB'],
  ['643', 'RUB'],
  ['810', 'RUB'],
  ['usd', 'USD'],
  ['978', 'EUR'],
  ['тугрик', null],
  ['франк', null],
  ['', null],
])('the currency "%s" is %s', (name, code) => {
  expect(currencyCode(name)).toBe(code);
});

test('yes and no in the ways of 1C, and nothing else', () => {
  expect(['true', '1', 'Да', 'Истина'].map(parseSwitch)).toEqual([true, true, true, true]);
  expect(['false', '0', 'нет', 'Ложь'].map(parseSwitch)).toEqual([false, false, false, false]);
  expect(['', 'да нет', 'maybe'].map(parseSwitch)).toEqual([null, null, null]);
});

test('a number with a point stays digit for digit, one with a comma and spaces is read', () => {
  expect(['9335.4200', '1', '-0.5', '1 719,50', '1 719'].map(parseDecimal)).toEqual([
    '9335.4200',
    '1',
    '-0.5',
    '1719.5',
    '1719',
  ]);
  expect(['1,234.5', '12 34', '1e3', 'NaN', ''].map(parseDecimal)).toEqual([null, null, null, null, null]);
});

test('a detail longer than a row may hold goes on in the next one', async () => {
  const value = `${'я'.repeat(4_000)}конец`;
  const xml = `<КоммерческаяИнформация><Документ><Комментарий>${value}</Комментарий></Документ></КоммерческаяИнформация>`;
  const document = (await partsOf(utf8(xml))).at(-1)?.element;
  if (!document) throw new Error('there is a document');

  expect(takeDetails(document)).toEqual([
    { name: 'Комментарий', value: 'я'.repeat(4_000) },
    { name: 'Комментарий', value: 'конец' },
  ]);
});

test('of a path of groups longer than a row may hold the end is kept', async () => {
  const long = 'г'.repeat(400);
  const set = await mapXml(
    `<Классификатор><Группы><Группа><Ид>1</Ид><Наименование>${long}</Наименование><Группы><Группа><Ид>2</Ид>` +
      `<Наименование>${long}</Наименование></Группа></Группы></Группа></Группы></Классификатор>` +
      '<Каталог><Товары><Товар><Ид>т</Ид><Наименование>Болт</Наименование><Группы><Ид>2</Ид></Группы></Товар></Товары></Каталог>',
  );

  expect(rowsOf(set, 'product')[0]?.groupName).toBe(`${long} / ${long}`.slice(-500));
});
