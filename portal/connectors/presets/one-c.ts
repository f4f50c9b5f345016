/**
 * What the mappings of 1C's configurations have in common. OData 3; field names as the configurations' own metadata
 * has them, which owners of a base change: "Test" says which of them a base does not have.
 */

/** Literals of 1C's own fields, so that its description of itself (tens of megabytes) need not be read each time. */
export const ONE_C_TYPES = {
  Ref_Key: 'Edm.Guid',
  Date: 'Edm.DateTime',
  DeletionMark: 'Edm.Boolean',
  IsFolder: 'Edm.Boolean',
  Номенклатура_Key: 'Edm.Guid',
  Характеристика_Key: 'Edm.Guid',
  ВидЦены_Key: 'Edm.Guid',
  ВидЦен_Key: 'Edm.Guid',
  ТипЦен_Key: 'Edm.Guid',
};

/** 1C gives no links to next pages, and can't be relied on to order guids as it compares them. */
export const ONE_C_SERVICE = {
  mapping: 1,
  dialect: 'v3',
  // Rows that the user may not see are left out instead of failing the whole question; the guard notices many of them.
  query: { allowedOnly: 'true' },
  paging: { by: 'skip', size: 500 },
  types: ONE_C_TYPES,
} as const;

export const REF = ['Ref_Key'];
export const MARKED = { field: 'DeletionMark', is: ['true'] };
export const NO_FOLDERS = [{ field: 'IsFolder', is: ['false'] }];
/** 1C knows no time of change: versions are compared. */
export const BY_VERSION = { by: 'version', field: 'DataVersion' } as const;
/** Documents of the last two months are read anyway; older ones are compared once a day. */
export const RECENT_BY_VERSION = { ...BY_VERSION, window: { field: 'Date', days: 60 } } as const;

export const VERSION = { version: 'DataVersion' } as const;

/** The classifier's number (643), which no owner of a base translates. */
export function currencyBy(path: string) {
  return { from: { from: path, lookUp: 'currencies/Code' }, as: 'currency-name' };
}

/** Rates of VAT are names of an enumeration. */
export function vatPercentBy(path: string) {
  return {
    from: path,
    map: {
      НДС22: '22',
      НДС20: '20',
      НДС18: '18',
      НДС10: '10',
      НДС7: '7',
      НДС5: '5',
      НДС0: '0',
      БезНДС: '0',
      '*': '',
    },
  };
}

/** Of a line, whose sum holds the tax or not as its document says. */
export function lineSums({ currency, taxIncluded }: { currency: string; taxIncluded: string }) {
  return {
    amountsIn: currencyBy(`../${currency}`),
    netMinor: {
      when: { field: `../${taxIncluded}`, is: ['true'] },
      use: { minus: ['Сумма', 'СуммаНДС'] },
      otherwise: 'Сумма',
    },
    taxMinor: 'СуммаНДС',
  };
}

/** Of a document, whose own sum holds the tax. */
export function documentSums(lines: string) {
  const tax = { sum: lines, of: 'СуммаНДС' };
  return { netMinor: { minus: ['СуммаДокумента', tax] }, taxMinor: tax, grossMinor: 'СуммаДокумента' };
}

/** What is not posted is a draft, whatever else it says. */
export function unlessPosted(draft: string, otherwise: unknown) {
  return { when: { field: 'Posted', is: ['true'] }, use: otherwise, otherwise: { value: draft } };
}

export const GOODS_LOOKUPS = {
  currencies: { set: 'Catalog_Валюты', key: 'Ref_Key' },
  goods: { set: 'Catalog_Номенклатура', key: 'Ref_Key' },
};

/** The goods that a line names. */
export function goodsOfLine(unitLookUp: string, unitField: string) {
  return {
    lineNo: 'LineNumber',
    productRef: 'Номенклатура_Key',
    sku: {
      firstOf: [
        { from: 'Номенклатура_Key', lookUp: 'goods/Артикул' },
        { from: 'Номенклатура_Key', lookUp: 'goods/Code' },
      ],
    },
    name: { firstOf: ['Содержание', { from: 'Номенклатура_Key', lookUp: 'goods/Description' }] },
    quantity: 'Количество',
    unit: {
      from: { from: 'Номенклатура_Key', lookUp: `goods/${unitField}` },
      lookUp: `${unitLookUp}/Description`,
    },
  };
}

export function productBy(unitLookUp: string, unitField: string) {
  return {
    kind: 'product',
    set: 'Catalog_Номенклатура',
    key: REF,
    filter: NO_FOLDERS,
    cursor: BY_VERSION,
    tombstone: MARKED,
    fields: {
      ...VERSION,
      sku: { firstOf: ['Артикул', 'Code'] },
      name: { firstOf: ['НаименованиеПолное', 'Description'] },
      unit: { firstOf: [{ from: unitField, lookUp: `${unitLookUp}/Description` }, { value: 'шт' }] },
    },
  };
}

/** Types of prices, under either of the names that they have had. */
export function priceTypesIn(set: string) {
  return {
    kind: 'price-list',
    set,
    key: REF,
    cursor: BY_VERSION,
    tombstone: MARKED,
    fields: {
      ...VERSION,
      name: 'Description',
      kind: { value: 'type' },
      currency: currencyBy('ВалютаЦены_Key'),
      isTaxIncluded: 'ЦенаВключаетНДС',
    },
  };
}

/** What a line of a shipment says of goods; it names neither number nor price. */
export function goodsShipped(unitLookUp: string, unitField: string) {
  const { lineNo: _lineNo, productRef: _productRef, ...fields } = goodsOfLine(unitLookUp, unitField);
  return fields;
}

export const PARTY_FIELDS = {
  ...VERSION,
  name: 'Description',
  legalName: { firstOf: ['НаименованиеПолное', 'Description'] },
  taxId: { firstOf: ['ИНН', { value: '' }] },
  registrationReason: 'КПП',
};
