import {
  decimalFromInteger,
  divideHalfUp,
  multiplyDecimals,
  roundDecimal,
  scaledInteger,
} from './decimal.ts';

/** A total: whole minor units (kopecks, cents) of an ISO 4217 currency. */
export type Money = { amountMinor: bigint; currency: string };

/** Digits after the point, where they are not two. @see ISO 4217:2015, table A.1 */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

const CURRENCY = /^[A-Z]{3}$/;
const BASIS_POINTS = 10_000n;

/** Says whether a text from outside has the form of an ISO 4217 code. */
export function isCurrency(text: string): boolean {
  return CURRENCY.test(text);
}

/** How many digits of the currency stand after the point: 2 for RUB, 0 for JPY. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2;
}

/**
 * Minor units of a decimal, exactly: (`12.5`, RUB) is 1250n.
 * @returns null when the currency can't hold all digits (`0.005` RUB); rounding is the caller's decision.
 */
export function minorFromDecimal(decimal: string, currency: string): bigint | null {
  return scaledInteger(decimal, minorDigits(currency));
}

/** Minor units of a decimal, rounded half up. */
export function roundToMinor(decimal: string, currency: string): bigint {
  const digits = minorDigits(currency);
  const exact = scaledInteger(roundDecimal(decimal, digits), digits);
  if (exact === null) throw new RangeError('a rounded decimal has too many digits');
  return exact;
}

/** The decimal of a total, with every digit of its currency: (1250n, RUB) is `12.50`. */
export function decimalFromMinor(amountMinor: bigint, currency: string): string {
  return decimalFromInteger(amountMinor, minorDigits(currency));
}

/** Unit price times quantity, rounded half up to the minor unit once, here. */
export function multiplyToMinor(unitPrice: string, quantity: string, currency: string): bigint {
  return roundToMinor(multiplyDecimals(unitPrice, quantity), currency);
}

/** The given share of a total, rounded half up: 250 basis points are 2.5 %. */
export function shareOfMinor(amountMinor: bigint, basisPoints: number): bigint {
  return divideHalfUp(amountMinor * BigInt(basisPoints), BASIS_POINTS);
}

/** Adds totals of one currency. Throws when they differ: such a sum has no meaning. */
export function sumMoney(amounts: readonly Money[], currency: string): Money {
  let amountMinor = 0n;
  for (const amount of amounts) {
    if (amount.currency !== currency) throw new RangeError(`can't add ${amount.currency} to ${currency}`);
    amountMinor += amount.amountMinor;
  }
  return { amountMinor, currency };
}
