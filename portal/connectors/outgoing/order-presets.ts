/**
 * Ready mappings for writing orders. Field names as the vendors' own descriptions have them; emulated, not certified, but
 * for Tryton: "Test" asks the source for one order by a key that no order has, which shows whether set and field are there.
 */
import type { z } from 'zod';
import type { OrderMapping } from './order-mapping.ts';

type Preset = z.input<typeof OrderMapping>;

const ONE_C_LINES = {
  in: 'Товары',
  fields: {
    LineNumber: { from: 'lineNo' },
    Номенклатура_Key: { from: 'product' },
    Количество: { from: 'quantity', as: 'number' },
    Цена: { from: 'unitPrice', as: 'number' },
  },
} as const;

/** `НомерПоДаннымКлиента` is where a manager writes the customer's number of an order, and where we read it. */
const ONE_C_UT11: Preset = {
  orderMapping: 1,
  title: '1С: Управление торговлей 11, КА 2, ERP 2',
  dialect: 'v3',
  set: 'Document_ЗаказКлиента',
  keyField: 'НомерПоДаннымКлиента',
  id: 'Ref_Key',
  number: 'Number',
  fields: {
    НомерПоДаннымКлиента: { from: 'key' },
    Date: { from: 'askedAt' },
    Контрагент_Key: { from: 'counterparty' },
    Комментарий: { from: 'note' },
    Posted: { value: false },
  },
  lines: ONE_C_LINES,
};

/**
 * With claims, in the catalogue that 1C has for them. It has no table of lines, so all of a claim stands in its description;
 * its name bears our key.
 */
const ONE_C_UT11_CLAIMS: Preset = {
  ...ONE_C_UT11,
  title: '1С: Управление торговлей 11, КА 2, ERP 2 — с претензиями',
  claims: {
    set: 'Catalog_ПретензииКлиентов',
    keyField: 'Description',
    id: 'Ref_Key',
    number: 'Code',
    words: {
      kinds: {
        missing: 'не хватает',
        damaged: 'повреждено',
        wrong: 'не тот товар',
        faulty: 'не работает',
        other: 'другое',
      },
      wishes: {
        replace: 'Заменить товар',
        deliver: 'Довезти недостающее',
        credit: 'Вернуть деньги',
        return: 'Вернуть товар',
      },
    },
    fields: {
      Description: { from: 'key' },
      ДатаРегистрации: { from: 'sentAt' },
      ОписаниеПретензии: { from: 'text' },
    },
  },
};

const BUSINESS_CENTRAL: Preset = {
  orderMapping: 1,
  title: 'Microsoft Dynamics 365 Business Central',
  dialect: 'v4',
  set: 'salesOrders',
  keyField: 'externalDocumentNumber',
  id: 'id',
  number: 'number',
  fields: {
    externalDocumentNumber: { from: 'key' },
    orderDate: { from: 'askedOn' },
    customerId: { from: 'counterparty' },
  },
  lines: {
    in: 'salesOrderLines',
    fields: {
      itemId: { from: 'product' },
      lineType: { value: 'Item' },
      quantity: { from: 'quantity', as: 'number' },
      unitPrice: { from: 'unitPrice', as: 'number' },
    },
  },
};

/**
 * The fields are known to the connector (odoo/order-writer.server.ts). The account may read customers, goods and price
 * lists, and read and make orders.
 */
const ODOO: Preset = { orderMapping: 1, title: 'Odoo 16–19', dialect: 'odoo', settings: ['database'] };

/** Fields as tryton/order-writer.server.ts knows them. Runs in the tests on the real server. */
const TRYTON: Preset = {
  orderMapping: 1,
  title: 'Tryton 6.0 and later',
  dialect: 'tryton',
  settings: ['database'],
};

/**
 * A sales order must say when it is to be delivered: the day on which it was asked for stands there until people say
 * another. ERPNext itself refuses a second order of a customer with the same number, unless it is told not to.
 */
const ERPNEXT: Preset = {
  orderMapping: 1,
  title: 'ERPNext',
  dialect: 'rest',
  set: 'api/resource/Sales Order',
  keyField: 'po_no',
  id: 'name',
  number: 'name',
  find: {
    query: { filters: '[["po_no","=","{key}"]]', fields: '["name","po_no"]', limit_page_length: '2' },
    rows: 'data',
  },
  made: 'data',
  error: 'exc_type',
  fields: {
    po_no: { from: 'key' },
    customer: { from: 'counterparty' },
    transaction_date: { from: 'askedOn' },
    delivery_date: { from: 'askedOn' },
    currency: { from: 'currency' },
    docstatus: { value: 0 },
    // The price is the one that the customer saw.
    ignore_pricing_rule: { value: 1 },
    terms: { from: 'note', as: 'html' },
  },
  lines: {
    in: 'items',
    fields: {
      item_code: { from: 'product' },
      qty: { from: 'quantity', as: 'number' },
      rate: { from: 'unitPrice', as: 'number' },
    },
  },
};

/** Lines come without a rate of tax, which people choose in the draft; amounts are in the currency of the company. */
const DOLIBARR: Preset = {
  orderMapping: 1,
  title: 'Dolibarr',
  dialect: 'rest',
  set: 'orders',
  keyField: 'ref_client',
  keyPaths: ['ref_client', 'ref_customer'],
  // A draft has no number yet: its `ref` is (PROV7).
  id: 'id',
  find: {
    query: { sqlfilters: "(t.ref_client:=:'{key}')", limit: '2' },
    emptySays: 'No order found',
  },
  fields: {
    ref_client: { from: 'key' },
    socid: { from: 'counterparty' },
    date: { from: 'askedSeconds', as: 'number' },
    note_public: { from: 'note', as: 'html' },
  },
  lines: {
    in: 'lines',
    fields: {
      fk_product: { from: 'product' },
      desc: { from: 'name', as: 'html' },
      qty: { from: 'quantity', as: 'number' },
      subprice: { from: 'unitPrice', as: 'number' },
    },
  },
};

const ORDER_PRESETS: Readonly<Record<string, Preset>> = {
  '1c-ut11': ONE_C_UT11,
  '1c-ut11-claims': ONE_C_UT11_CLAIMS,
  'business-central': BUSINESS_CENTRAL,
  odoo: ODOO,
  tryton: TRYTON,
  erpnext: ERPNEXT,
  dolibarr: DOLIBARR,
};

export const ORDER_PRESET_NAMES = Object.keys(ORDER_PRESETS);

/** @returns null for a name that is none of ours */
export function findOrderPreset(name: string): Preset | null {
  return Object.hasOwn(ORDER_PRESETS, name) ? (ORDER_PRESETS[name] ?? null) : null;
}
