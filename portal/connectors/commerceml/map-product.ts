import { plainDecimal } from '#portal/lib/decimal.ts';
import { isMarkedDeleted } from './deletion-mark.ts';
import { takeDetails } from './details.ts';
import type { Detail } from './details.ts';
import type { ProductGroup, ProductTraits } from './dictionaries.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { propertyDetails } from './map-property.ts';
import { requisitesOf } from './requisites.ts';
import { baseUnitOf } from './unit-name.ts';
import { decimalIn } from './value.ts';
import { childOf, childrenOf, membersOf, ownText, requiredText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** What is counted when the file names no unit. @see ОКЕИ 876 */
const NO_UNIT = 'усл. ед';

/** `Товар` of a catalogue -> product. */
export function mapProduct(goods: XmlElement, context: MappingContext): MappedRow[] {
  const externalId = requiredText(goods, 'Ид');
  return [productRow(goods, externalId, productTraitsOf(goods), context)];
}

/** What variants of the product will need. */
export function productTraitsOf(goods: XmlElement): ProductTraits {
  const [id] = groupIdsOf(goods);
  return { group: id === undefined ? null : { id }, vatCode: vatCodeOf(goods) };
}

/** A product from `Товар` or, for a variant, from `Предложение`, which are described alike. */
export function productRow(
  goods: XmlElement,
  externalId: string,
  traits: ProductTraits,
  context: MappingContext,
): MappedRow {
  const isDeleted = isMarkedDeleted(goods);
  // A deleted product may come with its id alone.
  const name = isDeleted
    ? (textOf(goods, 'Наименование') ?? externalId)
    : requiredText(goods, 'Наименование');
  const row = {
    externalId,
    isDeleted,
    sku: textOf(goods, 'Артикул') ?? requisitesOf(goods).text('Код') ?? externalId,
    name,
    unit: baseUnitOf(goods, context.dictionaries.units) ?? NO_UNIT,
    groupName: groupNameOf(traits.group, context),
    vatCode: traits.vatCode,
    packQuantity: packQuantityOf(goods),
  };
  const details = [...groupDetails(goods, context), ...propertyDetails(goods, context.dictionaries)];
  return { kind: 'product', row: { ...row, details: [...details, ...takeDetails(goods)] } };
}

function groupIdsOf(goods: XmlElement): string[] {
  return membersOf(goods, 'Группы', 'Ид').flatMap((id) => ownText(id) ?? []);
}

function groupNameOf(group: ProductGroup, { dictionaries }: MappingContext): string | null {
  if (group === null) return null;
  return 'name' in group ? group.name : (dictionaries.groups.get(group.id) ?? null);
}

/** Groups beyond the first, and a first one that the set does not name. */
function groupDetails(goods: XmlElement, context: MappingContext): Detail[] {
  const { groups } = context.dictionaries;
  return groupIdsOf(goods).flatMap((id, index) => {
    const name = groups.get(id);
    if (name === undefined) context.warn('group_unknown', id, goods);
    if (index === 0 && name !== undefined) return [];
    return [{ name: 'Группы', value: name ?? id }];
  });
}

function vatCodeOf(goods: XmlElement): string | null {
  const vat = membersOf(goods, 'СтавкиНалогов', 'СтавкаНалога').find(
    (rate) => childOf(rate, 'Наименование')?.text.toUpperCase() === 'НДС',
  );
  if (!vat) return null;
  textOf(vat, 'Наименование');
  return textOf(vat, 'Ставка');
}

/** How many units are in the package that the file describes; a conversion by 1 is no package. */
function packQuantityOf(goods: XmlElement): string | null {
  const unit = childOf(goods, 'БазоваяЕдиница');
  const [conversion] = unit ? childrenOf(unit, 'Пересчет') : [];
  const quantity = conversion ? decimalIn(conversion, 'Коэффициент') : null;
  return quantity === null || plainDecimal(quantity) === '1' ? null : quantity;
}
