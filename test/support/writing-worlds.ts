/** Every kind of ERP that orders are written into, EMULATED: a customer, an article, and what misbehaves on demand. */
import { z } from 'zod';
import type { SourceCredentials } from '#portal/connectors/http/credentials.ts';
import { startOdoo } from './odoo-emulator.ts';
import { startOrderEmulator } from './order-emulator.ts';
import { startTryton } from './tryton-emulator.ts';
import type { TrytonModel } from './tryton-emulator.ts';

/** An order as it stands at the source. */
export type StandingOrder = {
  key: string;
  customer: string;
  isDraft: boolean;
  lines: { product: string; quantity: string; price: string }[];
};

export type WritingWorld = {
  /** As an administrator would type it. */
  address: string;
  preset: string;
  settings: Record<string, string>;
  credentials: SourceCredentials;
  wrong: SourceCredentials;
  customer: string;
  product: string;
  orders: () => StandingOrder[];
  /** An order of somebody else’s. */
  addOther: () => void;
  /** From now on every question for orders is answered with all of them. */
  ignoreFilters: () => void;
  /** The next order is not made, for this reason. */
  refuse: (reason: string) => void;
  /** How often user or password were not taken. */
  refusedLogIns: () => number;
  /** Part of every question that makes an order, and of no other. */
  makes: string;
  close: () => Promise<void>;
};

const WRITING = { kind: 'basic', user: 'orders', password: 'write-secret' } as const;
const WRONG = { ...WRITING, password: 'not-the-secret' };
const OTHERS_KEY = 'PO-7781';

const Text = z.union([z.string(), z.number()]).transform(String);

const ONE_C_ORDER = z
  .object({
    НомерПоДаннымКлиента: z.string(),
    Контрагент_Key: z.string().default(''),
    Posted: z.boolean().default(false),
    Товары: z.array(z.object({ Номенклатура_Key: z.string(), Количество: Text, Цена: Text })).default([]),
  })
  .transform(({ НомерПоДаннымКлиента: key, Контрагент_Key: customer, Posted, Товары }) => ({
    key,
    customer,
    isDraft: !Posted,
    lines: Товары.map((line) => ({
      product: line.Номенклатура_Key,
      quantity: line.Количество,
      price: line.Цена,
    })),
  }));

const BC_ORDER = z
  .object({
    externalDocumentNumber: z.string(),
    customerId: z.string().default(''),
    salesOrderLines: z.array(z.object({ itemId: z.string(), quantity: Text, unitPrice: Text })).default([]),
  })
  .transform(({ externalDocumentNumber: key, customerId: customer, salesOrderLines }) => ({
    key,
    customer,
    // What is posted there is moved out of this set.
    isDraft: true,
    lines: salesOrderLines.map(({ itemId: product, quantity, unitPrice: price }) => ({
      product,
      quantity,
      price,
    })),
  }));

async function openOData(version: 'v3' | 'v4'): Promise<WritingWorld> {
  const erp = await startOrderEmulator(version);
  const isV3 = version === 'v3';
  const keyField = isV3 ? 'НомерПоДаннымКлиента' : 'externalDocumentNumber';
  return {
    address: erp.address,
    preset: isV3 ? '1c-ut11' : 'business-central',
    settings: {},
    credentials: WRITING,
    wrong: WRONG,
    customer: '0f9122ab-0000-4000-8000-0000000000c1',
    product: '0f9122ab-0000-4000-8000-0000000000a1',
    orders: () => z.array(isV3 ? ONE_C_ORDER : BC_ORDER).parse(erp.orders),
    addOther: () => void erp.orders.push({ Ref_Key: 'other', id: 'other', [keyField]: OTHERS_KEY }),
    ignoreFilters: () => {
      erp.ignoresFilter = true;
    },
    refuse: (reason) => {
      const message = isV3 ? { value: reason } : reason;
      const error = isV3 ? { 'odata.error': { message } } : { error: { message } };
      erp.reactions.push({ status: 400, body: JSON.stringify(error) });
    },
    refusedLogIns: () => erp.refused,
    makes: isV3 ? '"Posted":false' : '"salesOrderLines":',
    close: erp.close,
  };
}

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

async function openOdoo(version: 17 | 19): Promise<WritingWorld> {
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

async function openTryton(): Promise<WritingWorld> {
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

export const WRITING_WORLDS = [
  { name: '1C (emulated, OData 3)', kind: 'odata', open: () => openOData('v3') },
  { name: 'Business Central (emulated, OData 4)', kind: 'odata', open: () => openOData('v4') },
  { name: 'Odoo 17 (emulated, /jsonrpc)', kind: 'odoo', open: () => openOdoo(17) },
  { name: 'Odoo 19 (emulated, JSON-2)', kind: 'odoo', open: () => openOdoo(19) },
  { name: 'Tryton (emulated)', kind: 'tryton', open: openTryton },
];
