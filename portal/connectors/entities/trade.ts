/** Customers, what was agreed with them, their orders and what happened to the goods, as a source tells it. */
import { z } from 'zod';
import { ORDER_STATUSES } from '#portal/orders/order.ts';
import { RETURN_STATUSES } from '#portal/shipments/goods-return.ts';
import { SHIPMENT_STATUSES, TRACKING_STATUSES } from '#portal/shipments/shipment.ts';
import {
  amountMinor,
  birthday,
  currency,
  day,
  decimal,
  instant,
  longText,
  optional,
  owned,
  percent,
  period,
  reference,
  sourceRow,
  text,
  textOrEmpty,
  wholeNumber,
} from './fields.ts';

const BASIS_POINTS_MAX = 10_000;

export const accountManager = z.strictObject({
  ...sourceRow,
  name: text,
  phone: optional(text),
  email: optional(text),
});

export const counterparty = z.strictObject({
  ...sourceRow,
  name: text,
  legalName: text,
  /** Empty for a private person, or where the source has none. */
  taxId: textOrEmpty,
  registrationReason: optional(text),
  managerRef: optional(reference),
  priceListRef: optional(reference),
});

export const contact = z.strictObject({
  ...owned,
  name: text,
  position: optional(text),
  email: optional(text),
  phone: optional(text),
  birthday: optional(birthday),
});

export const terms = z
  .strictObject({
    ...owned,
    paymentDays: optional(wholeNumber),
    paymentText: optional(longText),
    creditLimitMinor: optional(amountMinor),
    currency: optional(currency),
    deliveryText: optional(longText),
    contractNumber: optional(text),
    ...period,
  })
  .refine((row) => row.creditLimitMinor === null || row.currency !== null, {
    path: ['currency'],
    error: 'is needed beside a credit limit',
  });

export const sourceDiscount = z
  .strictObject({
    ...owned,
    name: text,
    basisPoints: optional(wholeNumber.max(BASIS_POINTS_MAX)),
    fixedPrice: optional(decimal),
    currency: optional(currency),
    goodsGroup: optional(text),
    sku: optional(text),
    ...period,
    cardNumber: optional(text),
  })
  .refine((row) => (row.basisPoints === null) !== (row.fixedPrice === null), {
    path: ['basisPoints'],
    error: 'needs either a percentage or a fixed price',
  })
  .refine((row) => row.fixedPrice === null || row.currency !== null, {
    path: ['currency'],
    error: 'is needed beside a fixed price',
  });

export const order = z.strictObject({
  ...owned,
  number: text,
  customerReference: optional(text),
  orderedOn: day,
  requestedOn: optional(day),
  promisedOn: optional(day),
  status: z.enum(ORDER_STATUSES),
  /** The status in the source's own words. */
  sourceStatus: optional(text),
  /** The stage of production, where the source has one. */
  stage: optional(text),
  currency,
  netMinor: amountMinor,
  taxMinor: amountMinor,
  grossMinor: amountMinor,
  deliveryAddress: optional(longText),
});

export const orderLine = z.strictObject({
  ...sourceRow,
  orderRef: reference,
  lineNo: wholeNumber,
  kind: z.enum(['item', 'note']).default('item'),
  productRef: optional(reference),
  sku: optional(text),
  name: longText,
  quantity: decimal,
  unit: optional(text),
  listPrice: optional(decimal),
  discountPercent: optional(percent),
  unitPrice: optional(decimal),
  vatPercent: optional(percent),
  netMinor: optional(amountMinor),
  taxMinor: optional(amountMinor),
  shippedQuantity: optional(decimal),
  invoicedQuantity: optional(decimal),
  promisedOn: optional(day),
  stage: optional(text),
});

export const shipment = z.strictObject({
  ...owned,
  number: text,
  status: z.enum(SHIPMENT_STATUSES),
  carrier: optional(text),
  trackingNumber: optional(text),
  shippedOn: optional(day),
  expectedOn: optional(day),
  deliveredOn: optional(day),
  deliveryAddress: optional(longText),
});

export const shipmentLine = z.strictObject({
  ...sourceRow,
  shipmentRef: reference,
  orderRef: optional(reference),
  orderLineRef: optional(reference),
  sku: optional(text),
  name: longText,
  quantity: decimal,
  unit: optional(text),
});

export const trackingEvent = z.strictObject({
  ...sourceRow,
  shipmentRef: reference,
  carrier: text,
  trackingNumber: text,
  occurredAt: instant,
  status: z.enum(TRACKING_STATUSES),
  rawCode: optional(text),
  rawText: optional(longText),
  city: optional(text),
  country: optional(text),
});

export const goodsReturn = z.strictObject({
  ...owned,
  number: text,
  orderRef: optional(reference),
  orderLineRef: optional(reference),
  sku: optional(text),
  name: longText,
  quantity: decimal,
  unit: optional(text),
  returnedOn: day,
  status: z.enum(RETURN_STATUSES),
  reason: optional(longText),
});
