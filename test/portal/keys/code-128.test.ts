import { expect, test } from 'vitest';
import { code128PathOf, code128Widths } from '#portal/keys/code-128.ts';

/** Bars as 1 and spaces as 0, module by module. */
function modulesOf(text: string): string {
  return code128Widths(text)
    .map((width, index) => (index % 2 === 0 ? '1' : '0').repeat(width))
    .join('');
}

/** Every character that a letter can become in set B, by the printable ASCII in their order. */
const LETTERS = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(0x20 + index));

test('the bars of a known text: start B, its letter, check and stop', () => {
  // Space in set B is value 0, so the check character is 104 mod 103 = 1.
  expect(modulesOf(' ')).toBe(['11010010000', '11011001100', '11001101100', '1100011101011'].join(''));
});

test('digits go in pairs: 123456 is start C, 12, 34, 56, check 44 and stop', () => {
  expect(modulesOf('123456')).toBe(
    ['11010011100', '10110011100', '10001011000', '11100010110', '10001101110', '1100011101011'].join(''),
  );
});

test('the odd digit at the end is a letter of set B', () => {
  // 105 + 12*1 + 100*2 + 19*3 = 374, and 374 mod 103 = 65.
  const [startC, twelve, toB] = ['11010011100', '10110011100', '10111101110'];
  const [three, check65] = ['11001011100', '10010110000'];
  expect(modulesOf('123')).toBe([startC, twelve, toB, three, check65, '1100011101011'].join(''));
});

test('every character is eleven modules wide with an even number of them black, and no two are alike', () => {
  const bars = LETTERS.map((letter) => code128Widths(letter).slice(6, 12));
  const pairs = Array.from({ length: 100 }, (_, pair) =>
    code128Widths(String(pair).padStart(2, '0')).slice(6, 12),
  );
  for (const widths of [...bars, ...pairs]) {
    expect(widths.reduce((sum, width) => sum + width, 0)).toBe(11);
    const [first = 0, , third = 0, , fifth = 0] = widths;
    expect((first + third + fifth) % 2).toBe(0);
  }
  expect(new Set(pairs.map(String)).size).toBe(100);
  expect(new Set(bars.map(String)).size).toBe(LETTERS.length);
});

test('around the bars stands the white that a scanner needs', () => {
  const { width, path } = code128PathOf('123456');
  expect(width).toBe(10 + 5 * 11 + 13 + 10);
  expect(path).toMatch(/^M10 0h2v1h-2z/);
});

test('what no scanner would give back is not encoded', () => {
  expect(() => code128PathOf('Брелок')).toThrow(RangeError);
});
