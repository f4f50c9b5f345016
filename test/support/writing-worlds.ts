/** Every kind of ERP that orders are written into, EMULATED: a customer, an article, and what misbehaves on demand. */
import { z } from 'zod';
import { startOrderEmulator } from './order-emulator.ts';
import { startRestOrders } from './rest-orders-emulator.ts';
import type { RestOrdersManner } from './rest-orders-emulator.ts';
import { openOdoo, openTryton } from './rpc-writing-worlds.ts';
import { OTHERS_KEY, Text, WRITING, WRONG } from './writing-world.ts';
import type { WritingWorld } from './writing-world.ts';

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

const FRAPPE_ORDER = z
  .object({
    po_no: z.string(),
    customer: z.string().default(''),
    docstatus: z.number().default(1),
    items: z.array(z.object({ item_code: z.string(), qty: Text, rate: Text })).default([]),
  })
  .transform(({ po_no: key, customer, docstatus, items }) => ({
    key,
    customer,
    isDraft: docstatus === 0,
    lines: items.map(({ item_code: product, qty: quantity, rate: price }) => ({ product, quantity, price })),
  }));

const DOLIBARR_ORDER = z
  .object({
    ref_client: z.string(),
    socid: z.string().default(''),
    date: z.number().default(0),
    lines: z.array(z.object({ fk_product: z.string(), qty: Text, subprice: Text })).default([]),
  })
  .transform(({ ref_client: key, socid: customer, lines }) => ({
    key,
    customer,
    // What is made there is a draft until people validate it.
    isDraft: true,
    lines: lines.map(({ fk_product: product, qty: quantity, subprice: price }) => ({
      product,
      quantity,
      price,
    })),
  }));

async function openRest(manner: RestOrdersManner): Promise<WritingWorld> {
  const erp = await startRestOrders(manner);
  const isFrappe = manner === 'frappe';
  const header = isFrappe
    ? ({ kind: 'header', name: 'Authorization', value: 'token orders:write-secret' } as const)
    : ({ kind: 'header', name: 'DOLAPIKEY', value: 'write-secret' } as const);
  const other = isFrappe ? { po_no: OTHERS_KEY } : { ref_client: OTHERS_KEY };
  return {
    address: erp.address,
    preset: isFrappe ? 'erpnext' : 'dolibarr',
    settings: {},
    credentials: header,
    wrong: { ...header, value: 'not-the-secret' },
    customer: isFrappe ? 'Завод № 1' : '14',
    product: isFrappe ? 'BRG-1' : '41',
    orders: () => z.array(isFrappe ? FRAPPE_ORDER : DOLIBARR_ORDER).parse(erp.orders),
    addOther: () => void erp.orders.push({ ...other, name: 'SAL-ORD-0', id: '25', ref: 'CO-25' }),
    ignoreFilters: () => {
      erp.ignoresFilter = true;
    },
    refuse: (reason) => void erp.refusals.push(reason),
    refusedLogIns: () => erp.refused,
    makes: isFrappe ? '"items":' : '"lines":',
    close: erp.close,
  };
}

type Named = { name: string; kind: string; open: () => Promise<WritingWorld> };

export const WRITING_WORLDS: readonly [Named, ...Named[]] = [
  { name: '1C (emulated, OData 3)', kind: 'odata', open: () => openOData('v3') },
  { name: 'Business Central (emulated, OData 4)', kind: 'odata', open: () => openOData('v4') },
  { name: 'Odoo 17 (emulated, /jsonrpc)', kind: 'odoo', open: () => openOdoo(17) },
  { name: 'Odoo 19 (emulated, JSON-2)', kind: 'odoo', open: () => openOdoo(19) },
  { name: 'Tryton (emulated)', kind: 'tryton', open: openTryton },
  { name: 'ERPNext (emulated)', kind: 'rest', open: () => openRest('frappe') },
  { name: 'Dolibarr (emulated)', kind: 'rest', open: () => openRest('dolibarr') },
];
