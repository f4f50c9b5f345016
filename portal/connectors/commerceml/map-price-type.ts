import type { EntityInput } from '../port.ts';
import type { Dictionaries, PriceType } from './dictionaries.ts';
import { takeDetails } from './details.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { currencyIn, switchIn } from './value.ts';
import { childrenOf, requiredText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** A price type without a currency of its own is in the currency of the accounts (XSD 2.10, `ТипЦены`). */
const ACCOUNTS_CURRENCY = 'RUB';

/** `ТипЦены` -> price list of kind `type`: shown only to accounts that an administrator opens it for. */
export function mapPriceType(element: XmlElement, context: MappingContext): MappedRow[] {
  const type = priceTypeOf(element, context);
  const list = listInCurrency(type, type.currency);
  return [{ kind: 'price-list', row: { ...list, details: takeDetails(element) } }];
}

/** The lists for prices that turned out to be in another currency than their type. */
export function mapForeignPriceLists({ foreignPriceLists }: Dictionaries): MappedRow[] {
  return Array.from(foreignPriceLists.values(), ({ type, currency }) => ({
    kind: 'price-list',
    row: listInCurrency(type, currency),
  }));
}

export function priceTypeOf(element: XmlElement, context: MappingContext): PriceType {
  const externalId = requiredText(element, 'Ид');
  return {
    externalId,
    name: textOf(element, 'Наименование') ?? externalId,
    currency: currencyIn(element, 'Валюта') ?? ACCOUNTS_CURRENCY,
    isTaxIncluded: isTaxIncluded(element, context),
  };
}

/** Prices of one type may be in several currencies, a list of ours is in one: each other currency is its own list. */
export function priceListId(type: PriceType, currency: string, { foreignPriceLists }: Dictionaries): string {
  if (currency === type.currency) return type.externalId;
  const id = `${type.externalId}:${currency}`;
  foreignPriceLists.set(id, { type, currency });
  return id;
}

function listInCurrency(type: PriceType, currency: string): EntityInput<'price-list'> {
  const isForeign = currency !== type.currency;
  return {
    externalId: isForeign ? `${type.externalId}:${currency}` : type.externalId,
    name: isForeign ? `${type.name} (${currency})` : type.name,
    kind: 'type',
    currency,
    isTaxIncluded: type.isTaxIncluded,
  };
}

/** A type that names no tax has none to be added, so its prices are final. */
function isTaxIncluded(element: XmlElement, context: MappingContext): boolean {
  const vat = childrenOf(element, 'Налог').find(
    (tax) => textOf(tax, 'Наименование')?.toUpperCase() === 'НДС',
  );
  const isIncluded = vat ? switchIn(vat, 'УчтеноВСумме') : null;
  if (isIncluded === null) context.warn('tax_flag_missing', textOf(element, 'Ид') ?? '', element);
  return isIncluded ?? true;
}
