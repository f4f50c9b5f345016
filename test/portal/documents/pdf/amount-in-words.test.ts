import { expect, test } from 'vitest';
import { amountInWords, countForm, numberInWords } from '#portal/documents/pdf/amount-in-words.ts';

test.each([
  [0n, 'Ноль рублей 00 копеек'],
  [1n, 'Ноль рублей 01 копейка'],
  [100n, 'Один рубль 00 копеек'],
  [202n, 'Два рубля 02 копейки'],
  [1_111n, 'Одиннадцать рублей 11 копеек'],
  [2_121n, 'Двадцать один рубль 21 копейка'],
  [100_000n, 'Одна тысяча рублей 00 копеек'],
  [200_150n, 'Две тысячи один рубль 50 копеек'],
  [1_200_000n, 'Двенадцать тысяч рублей 00 копеек'],
  [2_340_560n, 'Двадцать три тысячи четыреста пять рублей 60 копеек'],
  [100_000_000n, 'Один миллион рублей 00 копеек'],
  [212_101_234n, 'Два миллиона сто двадцать одна тысяча двенадцать рублей 34 копейки'],
  [1_000_000_001_200n, 'Десять миллиардов двенадцать рублей 00 копеек'],
])('%s kopecks are spelled «%s»', (amountMinor, words) => {
  expect(amountInWords(amountMinor, 'RUB')).toBe(words);
});

test('the largest amount that can be spelled names every group', () => {
  const words = amountInWords(99_999_999_999_999_999n, 'RUB');
  expect(words).toMatch(/^Девятьсот девяносто девять триллионов .* миллиардов .* миллионов .* тысяч /u);
  expect(words).toMatch(/ девять рублей 99 копеек$/u);
});

test('euros do not decline, dollars and yuan do', () => {
  expect(amountInWords(2_200n, 'EUR')).toBe('Двадцать два евро 00 центов');
  expect(amountInWords(2_201n, 'USD')).toBe('Двадцать два доллара 01 цент');
  expect(amountInWords(500n, 'CNY')).toBe('Пять юаней 00 фэней');
});

test('a number takes the gender of what it counts', () => {
  expect(numberInWords(1n, 'neuter')).toBe('одно');
  expect(numberInWords(32n, 'feminine')).toBe('тридцать две');
  expect(numberInWords(2_002n, 'neuter')).toBe('две тысячи два');
});

test('what can not be spelled is refused rather than printed wrong', () => {
  expect(() => amountInWords(-1n, 'RUB')).toThrow(RangeError);
  expect(() => numberInWords(10n ** 15n, 'masculine')).toThrow(RangeError);
});

test.each([
  [1n, 'день'],
  [4n, 'дня'],
  [5n, 'дней'],
  [11n, 'дней'],
  [14n, 'дней'],
  [21n, 'день'],
  [112n, 'дней'],
  [122n, 'дня'],
])('%s goes with «%s»', (count, form) => {
  expect(countForm(count, ['день', 'дня', 'дней'])).toBe(form);
});
