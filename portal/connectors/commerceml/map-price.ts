import { plainDecimal } from '#portal/lib/decimal.ts';
import { CommerceMlFault } from './commerceml-fault.ts';
import { priceListId } from './map-price-type.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import type { PackagePeriod } from './map-offer.ts';
import { unitIn } from './unit-name.ts';
import { currencyIn, decimalIn } from './value.ts';
import { markUsed, membersOf, requiredText } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** The price as a sentence, and the catalogue that the goods' id already names. */
const SAID_TWICE: ReadonlySet<string> = new Set(['Представление', 'ИдКаталога']);

type PricedProduct = { productId: string; unit: string | null; period: PackagePeriod };

/** `Цены/Цена` of an offer -> price entries. */
export function mapPrices(offer: XmlElement, product: PricedProduct, context: MappingContext): MappedRow[] {
  return membersOf(offer, 'Цены', 'Цена').map((price) => mapPrice(price, product, context));
}

function mapPrice(price: XmlElement, product: PricedProduct, context: MappingContext): MappedRow {
  for (const child of price.children) if (SAID_TWICE.has(child.name)) markUsed(child);
  const priceListRef = listOf(price, context);
  const minQuantity = decimalIn(price, 'МинКоличество') ?? '0';
  const from = plainDecimal(minQuantity) === '0' ? '' : `@${plainDecimal(minQuantity)}`;
  return {
    kind: 'price-entry',
    row: {
      externalId: `${product.productId}@${priceListRef}${from}`,
      priceListRef,
      productRef: product.productId,
      minQuantity,
      price: requiredDecimal(price, 'ЦенаЗаЕдиницу'),
      unit: pricedUnit(price, product.unit, context),
      ...product.period,
    },
  };
}

/** The list for the price's type and currency. In a currency that nobody knows a price would be a guess. */
function listOf(price: XmlElement, context: MappingContext): string {
  const typeId = requiredText(price, 'ИдТипаЦены');
  const type = context.dictionaries.priceTypes.get(typeId);
  if (!type) {
    const detail = `price type "${typeId}" is neither in these files nor known from earlier ones; import the file with ТипыЦен too`;
    throw new CommerceMlFault('price_type_unknown', detail, price.position);
  }
  return priceListId(type, currencyIn(price, 'Валюта') ?? type.currency, context.dictionaries);
}

/** What is sold at the price: one unit, or `упак (10 шт)` if the file gives a factor. */
function pricedUnit(price: XmlElement, baseUnit: string | null, context: MappingContext): string | null {
  const unit = unitIn(price, 'Единица', context.dictionaries.units) ?? baseUnit;
  const factor = decimalIn(price, 'Коэффициент');
  if (factor === null || plainDecimal(factor) === '1') return unit;
  return `${unit ?? ''} (${plainDecimal(factor)} ${baseUnit ?? ''})`.trim();
}

function requiredDecimal(element: XmlElement, name: string): string {
  const text = requiredText(element, name);
  return decimalIn(element, name) ?? text;
}
