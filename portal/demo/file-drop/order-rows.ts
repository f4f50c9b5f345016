import { CURRENCY, toPrice, toQuantity } from '../line-amounts.ts';
import type { OrderStory, StoryInvoice, StoryLine, StoryShipment } from '../orders/order-story.ts';
import type { RowSink } from './drop-writer.server.ts';
import { writeInvoice, writeLedgerEntry } from './invoice-rows.ts';

/** Writes an order and everything that followed from it. */
export async function writeOrder(story: OrderStory, sink: RowSink): Promise<void> {
  const isOffer = story.status === 'draft' || story.status === 'quoted';
  await sink.row('order', {
    externalId: story.id,
    counterpartyRef: story.customer.id,
    number: story.number,
    customerReference: story.customerReference,
    orderedOn: story.orderedOn,
    requestedOn: story.requestedOn,
    promisedOn: isOffer ? null : story.promisedOn,
    status: story.status,
    sourceStatus: story.sourceStatus,
    stage: story.stage,
    currency: CURRENCY,
    netMinor: story.netMinor,
    taxMinor: story.taxMinor,
    grossMinor: story.grossMinor,
    deliveryAddress: story.deliveryAddress,
  });
  for (const line of story.lines) await writeLine(story, line, sink);
  await writeNote(story, sink);
  for (const shipment of story.shipments) await writeShipment(story, shipment, sink);
  for (const invoice of story.invoices) {
    const shipment = story.shipments.find(({ id }) => id === invoice.shipmentId);
    await writeInvoice(
      { customerId: story.customer.id, orderId: story.id, invoice, note: ledgerNote(invoice, shipment) },
      sink,
    );
  }
  await writeReturns(story, sink);
}

/** Id of an order line. */
function lineId(story: OrderStory, line: { no: number }): string {
  return `${story.id}-${line.no}`;
}

async function writeLine(story: OrderStory, line: StoryLine, sink: RowSink): Promise<void> {
  const isWaiting = line.shippedMilli < line.quantityMilli && story.shipments.length > 0;
  const isPromised = isWaiting || story.status === 'confirmed' || story.status === 'in_progress';
  await sink.row('order-line', {
    externalId: lineId(story, line),
    orderRef: story.id,
    lineNo: line.no,
    kind: 'item',
    productRef: line.product?.sku ?? null,
    sku: line.sku,
    name: line.name,
    quantity: toQuantity(line.quantityMilli),
    unit: line.unit.name,
    listPrice: toPrice(line.listMinor),
    discountPercent: line.discountPercent,
    unitPrice: toPrice(line.unitPriceMinor),
    vatPercent: line.vatPercent.toString(),
    netMinor: line.netMinor,
    taxMinor: line.taxMinor,
    shippedQuantity: toQuantity(line.shippedMilli),
    invoicedQuantity: toQuantity(line.invoicedMilli),
    promisedOn: isPromised ? line.promisedOn : null,
    stage: line.stage,
  });
}

async function writeNote(story: OrderStory, sink: RowSink): Promise<void> {
  if (story.note === null) return;
  const no = story.lines.length + 1;
  await sink.row('order-line', {
    externalId: lineId(story, { no }),
    orderRef: story.id,
    lineNo: no,
    kind: 'note',
    name: story.note,
    quantity: '0',
  });
}

async function writeShipment(story: OrderStory, shipment: StoryShipment, sink: RowSink): Promise<void> {
  await sink.row('shipment', {
    externalId: shipment.id,
    counterpartyRef: story.customer.id,
    number: shipment.number,
    status: shipment.status,
    carrier: shipment.carrierName,
    trackingNumber: shipment.trackingNumber,
    shippedOn: shipment.shippedOn,
    expectedOn: shipment.expectedOn,
    deliveredOn: shipment.deliveredOn,
    deliveryAddress: story.deliveryAddress,
  });
  for (const { line, quantityMilli } of shipment.parts) {
    await sink.row('shipment-line', {
      externalId: `${shipment.id}-${line.no}`,
      shipmentRef: shipment.id,
      orderRef: story.id,
      orderLineRef: lineId(story, line),
      sku: line.sku,
      name: line.name,
      quantity: toQuantity(quantityMilli),
      unit: line.unit.name,
    });
  }
  await writeTracking(shipment, sink);
}

async function writeTracking(
  { id, carrierName, trackingNumber, events }: StoryShipment,
  sink: RowSink,
): Promise<void> {
  if (trackingNumber === null) return;
  for (const [index, event] of events.entries()) {
    await sink.row('tracking-event', {
      externalId: `${id}-ev-${index + 1}`,
      shipmentRef: id,
      carrier: carrierName,
      trackingNumber,
      occurredAt: event.at,
      status: event.status,
      rawCode: event.rawCode,
      rawText: event.rawText,
      city: event.city,
      country: 'RU',
    });
  }
}

function ledgerNote(invoice: StoryInvoice, shipment: StoryShipment | undefined): string {
  return shipment ? `УПД № ${shipment.number}` : `Счёт № ${invoice.number}`;
}

async function writeReturns(story: OrderStory, sink: RowSink): Promise<void> {
  for (const back of story.returns) {
    await sink.row('goods-return', {
      externalId: back.id,
      counterpartyRef: story.customer.id,
      number: back.number,
      orderRef: story.id,
      orderLineRef: lineId(story, back.line),
      sku: back.line.sku,
      name: back.line.name,
      quantity: toQuantity(back.quantityMilli),
      unit: back.line.unit.name,
      returnedOn: back.returnedOn,
      status: back.status,
      reason: back.reason,
    });
  }
  for (const note of story.creditNotes) {
    const { id, number, invoiceId, issuedOn, totalMinor, reason } = note;
    const owned = { counterpartyRef: story.customer.id, currency: CURRENCY };
    await sink.row('credit-note', {
      ...owned,
      externalId: id,
      number,
      invoiceRef: invoiceId,
      issuedOn,
      totalMinor,
      reason,
    });
    await writeLedgerEntry(
      {
        customerId: story.customer.id,
        documentId: id,
        on: issuedOn,
        kind: 'credit_note',
        number,
        debitMinor: 0n,
        creditMinor: totalMinor,
        note: reason,
      },
      sink,
    );
  }
}
