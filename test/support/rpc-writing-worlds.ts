/** Odoo and Tryton, EMULATED, as orders are written into them. */
import { z } from 'zod';
import { startOdoo } from './odoo-emulator.ts';
import { startTryton } from './tryton-emulator.ts';
import type { TrytonModel } from './tryton-emulator.ts';
import { OTHERS_KEY, Text, WRITING, WRONG } from './writing-world.ts';
import type { WritingWorld } from './writing-world.ts';

const ODOO_LINE = z
  .tuple([
    z.literal(0),
    z.literal(0),
    z.object({ product_id: Text, product_uom_qty: Text, price_unit: Text, discount: z.literal(0) }),
  ])
  .transform(([, , line]) => ({
    product: line.product_id,
    quantity: line.product_uom_qty,
    price: line.price_unit,
  }));
const ODOO_ORDER = z
  .object({
    client_order_ref: z.string(),
    partner_id: Text.default(''),
    state: z.string().default('sale'),
    order_line: z.array(ODOO_LINE).default([]),
  })
  .transform(({ client_order_ref: key, partner_id: customer, state, order_line: lines }) => ({
    key,
    customer,
    isDraft: state === 'draft',
    lines,
  }));

export async function openOdoo(version: 17 | 19): Promise<WritingWorld> {
  const orders = { types: {}, rows: [] };
  const euro = [1, 'EUR'] as const;
  const erp = await startOdoo(version, {
    'sale.order': orders,
    'res.partner': { types: {}, rows: [{ id: 14, property_product_pricelist: [3, 'Прайс-лист'] }] },
    'product.pricelist': { types: {}, rows: [{ id: 3, name: 'Прайс-лист', currency_id: euro }] },
  });
  erp.user = WRITING.user;
  erp.password = WRITING.password;
  let refused = 0;
  erp.onRefused = () => {
    refused += 1;
  };
  return {
    address: erp.address,
    preset: 'odoo',
    settings: { database: 'shop' },
    credentials: WRITING,
    wrong: WRONG,
    customer: '14',
    product: '41',
    orders: () => z.array(ODOO_ORDER).parse(orders.rows),
    addOther: () => void erp.models['sale.order']?.rows.push({ id: 25, client_order_ref: OTHERS_KEY }),
    ignoreFilters: () => {
      erp.ignoresDomain = true;
    },
    refuse: (reason) => void erp.refusals.push(reason),
    refusedLogIns: () => refused,
    makes: 'create',
    close: erp.close,
  };
}

const TRYTON_LINE = z
  .object({
    product: Text,
    quantity: Text,
    unit_price: z.object({ __class__: z.literal('Decimal'), decimal: z.string() }),
    unit: z.literal(1),
    taxes: z.tuple([z.tuple([z.literal('add'), z.tuple([z.literal(2)])])]),
  })
  .transform((line) => ({
    product: line.product,
    quantity: line.quantity,
    price: line.unit_price.decimal,
  }));
const TRYTON_ORDER = z
  .object({
    reference: z.string(),
    party: Text.default(''),
    state: z.string().default('done'),
    lines: z.tuple([z.tuple([z.literal('create'), z.array(TRYTON_LINE)])]).optional(),
  })
  .transform(({ reference: key, party: customer, state, lines }) => ({
    key,
    customer,
    isDraft: state === 'draft',
    lines: lines?.[0][1] ?? [],
  }));

export async function openTryton(): Promise<WritingWorld> {
  const rowOf = (id: number, values: object) => ({ id, create_date: '', write_date: null, ...values });
  const orders: TrytonModel = { types: {}, rows: [] };
  const erp = await startTryton({
    'sale.sale': orders,
    'sale.line': { types: {}, rows: [] },
    'currency.currency': { types: {}, rows: [rowOf(1, { code: 'RUB' }), rowOf(2, { code: 'EUR' })] },
  });
  erp.user = WRITING.user;
  erp.password = WRITING.password;
  let refused = 0;
  erp.onRefused = () => {
    refused += 1;
  };
  return {
    address: erp.address,
    preset: 'tryton',
    settings: { database: 'shop' },
    credentials: WRITING,
    wrong: WRONG,
    customer: '14',
    product: '41',
    orders: () => z.array(TRYTON_ORDER).parse(orders.rows),
    addOther: () => void orders.rows.push(rowOf(25, { reference: OTHERS_KEY })),
    ignoreFilters: () => {
      erp.ignoresDomain = true;
    },
    refuse: (reason) => void erp.refusals.push(reason),
    refusedLogIns: () => refused,
    makes: 'sale.sale.create',
    close: erp.close,
  };
}
