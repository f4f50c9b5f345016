/** The files about orders and the goods on their way. */
import { ORDER_STATUSES } from '#portal/orders/order.ts';
import { RETURN_STATUSES } from '#portal/shipments/goods-return.ts';
import { SHIPMENT_STATUSES, TRACKING_STATUSES } from '#portal/shipments/shipment.ts';
import { maybe, OWNER_COLUMN, required, ROW_COLUMNS } from './column.ts';
import type { FileFormat } from './column.ts';

const IN_CURRENCY = { currencyColumn: 'currency' } as const;
const ORDER = { refersTo: 'order' } as const;
const SHIPMENT = { refersTo: 'shipment' } as const;

export const orderFile: FileFormat<'order'> = {
  kind: 'order',
  fileName: 'orders.csv',
  meaning: 'Orders. Drafts and quotations are kept and shown to nobody.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('number', 'number', 'text', 'Your number of the order'),
    maybe('customer_reference', 'customerReference', 'text', "The customer's own number of it"),
    required('ordered_on', 'orderedOn', 'day', 'When it was ordered'),
    maybe('requested_on', 'requestedOn', 'day', 'When the customer wants it'),
    maybe('promised_on', 'promisedOn', 'day', 'When you promised it'),
    required('status', 'status', 'choice', 'Where it stands', { choices: ORDER_STATUSES }),
    maybe('source_status', 'sourceStatus', 'text', 'Where it stands, in your own words'),
    maybe('stage', 'stage', 'text', 'Stage of production'),
    required('currency', 'currency', 'text', 'ISO 4217 code of the totals and of the prices of its lines'),
    required('net', 'netMinor', 'amount', 'Total without tax', IN_CURRENCY),
    required('tax', 'taxMinor', 'amount', 'Tax', IN_CURRENCY),
    required('gross', 'grossMinor', 'amount', 'Total with tax', IN_CURRENCY),
    maybe('delivery_address', 'deliveryAddress', 'text', 'Where it goes'),
  ],
};

export const orderLineFile: FileFormat<'order-line'> = {
  kind: 'order-line',
  fileName: 'order-lines.csv',
  meaning: 'The lines of the orders.',
  columns: [
    ...ROW_COLUMNS,
    required('order', 'orderRef', 'reference', 'Which order', ORDER),
    required('line_no', 'lineNo', 'whole-number', 'Place in the order'),
    maybe('kind', 'kind', 'choice', 'Empty means item; a note has a name only', {
      choices: ['item', 'note'],
    }),
    maybe('product', 'productRef', 'reference', 'Product, where it is in the catalogue', {
      refersTo: 'product',
    }),
    maybe('sku', 'sku', 'text', 'Article number'),
    required('name', 'name', 'text', 'Name'),
    required('quantity', 'quantity', 'decimal', 'Quantity ordered'),
    maybe('unit', 'unit', 'text', 'Unit'),
    maybe('list_price', 'listPrice', 'decimal', 'List price of one unit'),
    maybe('discount_percent', 'discountPercent', 'decimal', 'Per cent off the list price'),
    maybe('unit_price', 'unitPrice', 'decimal', 'Price of one unit'),
    maybe('vat_percent', 'vatPercent', 'decimal', 'Tax rate in per cent'),
    required('currency', null, 'text', 'ISO 4217 code of the totals, that of the order'),
    maybe('net', 'netMinor', 'amount', 'Total without tax', IN_CURRENCY),
    maybe('tax', 'taxMinor', 'amount', 'Tax', IN_CURRENCY),
    maybe('shipped_quantity', 'shippedQuantity', 'decimal', 'Quantity shipped so far'),
    maybe('invoiced_quantity', 'invoicedQuantity', 'decimal', 'Quantity invoiced so far'),
    maybe('promised_on', 'promisedOn', 'day', 'When the rest is promised'),
    maybe('stage', 'stage', 'text', 'Stage of production'),
  ],
};

export const shipmentFile: FileFormat<'shipment'> = {
  kind: 'shipment',
  fileName: 'shipments.csv',
  meaning: 'Goods on their way.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('number', 'number', 'text', 'Your number of the shipment'),
    required('status', 'status', 'choice', 'Where it stands', { choices: SHIPMENT_STATUSES }),
    maybe('carrier', 'carrier', 'text', 'Who carries it'),
    maybe('tracking_number', 'trackingNumber', 'text', "The carrier's number"),
    maybe('shipped_on', 'shippedOn', 'day', 'When it left'),
    maybe('expected_on', 'expectedOn', 'day', 'When it should arrive'),
    maybe('delivered_on', 'deliveredOn', 'day', 'When it arrived'),
    maybe('delivery_address', 'deliveryAddress', 'text', 'Where it goes'),
  ],
};

export const shipmentLineFile: FileFormat<'shipment-line'> = {
  kind: 'shipment-line',
  fileName: 'shipment-lines.csv',
  meaning: 'What is in the shipments.',
  columns: [
    ...ROW_COLUMNS,
    required('shipment', 'shipmentRef', 'reference', 'Which shipment', SHIPMENT),
    maybe('order', 'orderRef', 'reference', 'Of which order', ORDER),
    maybe('order_line', 'orderLineRef', 'reference', 'Of which line of it', { refersTo: 'order-line' }),
    maybe('sku', 'sku', 'text', 'Article number'),
    required('name', 'name', 'text', 'Name'),
    required('quantity', 'quantity', 'decimal', 'Quantity'),
    maybe('unit', 'unit', 'text', 'Unit'),
  ],
};

export const trackingEventFile: FileFormat<'tracking-event'> = {
  kind: 'tracking-event',
  fileName: 'tracking-events.csv',
  meaning: 'What carriers said about the shipments.',
  columns: [
    ...ROW_COLUMNS,
    required('shipment', 'shipmentRef', 'reference', 'Which shipment', SHIPMENT),
    required('carrier', 'carrier', 'text', 'Who says so'),
    required('tracking_number', 'trackingNumber', 'text', "The carrier's number"),
    required('occurred_at', 'occurredAt', 'instant', 'When it happened'),
    required('status', 'status', 'choice', 'What it means', { choices: TRACKING_STATUSES }),
    maybe('raw_code', 'rawCode', 'text', "The carrier's code"),
    maybe('raw_text', 'rawText', 'text', "The carrier's words"),
    maybe('city', 'city', 'text', 'Where'),
    maybe('country', 'country', 'text', 'In which country'),
  ],
};

export const returnFile: FileFormat<'goods-return'> = {
  kind: 'goods-return',
  fileName: 'returns.csv',
  meaning: 'Goods sent back, one row per line.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('number', 'number', 'text', 'Your number of the return'),
    maybe('order', 'orderRef', 'reference', 'Of which order', ORDER),
    maybe('order_line', 'orderLineRef', 'reference', 'Of which line of it', { refersTo: 'order-line' }),
    maybe('sku', 'sku', 'text', 'Article number'),
    required('name', 'name', 'text', 'Name'),
    required('quantity', 'quantity', 'decimal', 'Quantity'),
    maybe('unit', 'unit', 'text', 'Unit'),
    required('returned_on', 'returnedOn', 'day', 'When'),
    required('status', 'status', 'choice', 'Where it stands', { choices: RETURN_STATUSES }),
    maybe('reason', 'reason', 'text', 'Why'),
  ],
};
