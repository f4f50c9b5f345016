import { decimalFromInteger, divideHalfUp, plainDecimal } from '#portal/lib/decimal.ts';

/** The demo counts quantities in whole thousandths of a unit and money in kopecks; no float touches either. */
export const MILLI = 1000n;
export const CURRENCY = 'RUB';

const FULL_BASIS_POINTS = 10_000n;

export type LineAmounts = { netMinor: bigint; taxMinor: bigint };

/** Value and VAT of one line. The tax is counted for the line, so that a total is the plain sum of its lines. */
export function lineAmounts(line: {
  quantityMilli: bigint;
  unitPriceMinor: bigint;
  vatPercent: bigint;
}): LineAmounts {
  const netMinor = divideHalfUp(line.quantityMilli * line.unitPriceMinor, MILLI);
  return { netMinor, taxMinor: divideHalfUp(netMinor * line.vatPercent, 100n) };
}

export function sumAmounts(lines: readonly LineAmounts[]): LineAmounts & { grossMinor: bigint } {
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0n);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0n);
  return { netMinor, taxMinor, grossMinor: netMinor + taxMinor };
}

/** What is left of a price after a reduction in hundredths of one per cent. */
export function reducePrice(priceMinor: bigint, basisPoints: bigint): bigint {
  return divideHalfUp(priceMinor * (FULL_BASIS_POINTS - basisPoints), FULL_BASIS_POINTS);
}

/** `1250n` thousandths -> `1.25`. */
export function toQuantity(milli: bigint): string {
  return plainDecimal(decimalFromInteger(milli, 3));
}

/** `123450n` kopecks -> `1234.50`. */
export function toPrice(minor: bigint): string {
  return decimalFromInteger(minor, 2);
}
