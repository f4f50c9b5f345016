/** An emulated Odoo with the trade of every emulated source in it. */
import { ODOO } from '#portal/connectors/presets/odoo.ts';
import { startOdoo } from './odoo-emulator.ts';
import type { OdooEmulator, OdooModel, OdooRow } from './odoo-emulator.ts';
import { PASSWORD } from './pulled-source.ts';
import { CUSTOMERS, ORDERS, range } from './world.ts';
import type { World } from './world.ts';

export const openOdoo17 = (): Promise<World<OdooEmulator>> => openOdoo(17);
export const openOdoo19 = (): Promise<World<OdooEmulator>> => openOdoo(19);

async function openOdoo(version: 17 | 19): Promise<World<OdooEmulator>> {
  const models = odooModels();
  const emulator = await startOdoo(version, models);
  const orders = rowsOf(models, 'sale.order');
  const lines = rowsOf(models, 'sale.order.line');
  let microseconds = 0;
  const touch = (row: OdooRow): void => {
    microseconds += 300_007;
    const at = new Date(Date.parse('2026-03-01T00:00:00Z') + microseconds / 1_000);
    const whole = at.toISOString().slice(0, 19).replace('T', ' ');
    row['write_date'] = `${whole}.${String(microseconds % 1_000_000).padStart(6, '0')}`;
  };
  const find = (number: number): OdooRow => {
    const row = orders.find(({ id }) => id === number);
    if (row === undefined) throw new Error(`there is no order ${number}`);
    return row;
  };
  const addOrder = (number: number): void => {
    const row = orderRow(number);
    touch(row);
    orders.push(row);
    for (const line of [1, 2]) {
      const added = lineRow(number, line);
      touch(added);
      lines.push(added);
    }
  };
  for (const number of range(ORDERS)) addOrder(number);
  const linesOf = (number: number): OdooRow[] => lines.filter(({ id }) => Math.floor(id / 10) === number);
  const dropLines = (wanted: readonly OdooRow[]): void => {
    for (const line of wanted) lines.splice(lines.indexOf(line), 1);
  };
  const erase = (number: number): void => {
    dropLines(linesOf(number));
    orders.splice(orders.indexOf(find(number)), 1);
  };
  return {
    emulator,
    mapping: { ...ODOO, paging: { by: 'keyset', size: 50 } },
    credentials: PASSWORD,
    tellsDroppedLines: false,
    orderSet: version === 19 ? '/json/2/sale.order/' : '"sale.order"',
    secondPage: '["id",">",50]',
    numberField: 'name',
    orderId: String,
    addOrder,
    changeOrder: (number, gross) => {
      const row = find(number);
      row['amount_total'] = Number(gross);
      touch(row);
    },
    dropLine: (number) => {
      dropLines(linesOf(number).slice(1));
      touch(find(number));
    },
    deleteOrder: erase,
    eraseOrder: erase,
    orders: () =>
      orders.map((row) => ({
        externalId: String(row.id),
        number: String(row['name']),
        gross: Number(row['amount_total']).toFixed(2),
        lines: linesOf(row.id).length,
      })),
    unpublishInvoices: () => void delete models['account.move'],
    hideOrders: (isHidden) => {
      for (const model of ['sale.order', 'sale.order.line']) {
        if (isHidden) emulator.hidden.add(model);
        else emulator.hidden.delete(model);
      }
    },
  };
}

/** The shape of test/fixtures/odoo/17-orders.json. */
function orderRow(number: number): OdooRow {
  return {
    id: number,
    name: `S${String(number).padStart(5, '0')}`,
    partner_id: [100 + (number % CUSTOMERS), 'Завод, покупатель'],
    client_order_ref: false,
    date_order: '2026-02-20 10:11:57',
    commitment_date: false,
    state: 'sale',
    delivery_status: 'pending',
    currency_id: [1, 'RUB'],
    amount_untaxed: number,
    amount_tax: 0.4,
    amount_total: number + 0.4,
    write_date: '',
  };
}

/** The shape of test/fixtures/odoo/17-order-lines.json. */
function lineRow(order: number, line: number): OdooRow {
  return {
    id: order * 10 + line,
    order_id: [order, `S${order}`],
    sequence: 10,
    display_type: false,
    product_id: [line, `[ITM-${line}] Подшипник`],
    name: `[ITM-${line}] Подшипник ${line}`,
    product_uom_qty: 2,
    product_uom: [1, 'шт'],
    price_unit: 9335.4200000001,
    discount: 0,
    currency_id: [1, 'RUB'],
    price_subtotal: 83.33,
    price_tax: 16.67,
    qty_delivered: 0,
    qty_invoiced: 0,
    write_date: '',
  };
}

function rowsOf(models: Record<string, OdooModel>, name: string): OdooRow[] {
  return models[name]?.rows ?? [];
}

const STAMP = '2026-02-01 08:00:00.123456';

function odooModels(): Record<string, OdooModel> {
  const companies = range(CUSTOMERS).map((number) => ({
    id: 10 + number,
    name: `ООО «Завод ${number}»`,
    is_company: true,
    type: 'contact',
    vat: `770000000${number}`,
    commercial_partner_id: [10 + number, 'label'] as const,
  }));
  const buyers = range(CUSTOMERS).map((number) => ({
    id: 99 + number,
    name: `Покупатель ${number}`,
    is_company: false,
    type: 'contact',
    vat: false,
    parent_id: [10 + number, 'label'] as const,
    commercial_partner_id: [10 + number, 'label'] as const,
  }));
  const goods = [1, 2].map((id) => ({
    id,
    default_code: `ITM-${id}`,
    name: `Подшипник ${id}`,
    uom_id: [1, 'шт'],
  }));
  return {
    'res.currency': model({ name: 'char' }, [{ id: 1, name: 'RUB' }]),
    'res.users': model({ name: 'char', email: 'char', phone: 'char', share: 'boolean' }, [
      { id: 2, name: 'Иванова Мария', email: 'm@example.com', share: false },
    ]),
    'product.product': model(
      { name: 'char', default_code: 'char', uom_id: 'many2one', categ_id: 'many2one' },
      goods,
    ),
    'product.pricelist': model({ name: 'char', currency_id: 'many2one' }, [
      { id: 3, name: 'Договор', currency_id: [1, 'RUB'] },
    ]),
    'product.pricelist.item': model(PRICE_TYPES, []),
    'res.partner': model(PARTNER_TYPES, [...companies, ...buyers]),
    'sale.order': model(ORDER_TYPES, []),
    'sale.order.line': model(LINE_TYPES, []),
    'account.move': model(MOVE_TYPES, []),
    'ir.attachment': model(ATTACHMENT_TYPES, []),
    'stock.picking': model(PICKING_TYPES, []),
    'stock.move': model(STOCK_TYPES, []),
  };
}

function model(types: Record<string, string>, rows: OdooRow[]): OdooModel {
  return {
    types: { id: 'integer', active: 'boolean', write_date: 'datetime', ...types },
    rows: rows.map((row) => ({ active: true, write_date: STAMP, ...row })),
  };
}

const many = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'many2one']));
const PRICE_TYPES = {
  ...many('pricelist_id', 'product_id'),
  applied_on: 'selection',
  compute_price: 'selection',
  min_quantity: 'float',
  fixed_price: 'float',
  date_start: 'datetime',
  date_end: 'datetime',
};
const PARTNER_TYPES = {
  ...many('commercial_partner_id', 'parent_id', 'user_id', 'property_product_pricelist'),
  name: 'char',
  is_company: 'boolean',
  type: 'selection',
  vat: 'char',
  function: 'char',
  email: 'char',
  phone: 'char',
};
const ORDER_TYPES = {
  ...many('partner_id', 'currency_id'),
  name: 'char',
  client_order_ref: 'char',
  date_order: 'datetime',
  commitment_date: 'datetime',
  state: 'selection',
  delivery_status: 'selection',
  amount_untaxed: 'monetary',
  amount_tax: 'monetary',
  amount_total: 'monetary',
};
const LINE_TYPES = {
  ...many('order_id', 'product_id', 'product_uom', 'currency_id'),
  sequence: 'integer',
  display_type: 'selection',
  name: 'text',
  product_uom_qty: 'float',
  price_unit: 'float',
  discount: 'float',
  price_subtotal: 'monetary',
  price_tax: 'float',
  qty_delivered: 'float',
  qty_invoiced: 'float',
};
const ATTACHMENT_TYPES = {
  res_model: 'char',
  res_field: 'char',
  res_id: 'many2one_reference',
  name: 'char',
  file_size: 'integer',
  datas: 'binary',
  create_date: 'datetime',
};
const MOVE_TYPES = {
  ...many('commercial_partner_id', 'currency_id', 'reversed_entry_id'),
  name: 'char',
  move_type: 'selection',
  state: 'selection',
  payment_state: 'selection',
  date: 'date',
  invoice_date: 'date',
  invoice_date_due: 'date',
  amount_total: 'monetary',
  amount_tax: 'monetary',
  amount_residual: 'monetary',
  ref: 'char',
};
const PICKING_TYPES = {
  ...many('partner_id', 'carrier_id'),
  name: 'char',
  picking_type_code: 'selection',
  state: 'selection',
  carrier_tracking_ref: 'char',
  date_done: 'datetime',
  scheduled_date: 'datetime',
};
const STOCK_TYPES = {
  ...many('picking_id', 'product_id', 'product_uom', 'sale_line_id'),
  picking_code: 'selection',
  quantity: 'float',
  product_uom_qty: 'float',
};
