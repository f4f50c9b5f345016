import { expect, test } from 'vitest';
import { isTheme, negotiateLocale } from '#portal/lib/locale.ts';

test('what the reader chose wins over what the browser asks for', () => {
  expect(negotiateLocale('en', 'ru')).toBe('en');
});

test.each([
  ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
  ['en-GB', 'en'],
  ['de, ru;q=0.5, en;q=0.7', 'en'],
  ['de-DE,fr', 'en'],
  ['ru;q=0, en', 'en'],
  ['*', 'ru'],
  ['', 'ru'],
  [null, 'ru'],
])('a browser that sends %j reads %s', (header, expected) => {
  expect(negotiateLocale(undefined, header)).toBe(expected);
});

test('a cookie with anything else in it counts as no choice', () => {
  expect(negotiateLocale('klingon', 'en')).toBe('en');
  expect([isTheme('dark'), isTheme('blue'), isTheme(null)]).toEqual([true, false, false]);
});
