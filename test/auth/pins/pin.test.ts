import { expect, test } from 'vitest';
import { findPinFault, leastPinLength, mintOneTimePin, normalizePin } from '#auth/pins/pin.ts';
import type { PinFault } from '#auth/pins/pin.ts';

const RULES = { leastLength: 8, knownNumbers: ['K-100234', '4071 2298 1165', 'BR-000217'] };
const faultOf = (pin: string, rules = RULES) => findPinFault(normalizePin(pin), rules);

test('PIN-03 a PIN has at least eight characters where prices are behind it, six below that', () => {
  expect([leastPinLength(3), leastPinLength(2), leastPinLength(1)]).toEqual([8, 6, 6]);
  expect([faultOf('gadfly4'), faultOf('gadfly47')]).toEqual(['too_short', null]);
  const low = { ...RULES, leastLength: 6 };
  expect([faultOf('kd93x', low), faultOf('kd93xw', low)]).toEqual(['too_short', null]);
  expect([faultOf('k3'.repeat(8) + 'абвxyя7'.repeat(8)), faultOf('')]).toEqual(['too_long', 'too_short']);
});

test('PIN-03 letters of both alphabets and digits make a PIN, and nothing else does', () => {
  expect([faultOf('трамвай5'), faultOf('Gadfly47'), faultOf('82914730')]).toEqual([null, null, null]);
  for (const pin of [
    'gadfly 47',
    'gadfly-47',
    'gadfly47!',
    'gadfly4\u0000',
    'gadfly🔑47',
    'g\u200badfly47',
  ]) {
    expect([pin, faultOf(pin)]).toEqual([pin, 'not_letters_or_digits']);
  }
});

test('PIN-03 the same keys give the same PIN on every system', () => {
  expect(normalizePin('й47трамвай')).toBe(normalizePin('и\u030647трамваи\u0306'));
  expect(normalizePin('ｇａｄｆｌｙ４７')).toBe('gadfly47');
});

const BLOCKED: Readonly<Record<string, PinFault>> = {
  '11111111': 'repeats',
  aaaabbbb: 'repeats',
  '12121212': 'repeats',
  kd93kd93: 'repeats',
  '12345678': 'sequence',
  '87654321': 'sequence',
  '01234567': 'sequence',
  '24681357': 'sequence',
  abcdefgh: 'sequence',
  hgfedcba: 'sequence',
  абвгдежз: 'sequence',
  qwertyui: 'sequence',
  Qwerty12: 'sequence',
  йцукенгш: 'sequence',
  ФЫВАПРОЛ: 'sequence',
  '1qaz2wsx': 'sequence',
  '1йфя2цыч': 'sequence',
  '12345kd9': 'sequence',
  '14031987': 'date',
  '19870314': 'date',
  '03141987': 'date',
  anna1985: 'date',
  '2011kate': 'date',
  '100234kd': 'known_number',
  k100234x: 'known_number',
  '40712298': 'known_number',
  br000217: 'known_number',
};

test.for(Object.entries(BLOCKED))('PIN-03 %s is on the block list: %s', ([pin, fault]) => {
  expect(faultOf(pin)).toBe(fault);
});

test('PIN-03 each part of the block list stops a PIN that no other part stops', () => {
  expect(faultOf('kd93kd93')).toBe('repeats');
  expect(faultOf('12345kd9')).toBe('sequence');
  expect(faultOf('kd921985')).toBe('date');
  expect(faultOf('100234kd')).toBe('known_number');
  expect(faultOf('140387', { ...RULES, leastLength: 6 })).toBe('date');
  expect(faultOf('100234kd', { ...RULES, knownNumbers: [] })).toBeNull();
});

test('PIN-03 a PIN that only touches on a date, a run or a number is accepted', () => {
  for (const pin of ['82914730', 'winter1985snow', '1234windmill', 'brook217x', 'кот4071рыба']) {
    expect([pin, faultOf(pin)]).toEqual([pin, null]);
  }
});

test('PIN-08 a PIN that a manager gives out is random and keeps to the rules', () => {
  const pins = Array.from({ length: 200 }, () => mintOneTimePin(RULES));
  expect(new Set(pins).size).toBe(200);
  for (const pin of pins) expect([pin, faultOf(pin)]).toEqual([pin, null]);
  expect(pins.join('')).not.toMatch(/[01ilo]/);
});
