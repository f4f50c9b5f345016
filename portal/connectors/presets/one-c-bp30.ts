import {
  BY_VERSION,
  currencyBy,
  documentSums,
  GOODS_LOOKUPS,
  goodsOfLine,
  goodsShipped,
  lineSums,
  MARKED,
  NO_FOLDERS,
  ONE_C_SERVICE,
  PARTY_FIELDS,
  priceTypesIn,
  productBy,
  RECENT_BY_VERSION,
  REF,
  unlessPosted,
  vatPercentBy,
  VERSION,
} from './one-c.ts';

const CURRENCY = 'ВалютаДокумента_Key';
const UNIT = 'ЕдиницаИзмерения_Key';

/**
 * «Бухгалтерия предприятия» 3.0. It keeps no orders: an invoice to a customer, with its lines, is what was agreed, and
 * is shown as the order. Emulated, not certified.
 */
export const ONE_C_BP30 = {
  ...ONE_C_SERVICE,
  title: '1С: Бухгалтерия предприятия 3.0',
  lookups: { ...GOODS_LOOKUPS, units: { set: 'Catalog_КлассификаторЕдиницИзмерения', key: 'Ref_Key' } },
  feeds: [
    productBy('units', UNIT),
    priceTypesIn('Catalog_ТипыЦенНоменклатуры'),
    {
      kind: 'price-entry',
      set: 'InformationRegister_ЦеныНоменклатуры/SliceLast()',
      key: ['Номенклатура_Key', 'ТипЦен_Key'],
      cursor: { by: 'none' },
      everyMinutes: 720,
      fields: {
        priceListRef: 'ТипЦен_Key',
        productRef: 'Номенклатура_Key',
        price: 'Цена',
        validFromOn: 'Period',
      },
    },
    {
      kind: 'counterparty',
      set: 'Catalog_Контрагенты',
      key: REF,
      filter: NO_FOLDERS,
      cursor: BY_VERSION,
      tombstone: MARKED,
      fields: PARTY_FIELDS,
    },
    {
      kind: 'order',
      set: 'Document_СчетНаОплатуПокупателю',
      key: REF,
      cursor: RECENT_BY_VERSION,
      tombstone: MARKED,
      fields: {
        ...VERSION,
        number: 'Number',
        counterpartyRef: 'Контрагент_Key',
        orderedOn: 'Date',
        status: unlessPosted('draft', { value: 'confirmed' }),
        currency: currencyBy(CURRENCY),
        ...documentSums('Товары'),
        deliveryAddress: 'АдресДоставки',
      },
      lines: {
        kind: 'order-line',
        in: 'Товары',
        key: ['LineNumber'],
        fields: {
          ...goodsOfLine('units', UNIT),
          unitPrice: 'Цена',
          vatPercent: vatPercentBy('СтавкаНДС'),
          ...lineSums({ currency: CURRENCY, taxIncluded: 'СуммаВключаетНДС' }),
        },
      },
    },
    {
      kind: 'shipment',
      set: 'Document_РеализацияТоваровУслуг',
      key: REF,
      cursor: RECENT_BY_VERSION,
      tombstone: MARKED,
      fields: {
        ...VERSION,
        number: 'Number',
        counterpartyRef: 'Контрагент_Key',
        status: unlessPosted('preparing', { value: 'shipped' }),
        shippedOn: 'Date',
      },
      lines: {
        kind: 'shipment-line',
        in: 'Товары',
        key: ['LineNumber'],
        fields: { orderRef: '../СчетНаОплатуПокупателю_Key', ...goodsShipped('units', UNIT) },
      },
    },
    {
      kind: 'payment',
      set: 'Document_ПоступлениеНаРасчетныйСчет',
      key: REF,
      cursor: RECENT_BY_VERSION,
      tombstone: MARKED,
      filter: [{ field: 'Posted', is: ['true'] }],
      types: { Posted: 'Edm.Boolean' },
      fields: {
        ...VERSION,
        number: 'Number',
        counterpartyRef: 'Контрагент',
        receivedOn: 'Date',
        currency: currencyBy(CURRENCY),
        amountMinor: 'СуммаДокумента',
        purpose: 'НазначениеПлатежа',
      },
    },
  ],
};
