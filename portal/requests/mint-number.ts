import { randomBytes } from 'node:crypto';

/** Crockford's alphabet: no letter that is taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 12;
const GROUP = 4;

/** What a number is of. */
type Prefix = 'BR' | 'BC';

/**
 * `BR-7K2M-9QXT-4HNV`: short enough for any ERP's field and to be read out, and of 60 random bits, so that it is nobody
 * else's and can't be guessed.
 * @param prefix BR of a request, BC of a claim
 */
export function mintNumber(prefix: Prefix): string {
  const letters = [...randomBytes(LETTERS)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? '').join('');
  const groups = letters.match(new RegExp(`.{${GROUP}}`, 'g')) ?? [];
  return [prefix, ...groups].join('-');
}
