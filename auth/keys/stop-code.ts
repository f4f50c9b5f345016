import { randomInt } from 'node:crypto';
import type { Pepper } from '../tokens/peppers.ts';
import { hashShortCode } from '../tokens/opaque-token.ts';

/** No letter that could be read as a digit, and no U, so that no word comes out. 12 of them are 60 random bits. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const STOP_CODE = new RegExp(`^[${LETTERS}]{${LENGTH}}$`);
const GROUP = 4;

/** The code with which whoever finds or misses a key stops it (REC-02), as it is printed: `XXXX-XXXX-XXXX`. */
export function mintStopCode(): string {
  return inGroups(Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join(''));
}

/**
 * A stop code as a person typed it, brought to the printed form: case, spaces and dashes do not matter, and letters
 * that look like digits are read as such.
 * @returns null when it can't be a stop code at all
 */
export function parseStopCode(typed: string): string | null {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\-–—]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return STOP_CODE.test(letters) ? inGroups(letters) : null;
}

/** What is stored of it. It names no key, since whoever types it has nothing else in their hands. */
export function hashStopCode({ key }: Pepper, stopCode: string): string {
  return hashShortCode(key, 'stop-code', stopCode);
}

function inGroups(letters: string): string {
  return letters.replaceAll(new RegExp(`.{${GROUP}}(?=.)`, 'g'), '$&-');
}
