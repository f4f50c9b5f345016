import { addDecimals, compareDecimals } from '#portal/lib/decimal.ts';
import type { MappedRow, MappingContext } from './mapping.ts';
import { decimalIn, parseDecimal } from './value.ts';
import { CommerceMlFault } from './commerceml-fault.ts';
import { attributeOf, childOf, childrenOf, membersOf, ownText, textOf } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** Where goods lie when the file gives one quantity and no warehouse. */
const ALL_WAREHOUSES = 'Все склады';

type StockedProduct = { productId: string; isDeleted: boolean };
type Quantity = { warehouseId: string; quantity: string };

/** `Склад`, `Склады`, `Остатки/Остаток` or the plain `Количество` of an offer -> stock. */
export function mapStock(offer: XmlElement, product: StockedProduct, context: MappingContext): MappedRow[] {
  const quantities = [...simpleQuantities(offer), ...nestedQuantities(offer)];
  const total = decimalIn(offer, 'Количество');
  if (quantities.length === 0) return total === null ? [] : [stockRow(product, null, total, context, offer)];
  const sum = quantities.map(({ quantity }) => quantity).reduce(addDecimals);
  if (total !== null && compareDecimals(sum, total) !== 0) {
    context.warn('stock_total_differs', product.productId, offer);
  }
  return quantities.map(({ warehouseId, quantity }) =>
    stockRow(product, warehouseId, quantity, context, offer),
  );
}

/** The warehouses that an offer names. */
export function warehouseIdsOf(offer: XmlElement): string[] {
  return [...simpleQuantities(offer), ...nestedQuantities(offer)].map(({ warehouseId }) => warehouseId);
}

/** `<Склад ИдСклада="…" КоличествоНаСкладе="…"/>`; in a package of changes the element is called `Склады`. */
function simpleQuantities(offer: XmlElement): Quantity[] {
  return [...childrenOf(offer, 'Склад'), ...childrenOf(offer, 'Склады')].flatMap((element) => {
    const warehouseId = attributeOf(element, 'ИдСклада');
    const quantity = attributeOf(element, 'КоличествоНаСкладе');
    if (warehouseId === null || quantity === null) return [];
    return [{ warehouseId, quantity: decimalOf(element, quantity) }];
  });
}

/** Schema 2.08: `<Остаток><Склад><Ид/><Количество/></Склад></Остаток>`, or the quantity beside the warehouse. */
function nestedQuantities(offer: XmlElement): Quantity[] {
  return membersOf(offer, 'Остатки', 'Остаток').flatMap((rest) => {
    const warehouse = childOf(rest, 'Склад');
    const quantity = (warehouse && decimalIn(warehouse, 'Количество')) ?? decimalIn(rest, 'Количество');
    if (quantity === null) return [];
    const warehouseId = warehouse ? (textOf(warehouse, 'Ид') ?? ownText(warehouse)) : null;
    return [{ warehouseId: warehouseId ?? '', quantity }];
  });
}

function stockRow(
  { productId, isDeleted }: StockedProduct,
  warehouseId: string | null,
  quantity: string,
  context: MappingContext,
  at: XmlElement,
): MappedRow {
  return {
    kind: 'stock',
    row: {
      externalId: `${productId}@${warehouseId ?? ''}`,
      isDeleted,
      productRef: productId,
      warehouse: warehouseName(warehouseId, context, at),
      quantity,
    },
  };
}

function warehouseName(id: string | null, context: MappingContext, at: XmlElement): string {
  if (id === null || id === '') return ALL_WAREHOUSES;
  const name = context.dictionaries.warehouses.get(id);
  if (name === undefined) context.warn('warehouse_unknown', id, at);
  return name ?? id;
}

function decimalOf(element: XmlElement, text: string): string {
  const decimal = parseDecimal(text);
  if (decimal !== null) return decimal;
  const detail = `КоличествоНаСкладе is "${text.slice(0, 60)}", not a number`;
  throw new CommerceMlFault('value_not_readable', detail, element.position);
}
