/** Columns of goods and prices. */
import { toSearchText } from '#portal/lib/search-text.ts';
import type { ToColumns } from './columns.ts';

export const toProductColumns: ToColumns<'product'> = (product) => ({
  ...product,
  searchText: toSearchText([product.sku, product.name, product.groupName ?? ''].join(' ')),
});

export const toStockColumns: ToColumns<'stock'> = ({ productRef, ...stock }, ids) => ({
  ...stock,
  productId: ids.of('product', productRef),
});

export const toReplacementColumns: ToColumns<'replacement'> = (
  { productRef, replacementRef, ...replacement },
  ids,
) => ({
  ...replacement,
  productId: ids.of('product', productRef),
  replacementProductId: ids.of('product', replacementRef),
});

export const toVatRateColumns: ToColumns<'vat-rate'> = (rate) => rate;

export const toPriceListColumns: ToColumns<'price-list'> = (list) => list;

export const toPriceEntryColumns: ToColumns<'price-entry'> = (
  { priceListRef, productRef, ...entry },
  ids,
) => ({
  ...entry,
  priceListId: ids.of('price-list', priceListRef),
  productId: ids.of('product', productRef),
});
