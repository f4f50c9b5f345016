import { expect, test } from 'vitest';
import { toSearchWords } from '#portal/lib/search-words.ts';

test('words are compared as they are stored: small, with е for ё, with one kind of dash', () => {
  expect(toSearchWords('  Подшипник  ЗАКАЛЁННЫЙ 6205–2RS ')).toEqual(['подшипник', 'закаленный', '6205-2rs']);
});

test('no word holds a sign that LIKE takes for a pattern', () => {
  expect(toSearchWords('100%_a\\b')).toEqual(['100', 'a', 'b']);
  expect(toSearchWords('%%_\\')).toEqual([]);
});

test('a pasted page of text does not become a hundred conditions', () => {
  expect(toSearchWords('a b c d e f g h i').length).toBe(6);
  expect(toSearchWords('x'.repeat(5_000))).toEqual(['x'.repeat(100)]);
  expect(toSearchWords('same Same SAME')).toEqual(['same']);
});
