/**
 * What a PIN that the portal itself checks must be like. Only keys without a PIN of their own have one (PIN-02); the
 * portal never asks for the PIN of another key. Pure rules, for the page that explains them and for what is stored.
 */
import { randomInt } from 'node:crypto';

/** Which rule a chosen PIN breaks; the pages have a sentence for each. */
export type PinFault =
  'not_letters_or_digits' | 'too_short' | 'too_long' | 'repeats' | 'sequence' | 'date' | 'known_number';

export type PinRules = {
  leastLength: number;
  /** Printed on the key or on papers: customer number, card number, serial. */
  knownNumbers: readonly string[];
};

/** PIN-03 as amended: eight characters where prices are behind it, six below that. */
const LEAST_LENGTH: Readonly<Record<1 | 2 | 3, number>> = { 1: 6, 2: 6, 3: 8 };
const LONGEST = 64;
const LEAST_DIFFERENT = 4;
/** So many characters must stand outside of sequences. */
const LEAST_UNGUESSED = 4;
/** Beside a year or a date there must be as much again as anybody would guess. */
const LEAST_BESIDE_DATE = 5;
const SHORTEST_RUN = 3;
const SHORTEST_KNOWN_NUMBER = 4;

const LETTERS_AND_DIGITS = /^[\p{L}\p{Nd}]+$/u;
const REPEATED = /^(.+?)\1+$/u;

const ROWS = [
  '01234567890',
  '02468',
  '13579',
  'abcdefghijklmnopqrstuvwxyz',
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  'абвгдежзийклмнопрстуфхцчшщъыьэюя',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
];
/** Keys below each other, in both layouts. */
const COLUMNS =
  '1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 741 852 963 159 357 1йфя 2цыч 3увс 4кам 5епи 6нрт 7гоь 8шлб 9щдю'.split(
    ' ',
  );
const RUNS = [...ROWS, ...COLUMNS].flatMap((run) => [run, Array.from(run).toReversed().join('')]);

const DAY = '(?:0[1-9]|[12]\\d|3[01])';
const MONTH = '(?:0[1-9]|1[0-2])';
const YEAR = '(?:19\\d\\d|20\\d\\d)';
const DATE = new RegExp(
  `${DAY}${MONTH}${YEAR}|${MONTH}${DAY}${YEAR}|${YEAR}${MONTH}${DAY}|${YEAR}${DAY}${MONTH}|${YEAR}`,
  'g',
);
const SHORT_DATE = new RegExp(`^(?:${DAY}${MONTH}\\d\\d|\\d\\d${MONTH}${DAY})$`);

/** Letters that are read or typed for another are left out. */
const ONE_TIME_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const ONE_TIME_LENGTH = 10;

/** A PIN as it is compared and stored: the same keys give the same PIN on every system (PIN-03). */
export function normalizePin(typed: string): string {
  return typed.normalize('NFKC').trim();
}

/** @param tier what the key is worth at most; a U2F key 3 */
export function leastPinLength(tier: 1 | 2 | 3): number {
  return LEAST_LENGTH[tier];
}

/** The first rule that a normalised PIN breaks; null for one that may be taken. */
export function findPinFault(pin: string, { leastLength, knownNumbers }: PinRules): PinFault | null {
  const plain = pin.toLowerCase();
  const letters = Array.from(plain);
  if (plain !== '' && !LETTERS_AND_DIGITS.test(plain)) return 'not_letters_or_digits';
  if (letters.length < leastLength) return 'too_short';
  if (letters.length > LONGEST) return 'too_long';
  if (new Set(letters).size < LEAST_DIFFERENT || REPEATED.test(plain)) return 'repeats';
  if (countOutsideRuns(plain) < LEAST_UNGUESSED) return 'sequence';
  if (isDate(plain)) return 'date';
  return knownNumbers.some((number) => isTakenFrom(plain, number)) ? 'known_number' : null;
}

/** A random PIN for a manager to give out: fifty bits, changed at its first use (PIN-08). */
export function mintOneTimePin(rules: PinRules): string {
  const pin = Array.from({ length: ONE_TIME_LENGTH }, () =>
    ONE_TIME_LETTERS.charAt(randomInt(ONE_TIME_LETTERS.length)),
  ).join('');
  return findPinFault(pin, rules) === null ? pin : mintOneTimePin(rules);
}

/** How many characters belong to no run of the alphabet, the digits or a keyboard. */
function countOutsideRuns(text: string): number {
  if (text === '') return 0;
  const length = longestRunAt(text);
  return length >= SHORTEST_RUN ? countOutsideRuns(text.slice(length)) : 1 + countOutsideRuns(text.slice(1));
}

function longestRunAt(text: string): number {
  const lengths = RUNS.map((run) => {
    const from = run.indexOf(text.charAt(0));
    if (from < 0) return 0;
    let length = 1;
    while (length < text.length && run.charAt(from + length) === text.charAt(length)) length += 1;
    return length;
  });
  return Math.max(...lengths);
}

function isDate(text: string): boolean {
  const rest = text.replaceAll(DATE, '');
  return SHORT_DATE.test(text) || (rest !== text && rest.length < LEAST_BESIDE_DATE);
}

/** Either stands in the other, written with or without what separates its groups. */
function isTakenFrom(pin: string, number: string): boolean {
  const whole = number
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{Nd}]/gu, '');
  const digits = whole.replaceAll(/\D/g, '');
  return [whole, digits].some(
    (known) => known.length >= SHORTEST_KNOWN_NUMBER && (pin.includes(known) || known.includes(pin)),
  );
}
