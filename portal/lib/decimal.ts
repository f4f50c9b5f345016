/**
 * Exact arithmetic on decimal strings: quantities, unit prices and percents as a source sent them.
 * A decimal is `-`, digits, and at most one point: `12`, `-0.5`, `1250.3375`. Results carry no
 * superfluous zeros. Anything else is refused at the border by `isDecimal` or `parseTypedDecimal`;
 * here it is a bug and throws.
 */

/** Enough for any quantity or price, and small enough that no input can make arithmetic slow. */
const DECIMAL = /^-?\d{1,30}(\.\d{1,20})?$/;

/** A typed number may group its thousands with spaces and use a comma and a true minus. */
const SPACES = /[\s\u00a0\u202f]/g;
const GROUPED = /^[-\u2212]?(\d{1,3}([\s\u00a0\u202f]\d{3})+|\d+)([.,]\d+)?$/;

const TYPED_LENGTH_MAX = 80;

type Scaled = { digits: bigint; scale: number };

/** Says whether a text from outside is a decimal as this module understands it. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/**
 * Reads a number as people and spreadsheets write it: `1 234,5`, `−3.25`.
 * @returns the decimal, or null when the text is no number or could be read in two ways (`1,234.5`).
 */
export function parseTypedDecimal(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > TYPED_LENGTH_MAX || !GROUPED.test(trimmed)) return null;
  const plain = trimmed.replace(SPACES, '').replace('\u2212', '-').replace(',', '.');
  return isDecimal(plain) ? plainDecimal(plain) : null;
}

/** The same value without superfluous zeros: `012.500` becomes `12.5`, `-0` becomes `0`. */
export function plainDecimal(value: string): string {
  return toText(toScaled(value));
}

export function addDecimals(left: string, right: string): string {
  const [a, b] = alignScales(toScaled(left), toScaled(right));
  return toText({ digits: a.digits + b.digits, scale: a.scale });
}

export function subtractDecimals(left: string, right: string): string {
  return addDecimals(left, negateDecimal(right));
}

export function multiplyDecimals(left: string, right: string): string {
  const a = toScaled(left);
  const b = toScaled(right);
  return toText({ digits: a.digits * b.digits, scale: a.scale + b.scale });
}

/** Divides and rounds half up to `scale` digits after the point. Throws when the divisor is zero. */
export function divideDecimals(dividend: string, divisor: string, scale: number): string {
  const a = toScaled(dividend);
  const b = toScaled(divisor);
  const numerator = a.digits * 10n ** BigInt(b.scale + scale);
  const denominator = b.digits * 10n ** BigInt(a.scale);
  return toText({ digits: divideHalfUp(numerator, denominator), scale });
}

/** Rounds half up to `scale` digits after the point. */
export function roundDecimal(value: string, scale: number): string {
  const scaled = toScaled(value);
  if (scaled.scale <= scale) return toText(scaled);
  return toText({ digits: divideHalfUp(scaled.digits, 10n ** BigInt(scaled.scale - scale)), scale });
}

/** Negative, zero or positive, as for `Array.sort`. */
export function compareDecimals(left: string, right: string): -1 | 0 | 1 {
  const [a, b] = alignScales(toScaled(left), toScaled(right));
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -1 : 1;
}

export function negateDecimal(value: string): string {
  const { digits, scale } = toScaled(value);
  return toText({ digits: -digits, scale });
}

/** How many digits stand after the point once superfluous zeros are gone. */
export function decimalScale(value: string): number {
  return plainDecimal(value).split('.')[1]?.length ?? 0;
}

/**
 * Whole number of `10^-scale` in the value: `scaledInteger('1.5', 2)` is 150n.
 * @returns null when the value has more digits than that.
 */
export function scaledInteger(value: string, scale: number): bigint | null {
  const scaled = toScaled(plainDecimal(value));
  if (scaled.scale > scale) return null;
  return scaled.digits * 10n ** BigInt(scale - scaled.scale);
}

/** The decimal that `digits` counts in units of `10^-scale`, every digit kept: (150n, 2) is `1.50`. */
export function decimalFromInteger(digits: bigint, scale: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  if (scale === 0) return sign + text;
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/**
 * The one place where the project rounds: to the nearest, a half away from zero, so that an invoice
 * and the credit note that reverses it always have the same figures.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('division by zero');
  const isNegative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * top + bottom) / (2n * bottom);
  return isNegative ? -rounded : rounded;
}

function toScaled(value: string): Scaled {
  if (!isDecimal(value)) throw new RangeError(`not a decimal: ${JSON.stringify(value.slice(0, 60))}`);
  const point = value.indexOf('.');
  if (point < 0) return { digits: BigInt(value), scale: 0 };
  return { digits: BigInt(value.slice(0, point) + value.slice(point + 1)), scale: value.length - point - 1 };
}

function toText({ digits, scale }: Scaled): string {
  const text = decimalFromInteger(digits, scale);
  return scale === 0 ? text : text.replace(/\.?0+$/, '');
}

function alignScales(left: Scaled, right: Scaled): [Scaled, Scaled] {
  if (left.scale === right.scale) return [left, right];
  const scale = Math.max(left.scale, right.scale);
  return [atScale(left, scale), atScale(right, scale)];
}

function atScale({ digits, scale }: Scaled, wanted: number): Scaled {
  return { digits: digits * 10n ** BigInt(wanted - scale), scale: wanted };
}
