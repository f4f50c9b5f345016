import { expect, test } from 'vitest';
import { toSearchText } from '#portal/lib/search-text.ts';

test('a search finds a text whatever its case, its ё, its dashes and its spaces', () => {
  expect(toSearchText('  Счёт №\u00a0ЗК–1042 ')).toBe('счет no зк-1042');
  expect(toSearchText('ЁЛКА')).toBe(toSearchText('елка'));
  expect(toSearchText('ＡＢ１２')).toBe('ab12');
});

test('й stays й however it was typed', () => {
  expect(toSearchText('Гайка'.normalize('NFD'))).toBe('гайка');
});
