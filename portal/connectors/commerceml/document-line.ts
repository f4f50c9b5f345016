import { multiplyDecimals, plainDecimal, subtractDecimals } from '#portal/lib/decimal.ts';
import type { MappingContext } from './mapping.ts';
import { takeDetails } from './details.ts';
import type { Detail } from './details.ts';
import { taxIn } from './document-tax.ts';
import type { Tax } from './document-tax.ts';
import { CommerceMlFault } from './commerceml-fault.ts';
import { baseUnitOf, unitIn } from './unit-name.ts';
import { amountIn, decimalIn, switchIn } from './value.ts';
import { membersOf, requiredText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** A line of goods of any document. */
export type DocumentLine = {
  externalId: string;
  lineNo: number;
  /** Null for a line without an id: it has no article, only a name. */
  productId: string | null;
  sku: string | null;
  name: string;
  quantity: string;
  unit: string | null;
  /** Before the discount; null if there is none. */
  listPrice: string | null;
  discountPercent: string | null;
  unitPrice: string | null;
  vatPercent: string | null;
  sumMinor: bigint | null;
  tax: Tax | null;
  details: Detail[];
};

type Prices = Pick<DocumentLine, 'listPrice' | 'discountPercent' | 'unitPrice'>;

const PERCENT = /^(\d{1,3}(?:\.\d{1,6})?)\s*%?$/;

/** Documents do not number their lines: the place of a line is its number and, with the document's id, its own id. */
export function lineId(documentId: string, lineNo: number): string {
  return `${documentId}/${lineNo}`;
}

/** `Товары/Товар` of a document. Amounts are read only where the document has a currency. */
export function readDocumentLines(
  document: XmlElement,
  { externalId, currencyOrNull }: { externalId: string; currencyOrNull: string | null },
  context: MappingContext,
): DocumentLine[] {
  return membersOf(document, 'Товары', 'Товар').map((line, index) => {
    const lineNo = index + 1;
    return readLine(
      line,
      { externalId: lineId(externalId, lineNo), lineNo, currency: currencyOrNull },
      context,
    );
  });
}

function readLine(
  line: XmlElement,
  { externalId, lineNo, currency }: { externalId: string; lineNo: number; currency: string | null },
  context: MappingContext,
): DocumentLine {
  const { units } = context.dictionaries;
  const tax = currency === null ? null : taxIn(line, currency);
  const rate = tax?.rate ?? rateOf(line);
  const vatPercent = percentOf(rate);
  const baseUnit = baseUnitOf(line, units);
  const read = {
    externalId,
    lineNo,
    productId: textOf(line, 'Ид'),
    sku: textOf(line, 'Артикул'),
    name: requiredText(line, 'Наименование'),
    quantity: quantityOf(line),
    unit: unitIn(line, 'Единица', units) ?? baseUnit,
    ...pricesOf(line),
    vatPercent,
    sumMinor: currency === null ? null : amountIn(line, 'Сумма', currency),
    tax,
  };
  const rateDetail = rate !== null && vatPercent === null ? [{ name: 'Ставка налога', value: rate }] : [];
  return { ...read, details: [...rateDetail, ...takeDetails(line)] };
}

function quantityOf(line: XmlElement): string {
  const quantity = decimalIn(line, 'Количество');
  if (quantity !== null) return quantity;
  throw new CommerceMlFault('value_missing', `<${line.name}> has no <Количество>`, line.position);
}

/**
 * A discount that is in the sum makes the price of the line a list price. The price paid is computed only from a
 * single percentage, exactly; from an amount it could only be rounded, so it is left out.
 */
function pricesOf(line: XmlElement): Prices {
  const price = decimalIn(line, 'ЦенаЗаЕдиницу') ?? decimalIn(line, 'Цена');
  const discounts = membersOf(line, 'Скидки', 'Скидка').filter(isDeducted);
  if (price === null || discounts.length === 0) {
    return { listPrice: null, discountPercent: null, unitPrice: price };
  }
  const [only, ...others] = discounts;
  const percent = only && others.length === 0 ? percentOf(textOf(only, 'Процент')) : null;
  if (percent === null) return { listPrice: price, discountPercent: null, unitPrice: null };
  const paidShare = multiplyDecimals(subtractDecimals('100', percent), '0.01');
  return { listPrice: price, discountPercent: percent, unitPrice: multiplyDecimals(price, paidShare) };
}

function isDeducted(discount: XmlElement): boolean {
  return switchIn(discount, 'УчтеноВСумме') !== false;
}

function rateOf(line: XmlElement): string | null {
  const [vat] = membersOf(line, 'СтавкиНалогов', 'СтавкаНалога');
  return vat ? textOf(vat, 'Ставка') : null;
}

/** `20`, `20%` and `20.00` are 20 percent; `Без НДС` is none that can be written as a number. */
function percentOf(text: string | null): string | null {
  const percent = PERCENT.exec(text ?? '')?.[1];
  return percent === undefined ? null : plainDecimal(percent);
}
