/** The files about goods and prices. */
import { maybe, PERIOD_COLUMNS, required, ROW_COLUMNS } from './column.ts';
import type { FileFormat } from './column.ts';

const PRODUCT = { refersTo: 'product' } as const;

export const productFile: FileFormat<'product'> = {
  kind: 'product',
  fileName: 'products.csv',
  meaning: 'The catalogue.',
  columns: [
    ...ROW_COLUMNS,
    required('sku', 'sku', 'text', 'Article number that customers order by'),
    required('name', 'name', 'text', 'Name'),
    required('unit', 'unit', 'text', 'Unit of the quantities: pcs, kg, m'),
    maybe('group', 'groupName', 'text', 'Goods group; discounts may be given by group'),
    maybe('vat_code', 'vatCode', 'text', 'Tax rate, by the `code` of vat-rates.csv'),
    maybe('status', 'status', 'choice', 'Empty means active', { choices: ['active', 'discontinued'] }),
    maybe('pack_quantity', 'packQuantity', 'decimal', 'Smallest quantity sold; orders are multiples of it'),
  ],
};

export const stockFile: FileFormat<'stock'> = {
  kind: 'stock',
  fileName: 'stock.csv',
  meaning: 'What is in the warehouses, free to be ordered.',
  columns: [
    ...ROW_COLUMNS,
    required('product', 'productRef', 'reference', 'Which product', PRODUCT),
    required('warehouse', 'warehouse', 'text', 'Name of the warehouse'),
    required('quantity', 'quantity', 'decimal', 'Free quantity'),
    maybe('expected_on', 'expectedOn', 'day', 'When more is expected'),
  ],
};

export const replacementFile: FileFormat<'replacement'> = {
  kind: 'replacement',
  fileName: 'replacements.csv',
  meaning: 'What to order instead of a product.',
  columns: [
    ...ROW_COLUMNS,
    required('product', 'productRef', 'reference', 'The product that is replaced', PRODUCT),
    required('replacement', 'replacementRef', 'reference', 'The product to order instead', PRODUCT),
    maybe('reason', 'reason', 'text', 'Why'),
    maybe('since', 'sinceOn', 'day', 'Since when'),
  ],
};

export const vatRateFile: FileFormat<'vat-rate'> = {
  kind: 'vat-rate',
  fileName: 'vat-rates.csv',
  meaning: 'Tax rates and when they apply; a new rate is a new row.',
  columns: [
    ...ROW_COLUMNS,
    required('code', 'code', 'text', 'Code that products refer to'),
    required('percent', 'percent', 'decimal', 'The rate in per cent'),
    required('valid_from', 'validFromOn', 'day', 'First day'),
    maybe('valid_to', 'validToOn', 'day', 'Last day'),
  ],
};

export const priceListFile: FileFormat<'price-list'> = {
  kind: 'price-list',
  fileName: 'price-lists.csv',
  meaning: 'Lists of prices. Who sees one follows from its kind.',
  columns: [
    ...ROW_COLUMNS,
    required('name', 'name', 'text', 'Name'),
    required(
      'kind',
      'kind',
      'choice',
      '`list`: every customer; `contract`: the counterparties that name it; `type`: those an administrator names',
      { choices: ['list', 'contract', 'type'] },
    ),
    required('currency', 'currency', 'text', 'ISO 4217 code of all its prices'),
    required('is_tax_included', 'isTaxIncluded', 'boolean', 'Whether the prices include tax'),
    ...PERIOD_COLUMNS,
  ],
};

export const priceFile: FileFormat<'price-entry'> = {
  kind: 'price-entry',
  fileName: 'prices.csv',
  meaning: 'The prices; several rows with rising `min_quantity` make quantity tiers.',
  columns: [
    ...ROW_COLUMNS,
    required('price_list', 'priceListRef', 'reference', 'Which list', { refersTo: 'price-list' }),
    required('product', 'productRef', 'reference', 'Which product', PRODUCT),
    maybe('min_quantity', 'minQuantity', 'decimal', 'From which quantity on; empty means any'),
    required('price', 'price', 'decimal', 'Price of one unit'),
    maybe('unit', 'unit', 'text', 'Unit of the price, where it is not the unit of the product'),
    ...PERIOD_COLUMNS,
  ],
};
