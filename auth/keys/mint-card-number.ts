import { randomInt } from 'node:crypto';
import { checkDigitOf } from './card-number.ts';

/** Twelve digits with their check digit: short enough to type, long enough that no two of a million meet by chance. */
const MINTED_DIGITS = 12;

/** A number for the card or sticker of a key. It opens nothing; that it is free is the database's to say. */
export function mintCardNumber(): string {
  const first = String(randomInt(1, 10));
  const rest = Array.from({ length: MINTED_DIGITS - 2 }, () => String(randomInt(10)));
  const digits = [first, ...rest].join('');
  return digits + checkDigitOf(digits);
}
