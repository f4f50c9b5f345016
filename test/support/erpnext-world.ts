/** An emulated ERPNext with the trade of every emulated source in it. */
import { ERPNEXT } from '#portal/connectors/presets/erpnext.ts';
import { FRAPPE, startRest } from './rest-emulator.ts';
import type { RestEmulator, RestRow } from './rest-emulator.ts';
import { CUSTOMERS, ORDERS, range } from './world.ts';
import type { World } from './world.ts';

const ORDER_SET = 'api/resource/Sales Order';

export async function openErpNext(): Promise<World<RestEmulator>> {
  const orders: RestRow[] = [];
  const emulator = await startRest(FRAPPE, {
    'api/resource/Item': [1, 2].map((number) => ({
      name: `ITM-${number}`,
      modified: '2026-02-01 08:00:00.123456',
      item_code: `ITM-${number}`,
      item_name: `Подшипник ${number}`,
      stock_uom: 'шт',
      disabled: 0,
    })),
    'api/resource/Customer': range(CUSTOMERS).map((number) => ({
      name: `Завод ${number}`,
      modified: '2026-02-01 08:00:00.123456',
      customer_name: `ООО «Завод ${number}»`,
      tax_id: `770000000${number}`,
      disabled: 0,
    })),
    [ORDER_SET]: orders,
    'api/resource/Sales Invoice': [],
  });
  let seconds = 0;
  const touch = (row: RestRow): void => {
    seconds += 1;
    const at = new Date(Date.parse('2026-03-01T00:00:00Z') + seconds * 1_000).toISOString();
    row['modified'] = at.replace('T', ' ').replace('Z', '123');
  };
  const orderId = (number: number): string => `SAL-ORD-2026-${String(number).padStart(5, '0')}`;
  const find = (number: number): RestRow => {
    const row = orders.find(({ name }) => name === orderId(number));
    if (row === undefined) throw new Error(`there is no order ${number}`);
    return row;
  };
  const addOrder = (number: number): void => {
    const row = orderRow(number, orderId(number));
    touch(row);
    orders.push(row);
  };
  for (const number of range(ORDERS)) addOrder(number);
  const erase = (number: number): void => {
    orders.splice(orders.indexOf(find(number)), 1);
  };
  return {
    emulator,
    mapping: { ...ERPNEXT, paging: { by: 'keyset', size: 50 } },
    credentials: { kind: 'header', name: 'Authorization', value: `token portal:${emulator.password}` },
    tellsDroppedLines: true,
    orderSet: ORDER_SET,
    secondPage: `["name",">","${orderId(50)}"]`,
    numberField: 'name',
    orderId,
    addOrder,
    changeOrder: (number, gross) => {
      const row = find(number);
      row['grand_total'] = Number(gross);
      touch(row);
    },
    dropLine: (number) => {
      const row = find(number);
      row['items'] = itemsOf(row).slice(0, 1);
      touch(row);
    },
    deleteOrder: erase,
    eraseOrder: erase,
    orders: () =>
      orders.map((row) => ({
        externalId: String(row['name']),
        number: String(row['name']),
        gross: Number(row['grand_total']).toFixed(2),
        lines: itemsOf(row).length,
      })),
    unpublishInvoices: () => void delete emulator.sets['api/resource/Sales Invoice'],
    hideOrders: (isHidden) => {
      if (isHidden) emulator.hidden.add(ORDER_SET);
      else emulator.hidden.delete(ORDER_SET);
    },
  };
}

function itemsOf(row: RestRow): readonly unknown[] {
  const { items } = row;
  return Array.isArray(items) ? items : [];
}

function orderRow(number: number, name: string): RestRow {
  return {
    name,
    docstatus: 1,
    modified: '',
    customer: `Завод ${1 + (number % CUSTOMERS)}`,
    po_no: null,
    transaction_date: '2026-02-20',
    delivery_date: '2026-03-20',
    status: 'To Deliver and Bill',
    delivery_status: 'Not Delivered',
    currency: 'RUB',
    net_total: number,
    total_taxes_and_charges: 0.4,
    grand_total: number + 0.4,
    items: [1, 2].map((line) => ({
      name: `${name}-${line}`,
      idx: line,
      item_code: `ITM-${line}`,
      item_name: `Подшипник ${line}`,
      qty: 2,
      uom: 'шт',
      rate: 9335.4200000001,
      amount: 83.33,
      delivered_qty: 0,
    })),
  };
}
