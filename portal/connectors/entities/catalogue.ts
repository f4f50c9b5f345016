/** Goods, stock and prices, as a source tells them. Nobody's in particular, contract price lists apart. */
import { z } from 'zod';
import { currency, day, decimal, optional, percent, period, reference, sourceRow, text } from './fields.ts';

export const product = z.strictObject({
  ...sourceRow,
  sku: text,
  name: text,
  unit: text,
  groupName: optional(text),
  vatCode: optional(text),
  status: z.enum(['active', 'discontinued']).default('active'),
  packQuantity: optional(decimal),
});

export const stock = z.strictObject({
  ...sourceRow,
  productRef: reference,
  warehouse: text,
  quantity: decimal,
  expectedOn: optional(day),
});

export const replacement = z.strictObject({
  ...sourceRow,
  productRef: reference,
  replacementRef: reference,
  reason: optional(text),
  sinceOn: optional(day),
});

export const vatRate = z.strictObject({
  ...sourceRow,
  code: text,
  percent,
  validFromOn: day,
  validToOn: optional(day),
});

export const priceList = z.strictObject({
  ...sourceRow,
  name: text,
  /** `list` is open to every customer, `contract` to its counterparties, `type` to those an administrator names. */
  kind: z.enum(['list', 'contract', 'type']),
  currency,
  isTaxIncluded: z.boolean(),
  ...period,
});

export const priceEntry = z.strictObject({
  ...sourceRow,
  priceListRef: reference,
  productRef: reference,
  minQuantity: decimal.default('0'),
  price: decimal,
  unit: optional(text),
  ...period,
});
