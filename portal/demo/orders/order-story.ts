import type { InvoiceStatus } from '#portal/invoices/invoice.ts';
import type { OrderStatus } from '#portal/orders/order.ts';
import type { ReturnStatus } from '#portal/shipments/goods-return.ts';
import type { ShipmentStatus, TrackingStatus } from '#portal/shipments/shipment.ts';
import type { DemoProduct } from '../catalogue/make-catalogue.ts';
import type { Unit } from '../catalogue/unit.ts';
import type { DemoCustomer } from '../customers/customer.ts';
import type { LineAmounts } from '../line-amounts.ts';
import type { PaperLine } from '../papers/paper-line.ts';

/** What was ordered and at what price. */
export type OrderedLine = LineAmounts & {
  no: number;
  /** Null: made to the customer's drawing, in no catalogue. */
  product: DemoProduct | null;
  sku: string | null;
  name: string;
  unit: Unit;
  /** The smallest quantity that can be shipped. */
  packMilli: bigint;
  gramsPerUnit: bigint;
  isMadeToOrder: boolean;
  quantityMilli: bigint;
  listMinor: bigint;
  discountPercent: string;
  unitPriceMinor: bigint;
  vatPercent: bigint;
  promisedOn: string;
};

/** An ordered line and how far it has come. */
export type StoryLine = OrderedLine & {
  shippedMilli: bigint;
  invoicedMilli: bigint;
  stage: string | null;
};

export type ShippedPart = { line: OrderedLine; quantityMilli: bigint };

export type StoryEvent = {
  at: Date;
  status: TrackingStatus;
  rawCode: string;
  rawText: string;
  city: string;
};

export type StoryShipment = {
  id: string;
  number: string;
  status: ShipmentStatus;
  carrierName: string;
  trackingNumber: string | null;
  shippedOn: string | null;
  expectedOn: string;
  deliveredOn: string | null;
  parts: readonly ShippedPart[];
  events: readonly StoryEvent[];
};

export type StoryPayment = {
  id: string;
  number: string;
  receivedOn: string;
  amountMinor: bigint;
  purpose: string;
};

export type StoryInvoice = {
  id: string;
  number: string;
  /** The shipment that it charges; null when the whole order is paid before it is shipped, or for services. */
  shipmentId: string | null;
  issuedOn: string;
  dueOn: string;
  lines: readonly PaperLine[];
  totalMinor: bigint;
  taxMinor: bigint;
  residualMinor: bigint;
  status: InvoiceStatus;
  payments: readonly StoryPayment[];
};

export type StoryCreditNote = {
  id: string;
  number: string;
  invoiceId: string;
  returnNumber: string;
  issuedOn: string;
  line: PaperLine;
  totalMinor: bigint;
  reason: string;
};

export type StoryReturn = {
  id: string;
  number: string;
  line: OrderedLine;
  shipmentId: string;
  quantityMilli: bigint;
  returnedOn: string;
  status: ReturnStatus;
  reason: string;
};

/** An order from the day it came to the day the demo is shown, with all that followed from it. */
export type OrderStory = {
  index: number;
  id: string;
  number: string;
  customer: DemoCustomer;
  customerReference: string | null;
  orderedOn: string;
  requestedOn: string | null;
  promisedOn: string;
  status: OrderStatus;
  sourceStatus: string;
  stage: string | null;
  deliveryAddress: string;
  note: string | null;
  lines: readonly StoryLine[];
  netMinor: bigint;
  taxMinor: bigint;
  grossMinor: bigint;
  shipments: readonly StoryShipment[];
  invoices: readonly StoryInvoice[];
  returns: readonly StoryReturn[];
  creditNotes: readonly StoryCreditNote[];
};
