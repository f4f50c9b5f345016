import { expect, test } from 'vitest';
import { formatCardNumber, labelOfCard, parseCardNumber } from '#auth/keys/card-number.ts';
import { mintCardNumber } from '#auth/keys/mint-card-number.ts';

/** The example of ISO/IEC 7812-1 for its check digit, and numbers that payment networks publish for tests. */
const KNOWN = ['49927398716', '4111111111111111', '5555555555554444'];

test('numbers with a known check digit are taken as they are printed', () => {
  for (const digits of KNOWN) expect(parseCardNumber(formatCardNumber(digits))).toBe(digits);
});

test('a made number is twelve digits, begins with no zero and checks', () => {
  for (let round = 0; round < 200; round += 1) {
    const number = mintCardNumber();
    expect(number).toMatch(/^[1-9]\d{11}$/);
    expect(parseCardNumber(number)).toBe(number);
  }
});

test('every wrong digit is found', () => {
  const number = '411111111111';
  const valid = Array.from({ length: 10 }, (_, digit) => `${number.slice(0, -1)}${digit}`);
  expect(valid.filter((one) => parseCardNumber(one) !== null)).toHaveLength(1);
  const [good = ''] = valid.filter((one) => parseCardNumber(one) !== null);
  for (let place = 0; place < good.length; place += 1) {
    const wrong = (Number(good[place]) + 3) % 10;
    expect(parseCardNumber(`${good.slice(0, place)}${wrong}${good.slice(place + 1)}`)).toBeNull();
  }
});

test('what a spreadsheet makes of a long number is no card number', () => {
  for (const text of ['4,99274E+10', '', 'abc', '4992739', '4'.repeat(20), '49927398716x']) {
    expect(parseCardNumber(text)).toBeNull();
  }
});

test('it is printed in groups of four, and a key is called by the last four digits', () => {
  expect(formatCardNumber('499273987161')).toBe('4992 7398 7161');
  expect(formatCardNumber('49927398716')).toBe('4992 7398 716');
  expect(labelOfCard('499273987161')).toBe('7161');
});
