/** Emulated ERPs that speak OData, with the same trade in them: customers, goods, orders with two lines each. */
import { ONE_C_UT11 } from '#portal/connectors/presets/one-c-ut11.ts';
import { findPreset } from '#portal/connectors/presets/presets.ts';
import { CUSTOMERS, ORDERS, range } from './world.ts';
import type { World } from './world.ts';
import { startEmulator } from './odata-emulator.ts';
import type { EmulatedSet, Emulator } from './odata-emulator.ts';
import type { EmulatedRow } from './odata-filter.ts';
import { guid, listIn, rowIn, textIn } from './pulled-source.ts';

export async function openOneC(): Promise<World<Emulator>> {
  const sets = oneCSets();
  const emulator = await startEmulator('v3', sets);
  const orders = sets['Document_ЗаказКлиента']?.rows ?? [];
  const orderId = (number: number) => guid('0', number);
  const find = (number: number) => rowIn(orders, 'Ref_Key', orderId(number));
  let versions = 0;
  const touch = (row: EmulatedRow): void => {
    versions += 1;
    row['DataVersion'] = `AAAA${versions}=`;
  };
  const addOrder = (number: number): void => {
    const row = oneCOrder(number, orderId(number));
    touch(row);
    orders.push(row);
  };
  for (const number of range(ORDERS)) addOrder(number);
  return {
    emulator,
    tellsDroppedLines: true,
    mapping: { ...ONE_C_UT11, paging: { by: 'skip', size: 50 } },
    orderSet: 'Document_ЗаказКлиента',
    secondPage: '$skip=49',
    numberField: 'Number',
    orderId,
    addOrder,
    changeOrder: (number, gross) => {
      const row = find(number);
      row['СуммаДокумента'] = `#${gross}`;
      touch(row);
    },
    dropLine: (number) => {
      const row = find(number);
      row['Товары'] = listIn(row, 'Товары').slice(0, 1);
      touch(row);
    },
    deleteOrder: (number) => {
      const row = find(number);
      row['DeletionMark'] = true;
      touch(row);
    },
    eraseOrder: (number) => orders.splice(orders.indexOf(find(number)), 1),
    orders: () =>
      orders
        .filter((row) => row['DeletionMark'] === false)
        .map((row) => ({
          externalId: textIn(row, 'Ref_Key'),
          number: textIn(row, 'Number'),
          gross: textIn(row, 'СуммаДокумента').replace('#', ''),
          lines: listIn(row, 'Товары').length,
        })),
    hideOrders: (isHidden) => {
      emulator.behaviour.hides = (set) => isHidden && set === 'Document_ЗаказКлиента';
    },
    unpublishInvoices: () => void delete sets['Document_СчетНаОплатуКлиенту'],
  };
}

/** The shape of test/fixtures/odata/1c-document.json. */
function oneCOrder(number: number, id: string): EmulatedRow {
  return {
    Ref_Key: id,
    DataVersion: '',
    DeletionMark: false,
    Number: `УТ-${String(number).padStart(9, '0')}`,
    Date: '2026-02-20T10:11:57',
    Posted: true,
    Контрагент_Key: guid('c', 1 + (number % CUSTOMERS)),
    Партнер_Key: guid('0', 0),
    Валюта_Key: guid('e', 1),
    ЦенаВключаетНДС: true,
    СуммаДокумента: `#${number}.40`,
    Статус: 'КВыполнению',
    НомерПоДаннымКлиента: '',
    ЖелаемаяДатаОтгрузки: '0001-01-01T00:00:00',
    Товары: [1, 2].map((line) => ({
      Ref_Key: id,
      LineNumber: String(line),
      Номенклатура_Key: guid('d', line),
      Количество: 2,
      Цена: `#9335.4200000001`,
      ПроцентРучнойСкидки: 0,
      Сумма: '#100.00',
      СтавкаНДС: 'НДС20',
      СуммаНДС: '#16.67',
      Отменено: false,
    })),
    'Контрагент@navigationLinkUrl': `Document_ЗаказКлиента(guid'${id}')/Контрагент`,
  };
}

function oneCSets(): Record<string, EmulatedSet> {
  const catalogue = (rows: EmulatedRow[]): EmulatedSet => ({
    key: ['Ref_Key'],
    types: { Ref_Key: 'Edm.Guid', DeletionMark: 'Edm.Boolean', IsFolder: 'Edm.Boolean' },
    rows: rows.map((row) => ({ DataVersion: 'AAAA=', DeletionMark: false, IsFolder: false, ...row })),
  });
  const documents = (): EmulatedSet => ({
    key: ['Ref_Key'],
    types: { Ref_Key: 'Edm.Guid', Date: 'Edm.DateTime', DeletionMark: 'Edm.Boolean', Posted: 'Edm.Boolean' },
    rows: [],
  });
  return {
    Catalog_Пользователи: catalogue([{ Ref_Key: guid('a', 1), Description: 'Иванова Мария' }]),
    Catalog_Номенклатура: catalogue([
      {
        Ref_Key: guid('d', 9),
        Description: 'Подшипники',
        Code: '',
        Артикул: '',
        ЕдиницаИзмерения_Key: '',
        IsFolder: true,
      },
      ...[1, 2].map((number) => ({
        Ref_Key: guid('d', number),
        Description: `Подшипник ${number}`,
        НаименованиеПолное: `Подшипник шариковый ${number}`,
        Code: `00-${number}`,
        Артикул: number === 1 ? '180205' : '',
        ЕдиницаИзмерения_Key: guid('f', 1),
      })),
    ]),
    Catalog_УпаковкиЕдиницыИзмерения: catalogue([{ Ref_Key: guid('f', 1), Description: 'шт' }]),
    Catalog_Валюты: catalogue([{ Ref_Key: guid('e', 1), Code: '643', Description: 'руб.' }]),
    Catalog_Партнеры: catalogue([{ Ref_Key: guid('b', 1), ОсновнойМенеджер_Key: guid('a', 1) }]),
    Catalog_ВидыЦен: catalogue([
      { Ref_Key: guid('9', 1), Description: 'Оптовая', ВалютаЦены_Key: guid('e', 1), ЦенаВключаетНДС: true },
    ]),
    'InformationRegister_ЦеныНоменклатуры/SliceLast()': {
      key: ['Номенклатура_Key', 'Характеристика_Key', 'ВидЦены_Key'],
      types: {},
      rows: [1, 2].map((number) => ({
        Period: '2026-02-01T00:00:00',
        Номенклатура_Key: guid('d', number),
        Характеристика_Key: guid('0', 0).replace('4000-8000', '0000-0000'),
        ВидЦены_Key: guid('9', 1),
        Цена: '#9335.42',
        Валюта_Key: guid('e', 1),
        Упаковка_Key: '',
      })),
    },
    Catalog_Контрагенты: catalogue(
      range(CUSTOMERS).map((number) => ({
        Ref_Key: guid('c', number),
        Description: `Завод ${number}`,
        НаименованиеПолное: `ООО «Завод ${number}»`,
        ИНН: `770000000${number}`,
        КПП: '770001001',
        Партнер_Key: guid('b', 1),
      })),
    ),
    Document_ЗаказКлиента: documents(),
    Document_СчетНаОплатуКлиенту: documents(),
    Document_РеализацияТоваровУслуг: documents(),
    Document_ПоступлениеБезналичныхДенежныхСредств: documents(),
  };
}

export async function openBusinessCentral(): Promise<World<Emulator>> {
  const sets = businessCentralSets();
  const emulator = await startEmulator('v4', sets);
  const orders = sets['salesOrders']?.rows ?? [];
  const orderId = (number: number) => guid('0', number);
  const find = (number: number) => rowIn(orders, 'id', orderId(number));
  let seconds = 0;
  const touch = (row: EmulatedRow): void => {
    seconds += 1;
    const at = new Date(Date.parse('2026-03-01T00:00:00Z') + seconds * 1_000).toISOString();
    row['lastModifiedDateTime'] = at;
    row['@odata.etag'] = `W/"${at}"`;
  };
  const addOrder = (number: number): void => {
    const row = businessCentralOrder(number, orderId(number));
    touch(row);
    orders.push(row);
  };
  for (const number of range(ORDERS)) addOrder(number);
  const erase = (number: number) => orders.splice(orders.indexOf(find(number)), 1);
  return {
    emulator,
    tellsDroppedLines: true,
    mapping: findPreset('business-central'),
    orderSet: 'salesOrders',
    secondPage: '$skiptoken=50',
    numberField: 'number',
    orderId,
    addOrder,
    changeOrder: (number, gross) => {
      const row = find(number);
      row['totalAmountIncludingTax'] = `#${gross}`;
      touch(row);
    },
    dropLine: (number) => {
      const row = find(number);
      row['salesOrderLines'] = listIn(row, 'salesOrderLines').slice(0, 1);
      touch(row);
    },
    // Business Central keeps nothing of a deleted order.
    deleteOrder: erase,
    eraseOrder: erase,
    orders: () =>
      orders.map((row) => ({
        externalId: textIn(row, 'id'),
        number: textIn(row, 'number'),
        gross: textIn(row, 'totalAmountIncludingTax').replace('#', ''),
        lines: listIn(row, 'salesOrderLines').length,
      })),
    hideOrders: (isHidden) => {
      emulator.behaviour.hides = (set) => isHidden && set === 'salesOrders';
    },
    unpublishInvoices: () => void delete sets['salesInvoices'],
  };
}

/** The shape of test/fixtures/odata/cap-orders.json, with Business Central's names. */
function businessCentralOrder(number: number, id: string): EmulatedRow {
  return {
    '@odata.etag': '',
    id,
    number: `SO${number}`,
    externalDocumentNumber: `PO-${number}`,
    orderDate: '2026-02-20',
    requestedDeliveryDate: '0001-01-01',
    customerId: guid('c', 1 + (number % CUSTOMERS)),
    currencyCode: 'RUB',
    status: 'Open',
    fullyShipped: false,
    totalAmountExcludingTax: `#${number}`,
    totalTaxAmount: '#0.40',
    totalAmountIncludingTax: `#${number}.40`,
    lastModifiedDateTime: '',
    salesOrderLines: [1, 2].map((line) => ({
      id: guid('8', number * 10 + line),
      sequence: line * 10_000,
      lineType: 'Item',
      itemId: guid('d', line),
      lineObjectNumber: `ITM-${line}`,
      description: `Bearing ${line}`,
      quantity: 2,
      unitOfMeasureCode: 'PCS',
      unitPrice: '#9335.4200000001',
      discountPercent: 0,
      taxPercent: 20,
      amountExcludingTax: '#83.33',
      totalTaxAmount: '#16.67',
      shippedQuantity: 0,
      invoicedQuantity: 0,
      shipmentDate: '2026-03-20',
    })),
  };
}

function businessCentralSets(): Record<string, EmulatedSet> {
  const set = (rows: EmulatedRow[]): EmulatedSet => ({
    key: ['id'],
    types: { id: 'Edm.Guid', lastModifiedDateTime: 'Edm.DateTimeOffset' },
    rows: rows.map((row) => ({
      lastModifiedDateTime: '2026-02-01T08:00:00Z',
      '@odata.etag': 'W/"1"',
      ...row,
    })),
  });
  return {
    items: set(
      [1, 2].map((number) => ({
        id: guid('d', number),
        number: `ITM-${number}`,
        displayName: `Bearing ${number}`,
        baseUnitOfMeasureCode: 'PCS',
        itemCategoryCode: '',
        blocked: false,
      })),
    ),
    customers: set(
      range(CUSTOMERS).map((number) => ({
        id: guid('c', number),
        number: `C0000${number}`,
        displayName: `Works ${number}`,
        taxRegistrationNumber: `77${number}`,
      })),
    ),
    salesOrders: set([]),
    salesInvoices: set([]),
    salesShipments: set([]),
    salesCreditMemos: set([]),
  };
}
