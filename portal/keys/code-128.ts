/**
 * Bars of Code 128, for numbers on cards and sheets: what every scanner at a counter reads.
 * @see ISO/IEC 15417:2007, table 1 (characters), 4.3.4 (choice of code sets), annex A (check character)
 */

/** Widths of bar, space, bar, space, bar, space for each character value; the stop character has a bar more. */
const PATTERNS = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 ' +
  '113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 ' +
  '212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 ' +
  '113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 ' +
  '314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 ' +
  '241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 ' +
  '214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 ' +
  '211232 2331112'
).split(' ');

const TO_CODE_B = 100;
const START_B = 104;
const START_C = 105;
const STOP = 106;
const CHECK_MODULUS = 103;
/** Code set B begins with the space of ASCII. */
const FIRST_OF_B = 0x20;
const LAST_OF_B = 0x7e;
/** White space that a scanner needs on both sides, in modules. */
const QUIET_ZONE = 10;

/** A barcode as the path of an SVG, one unit high: `width` is in modules, quiet zones included. */
export type BarcodePath = { width: number; path: string };

/** @throws RangeError for anything but printable ASCII */
export function code128PathOf(text: string): BarcodePath {
  const widths = code128Widths(text);
  const strokes: string[] = [];
  let position = QUIET_ZONE;
  widths.forEach((width, index) => {
    if (index % 2 === 0) strokes.push(`M${position} 0h${width}v1h-${width}z`);
    position += width;
  });
  return { width: position + QUIET_ZONE, path: strokes.join('') };
}

/** Widths in modules of bars and spaces in turn, from the first bar to the last. */
export function code128Widths(text: string): number[] {
  const values = withCheck(valuesOf(text));
  return [...values, STOP].flatMap((value) => Array.from(PATTERNS[value] ?? '', Number));
}

/** Digits in pairs (set C); an odd last one, and all other text, letter by letter (set B). */
function valuesOf(text: string): number[] {
  if (!/^\d{2,}$/.test(text)) return [START_B, ...lettersOf(text)];
  const pairs = text.match(/\d\d/g) ?? [];
  const rest = text.slice(pairs.length * 2);
  return [START_C, ...pairs.map(Number), ...(rest === '' ? [] : [TO_CODE_B, ...lettersOf(rest)])];
}

function lettersOf(text: string): number[] {
  return Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (code < FIRST_OF_B || code > LAST_OF_B) throw new RangeError('a barcode holds printable ASCII only');
    return code - FIRST_OF_B;
  });
}

function withCheck(values: readonly number[]): number[] {
  const sum = values.reduce((total, value, place) => total + value * Math.max(place, 1), 0);
  return [...values, sum % CHECK_MODULUS];
}
