import { isMarkedDeleted } from './deletion-mark.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { productRow, productTraitsOf } from './map-product.ts';
import { mapPrices } from './map-price.ts';
import { mapStock } from './map-stock.ts';
import { baseUnitOf } from './unit-name.ts';
import { childOf, markUsed, requiredText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** When the prices of a package hold (`ДействительноС`, `ДействительноДо`). */
export type PackagePeriod = { validFromOn: string | null; validToOn: string | null };

/** What an offer is about, and which of its facts are all there are. */
export type MappedOffer = {
  productId: string;
  rows: MappedRow[];
  /** The offer lists its prices: any other price of the product is gone. */
  hasAllPrices: boolean;
};

/** Between product and characteristic: each pair is an article with prices and stock of its own. */
const VARIANT_MARK = '#';
/** What an offer repeats from the catalogue's product; the catalogue's word counts. */
const REPEATED: ReadonlySet<string> = new Set([
  'Штрихкод',
  'Артикул',
  'Наименование',
  'БазоваяЕдиница',
  'Группы',
  'Описание',
  'Картинка',
  'ЗначенияСвойств',
]);

/** `Предложение` -> the product's variant if it is one, its prices and its stock. */
export function mapOffer(offer: XmlElement, period: PackagePeriod, context: MappingContext): MappedOffer {
  const { productId, baseId } = offerIds(offer);
  const isDeleted = isMarkedDeleted(offer);
  const unit = baseUnitOf(offer, context.dictionaries.units);
  const prices = isDeleted ? [] : mapPrices(offer, { productId, unit, period }, context);
  const hasAllPrices = isDeleted || childOf(offer, 'Цены') !== null;
  const stock = mapStock(offer, { productId, isDeleted }, context);
  const variant = variantRows(offer, { productId, baseId, isDeleted }, context);
  return { productId, rows: [...variant, ...prices, ...stock], hasAllPrices };
}

/** Goods and characteristic as one id; newer exports join the two themselves. */
export function offerIds(offer: XmlElement): { productId: string; baseId: string } {
  const characteristic = textOf(offer, 'ИдХарактеристики');
  const id = requiredText(offer, 'Ид');
  const productId =
    characteristic === null || id.includes(VARIANT_MARK) ? id : `${id}${VARIANT_MARK}${characteristic}`;
  return { productId, baseId: productId.split(VARIANT_MARK)[0] ?? productId };
}

/** A variant is a product of its own; so are goods that no catalogue has described yet. */
function variantRows(
  offer: XmlElement,
  { productId, baseId, isDeleted }: { productId: string; baseId: string; isDeleted: boolean },
  context: MappingContext,
): MappedRow[] {
  const traits = context.dictionaries.products.get(baseId);
  const isVariant = baseId !== productId;
  const isDescribed = isDeleted || childOf(offer, 'Наименование') !== null;
  if (isDescribed && (isVariant || !traits)) {
    return [productRow(offer, productId, traits ?? productTraitsOf(offer), context)];
  }
  if (!isVariant && !traits) context.warn('goods_not_described', productId, offer);
  for (const child of offer.children) if (REPEATED.has(child.name)) markUsed(child);
  return [];
}
