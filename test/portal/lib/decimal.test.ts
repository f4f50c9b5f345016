import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  decimalFromInteger,
  decimalScale,
  divideDecimals,
  divideHalfUp,
  isDecimal,
  multiplyDecimals,
  negateDecimal,
  parseTypedDecimal,
  plainDecimal,
  roundDecimal,
  scaledInteger,
  subtractDecimals,
} from '#portal/lib/decimal.ts';

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(6))
  .map(([digits, scale]) => decimalFromInteger(digits, scale));

describe('arithmetic on decimals is exact', () => {
  test('sums that binary fractions get wrong come out right', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3');
    expect(subtractDecimals('1.0', '0.9')).toBe('0.1');
    expect(multiplyDecimals('1.005', '1000')).toBe('1005');
    expect(addDecimals('999999999999999.99', '0.01')).toBe('1000000000000000');
  });

  test('adding and taking away again gives the number back', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(subtractDecimals(addDecimals(a, b), b)).toBe(plainDecimal(a));
      }),
    );
  });

  test('the order of addends and factors does not matter', () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, (a, b, c) => {
        expect(addDecimals(addDecimals(a, b), c)).toBe(addDecimals(a, addDecimals(b, c)));
        expect(multiplyDecimals(a, b)).toBe(multiplyDecimals(b, a));
        expect(multiplyDecimals(a, addDecimals(b, c))).toBe(
          addDecimals(multiplyDecimals(a, b), multiplyDecimals(a, c)),
        );
      }),
    );
  });

  test('comparison agrees with the sign of the difference', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const difference = subtractDecimals(a, b);
        const sign = difference === '0' ? 0 : difference.startsWith('-') ? -1 : 1;
        expect(compareDecimals(a, b)).toBe(sign);
        expect(compareDecimals(b, a)).toBe(-sign === 0 ? 0 : -sign);
      }),
    );
  });

  test('a result never carries superfluous zeros, a bare point or a minus zero', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        for (const result of [addDecimals(a, b), multiplyDecimals(a, b), negateDecimal(a), plainDecimal(a)]) {
          expect(result).toMatch(/^(0|-?([1-9]\d*|0(?=\.))(\.\d*[1-9])?)$/);
        }
      }),
    );
  });
});

describe('rounding', () => {
  test('a half goes away from zero, so that a credit note mirrors its invoice', () => {
    expect(roundDecimal('2.345', 2)).toBe('2.35');
    expect(roundDecimal('-2.345', 2)).toBe('-2.35');
    expect(roundDecimal('2.3449999', 2)).toBe('2.34');
    expect(roundDecimal('0.5', 0)).toBe('1');
    expect(divideHalfUp(5n, -2n)).toBe(-3n);
  });

  test('the rounded number is never further away than half a step', () => {
    fc.assert(
      fc.property(decimals, fc.nat(4), (value, scale) => {
        const distance = subtractDecimals(roundDecimal(value, scale), value).replace('-', '');
        expect(compareDecimals(multiplyDecimals(distance, '2'), decimalFromInteger(1n, scale))).not.toBe(1);
      }),
    );
  });

  test('a division is exact to the digits asked for', () => {
    expect(divideDecimals('1', '3', 4)).toBe('0.3333');
    expect(divideDecimals('2', '3', 4)).toBe('0.6667');
    expect(divideDecimals('-10', '0.4', 0)).toBe('-25');
    expect(() => divideDecimals('1', '0', 2)).toThrow('division by zero');
  });
});

describe('reading numbers', () => {
  test.each([
    ['1 234,5', '1234.5'],
    ['1\u00a0234\u202f567.25', '1234567.25'],
    ['−3,25', '-3.25'],
    [' 007 ', '7'],
    ['12.500', '12.5'],
  ])('%j is read as %s', (text, expected) => {
    expect(parseTypedDecimal(text)).toBe(expected);
  });

  test.each([
    '',
    '-',
    '1,234.5',
    '1.234,5',
    '1 23',
    '12 3456',
    '1e5',
    '0x10',
    '١٢',
    '5 шт',
    '1,',
    ',5',
    'NaN',
  ])('%j is no number, or could be read in two ways', (text) => {
    expect(parseTypedDecimal(text)).toBeNull();
  });

  test('only plain digits with one point count as a decimal', () => {
    expect(['12', '-0.5', '0012.10'].every(isDecimal)).toBe(true);
    expect(['+1', '1,5', '.5', '5.', ' 1', '1e3', '1'.repeat(31)].some(isDecimal)).toBe(false);
    expect(() => addDecimals('1,5', '2')).toThrow(RangeError);
  });

  test('whole steps of a decimal are counted, or refused when there is a rest', () => {
    expect(scaledInteger('1.5', 2)).toBe(150n);
    expect(scaledInteger('1.500', 1)).toBe(15n);
    expect(scaledInteger('1.505', 2)).toBeNull();
    expect(decimalScale('1.500')).toBe(1);
    expect(decimalFromInteger(-5n, 2)).toBe('-0.05');
  });
});
