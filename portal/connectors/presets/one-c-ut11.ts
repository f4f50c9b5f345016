import {
  BY_VERSION,
  currencyBy,
  documentSums,
  GOODS_LOOKUPS,
  goodsOfLine,
  LINE_SUMS,
  MARKED,
  ONE_C_SERVICE,
  productBy,
  RECENT_BY_VERSION,
  REF,
  unlessPosted,
  vatPercentBy,
  VERSION,
} from './one-c.ts';

const ORDER_STATUS = {
  from: 'Статус',
  map: {
    НеСогласован: 'draft',
    НаСогласовании: 'draft',
    Согласован: 'confirmed',
    КОбеспечению: 'in_progress',
    КВыполнению: 'in_progress',
    КОтгрузке: 'in_progress',
    Закрыт: 'completed',
    '*': 'confirmed',
  },
};

/** «Управление торговлей» 11, with the same names in «Комплексная автоматизация» 2 and «1С:ERP» 2. Emulated, not certified. */
export const ONE_C_UT11 = {
  ...ONE_C_SERVICE,
  title: '1С: Управление торговлей 11, КА 2, ERP 2',
  lookups: {
    ...GOODS_LOOKUPS,
    units: { set: 'Catalog_УпаковкиЕдиницыИзмерения', key: 'Ref_Key' },
    partners: { set: 'Catalog_Партнеры', key: 'Ref_Key' },
  },
  feeds: [
    {
      kind: 'account-manager',
      set: 'Catalog_Пользователи',
      key: REF,
      cursor: BY_VERSION,
      tombstone: MARKED,
      fields: { ...VERSION, name: 'Description' },
    },
    productBy('units', 'ЕдиницаИзмерения_Key'),
    {
      kind: 'price-list',
      set: 'Catalog_ВидыЦен',
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
    },
    {
      kind: 'price-entry',
      set: 'InformationRegister_ЦеныНоменклатуры/SliceLast()',
      key: ['Номенклатура_Key', 'Характеристика_Key', 'ВидЦены_Key'],
      // A price of one characteristic is no price of the goods.
      filter: [{ field: 'Характеристика_Key', is: ['00000000-0000-0000-0000-000000000000'] }],
      cursor: { by: 'none' },
      everyMinutes: 720,
      fields: {
        priceListRef: 'ВидЦены_Key',
        productRef: 'Номенклатура_Key',
        price: 'Цена',
        validFromOn: 'Period',
        unit: { from: 'Упаковка_Key', lookUp: 'units/Description' },
      },
    },
    {
      kind: 'counterparty',
      set: 'Catalog_Контрагенты',
      key: REF,
      cursor: BY_VERSION,
      tombstone: MARKED,
      fields: {
        ...VERSION,
        name: 'Description',
        legalName: { firstOf: ['НаименованиеПолное', 'Description'] },
        taxId: { firstOf: ['ИНН', { value: '' }] },
        registrationReason: 'КПП',
        managerRef: { from: 'Партнер_Key', lookUp: 'partners/ОсновнойМенеджер_Key' },
      },
    },
    {
      kind: 'order',
      set: 'Document_ЗаказКлиента',
      key: REF,
      cursor: RECENT_BY_VERSION,
      tombstone: MARKED,
      fields: {
        ...VERSION,
        number: 'Number',
        customerReference: 'НомерПоДаннымКлиента',
        counterpartyRef: 'Контрагент_Key',
        orderedOn: 'Date',
        requestedOn: 'ЖелаемаяДатаОтгрузки',
        promisedOn: 'ДатаОтгрузки',
        status: unlessPosted('draft', ORDER_STATUS),
        sourceStatus: 'Статус',
        currency: currencyBy('Валюта_Key'),
        ...documentSums('Товары'),
        deliveryAddress: 'АдресДоставки',
      },
      lines: {
        kind: 'order-line',
        in: 'Товары',
        key: ['LineNumber'],
        skip: [{ field: 'Отменено', is: ['true'] }],
        fields: {
          ...goodsOfLine('units', 'ЕдиницаИзмерения_Key'),
          unitPrice: 'Цена',
          discountPercent: 'ПроцентРучнойСкидки',
          vatPercent: vatPercentBy('СтавкаНДС'),
          promisedOn: 'ДатаОтгрузки',
          ...LINE_SUMS,
        },
      },
    },
    {
      kind: 'invoice',
      set: 'Document_СчетНаОплатуКлиенту',
      key: REF,
      cursor: RECENT_BY_VERSION,
      tombstone: MARKED,
      fields: {
        ...VERSION,
        number: 'Number',
        counterpartyRef: 'Контрагент_Key',
        orderRef: 'ДокументОснование',
        issuedOn: 'Date',
        currency: currencyBy('Валюта_Key'),
        totalMinor: 'СуммаДокумента',
        taxMinor: { value: '0' },
        status: unlessPosted('cancelled', {
          when: { field: 'Аннулирован', is: ['true'] },
          use: { value: 'cancelled' },
          otherwise: { value: 'open' },
        }),
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
        deliveryAddress: 'АдресДоставки',
      },
      lines: {
        kind: 'shipment-line',
        in: 'Товары',
        key: ['LineNumber'],
        fields: {
          orderRef: { firstOf: ['ЗаказКлиента', '../ЗаказКлиента'] },
          ...withoutGoods(),
        },
      },
    },
    {
      kind: 'payment',
      set: 'Document_ПоступлениеБезналичныхДенежныхСредств',
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
        currency: currencyBy('Валюта_Key'),
        amountMinor: 'СуммаДокумента',
        purpose: 'НазначениеПлатежа',
      },
    },
  ],
};

/** What a line of a shipment says of goods; it names neither number nor price. */
function withoutGoods() {
  const {
    lineNo: _lineNo,
    productRef: _productRef,
    ...fields
  } = goodsOfLine('units', 'ЕдиницаИзмерения_Key');
  return fields;
}
