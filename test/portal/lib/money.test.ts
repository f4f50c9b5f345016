import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decimalFromMinor,
  isCurrency,
  minorDigits,
  minorFromDecimal,
  multiplyToMinor,
  roundToMinor,
  shareOfMinor,
  sumMoney,
} from '#portal/lib/money.ts';

describe('money', () => {
  test('a total survives the way to a decimal and back, whatever the currency', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 20n), 10n ** 20n),
        fc.constantFrom('RUB', 'JPY', 'KWD'),
        (minor, currency) => {
          expect(minorFromDecimal(decimalFromMinor(minor, currency), currency)).toBe(minor);
        },
      ),
    );
  });

  test('each currency has its own number of digits', () => {
    expect([minorDigits('RUB'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3]);
    expect(decimalFromMinor(1250n, 'RUB')).toBe('12.50');
    expect(decimalFromMinor(1250n, 'JPY')).toBe('1250');
    expect(minorFromDecimal('12.5', 'KWD')).toBe(12_500n);
  });

  test('a fraction of a kopeck is refused unless rounding is asked for', () => {
    expect(minorFromDecimal('10.005', 'RUB')).toBeNull();
    expect(roundToMinor('10.005', 'RUB')).toBe(1001n);
    expect(roundToMinor('-10.005', 'RUB')).toBe(-1001n);
    expect(roundToMinor('10', 'RUB')).toBe(1000n);
  });

  test('a line total is rounded once, at its end', () => {
    expect(multiplyToMinor('0.335', '3', 'RUB')).toBe(101n);
    expect(multiplyToMinor('1250.3375', '12.5', 'RUB')).toBe(1_562_922n);
  });

  test('a percentage of a total and of its reversal are the same figure', () => {
    expect(shareOfMinor(1_050n, 250)).toBe(26n);
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 14n), fc.nat(10_000), (minor, basisPoints) => {
        expect(shareOfMinor(-minor, basisPoints)).toBe(-shareOfMinor(minor, basisPoints));
      }),
    );
  });

  test('totals of different currencies are never added', () => {
    const amounts = [
      { amountMinor: 100n, currency: 'RUB' },
      { amountMinor: 250n, currency: 'RUB' },
    ];
    expect(sumMoney(amounts, 'RUB')).toEqual({ amountMinor: 350n, currency: 'RUB' });
    expect(() => sumMoney(amounts, 'EUR')).toThrow("can't add RUB to EUR");
  });

  test('a currency is three capital letters', () => {
    expect(isCurrency('RUB')).toBe(true);
    expect(['rub', 'RU', '643', 'RUBL'].some(isCurrency)).toBe(false);
  });
});
