import { amountIn, switchIn } from './value.ts';
import { membersOf, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** Tax of a document or a line, in minor units. */
export type Tax = {
  /** Contained in the sum. */
  includedMinor: bigint;
  /** To be paid on top of the sum. */
  addedMinor: bigint;
  /** As written: `20`, `20%`, `Без НДС`. */
  rate: string | null;
};

/**
 * The tax that `Налоги` of a record name; null if it names none. A tax that does not say whether it is in the sum is,
 * as in 1C itself.
 */
export function taxIn(record: XmlElement, currency: string): Tax | null {
  const taxes = membersOf(record, 'Налоги', 'Налог');
  if (taxes.length === 0) return null;
  return taxes.map((tax) => oneTax(tax, currency)).reduce(addTax);
}

/** Net, tax and gross of a sum that may or may not contain its tax. */
export function splitSum(
  sumMinor: bigint,
  tax: Tax | null,
): { netMinor: bigint; taxMinor: bigint; grossMinor: bigint } {
  const { includedMinor, addedMinor } = tax ?? { includedMinor: 0n, addedMinor: 0n };
  return {
    netMinor: sumMinor - includedMinor,
    taxMinor: includedMinor + addedMinor,
    grossMinor: sumMinor + addedMinor,
  };
}

/** The tax of several lines; null if none of them names any. */
export function sumTaxes(taxes: readonly (Tax | null)[]): Tax | null {
  const named = taxes.flatMap((tax) => tax ?? []);
  return named.length === 0 ? null : named.reduce(addTax);
}

function addTax(left: Tax, right: Tax): Tax {
  return {
    includedMinor: left.includedMinor + right.includedMinor,
    addedMinor: left.addedMinor + right.addedMinor,
    rate: left.rate ?? right.rate,
  };
}

function oneTax(tax: XmlElement, currency: string): Tax {
  const amountMinor = amountIn(tax, 'Сумма', currency) ?? 0n;
  const isIncluded = switchIn(tax, 'УчтеноВСумме') ?? true;
  return {
    includedMinor: isIncluded ? amountMinor : 0n,
    addedMinor: isIncluded ? 0n : amountMinor,
    rate: textOf(tax, 'Ставка'),
  };
}
