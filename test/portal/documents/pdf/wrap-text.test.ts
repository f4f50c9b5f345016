import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapText } from '#portal/documents/pdf/wrap-text.ts';

const countLetters = (text: string): number => text.length;

test('a text breaks at spaces', () => {
  expect(wrapText('Болт М10 с гайкой', 9, countLetters)).toEqual(['Болт М10', 'с гайкой']);
});

test('a no-break space holds its words together', () => {
  expect(wrapText('всего 1\u00a0200 шт', 9, countLetters)).toEqual(['всего', '1\u00a0200 шт']);
});

test('a long article number breaks after its hyphens, and between letters only when it must', () => {
  expect(wrapText('BRG-6205-2RS', 9, countLetters)).toEqual(['BRG-6205-', '2RS']);
  expect(wrapText('ABCDEFGHIJKL', 5, countLetters)).toEqual(['ABCDE', 'FGHIJ', 'KL']);
});

test('line feeds always break', () => {
  expect(wrapText('один\nдва', 20, countLetters)).toEqual(['один', 'два']);
});

test('no line is wider than asked and no letter is lost', () => {
  const words = fc.array(fc.stringMatching(/^[A-Za-zА-я0-9/-]{1,12}$/u), { maxLength: 12 });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 15 }), (list, width) => {
      const text = list.join(' ');
      const lines = wrapText(text, width, countLetters);
      expect(Math.max(...lines.map(countLetters))).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});
