import { formatLongDay, formatShortDay } from '#portal/documents/pdf/paper-format.ts';
import type { PaperFonts } from '#portal/documents/pdf/paper.server.ts';
import { contractText } from '../customers/customer.ts';
import { MANAGERS } from '../customers/managers.ts';
import { chargedLine } from '../orders/bill-order.ts';
import type { OrderStory, StoryCreditNote, StoryInvoice, StoryShipment } from '../orders/order-story.ts';
import { setConfirmation } from '../papers/confirmation-paper.server.ts';
import { setCreditNote } from '../papers/credit-note-paper.server.ts';
import { setInvoice } from '../papers/invoice-paper.server.ts';
import { setPackingList } from '../papers/packing-list-paper.server.ts';
import { setTransfer } from '../papers/transfer-paper.server.ts';
import { paymentText } from './customer-rows.ts';
import type { DocumentRow, DropSink } from './drop-writer.server.ts';

type Paper = { row: DocumentRow; bytes: Promise<Uint8Array> };
type DocumentKind = DocumentRow['kind'];
type About = Pick<DocumentRow, 'externalId' | 'kind' | 'title' | 'number' | 'issuedOn' | 'fileName'> &
  Partial<Pick<DocumentRow, 'orderRef' | 'shipmentRef' | 'invoiceRef'>>;

/** Which papers of an order are in the drop: all, or those that somebody still has to act on. */
export type PaperChoice = 'all' | 'unpaid' | 'none';

/** Sets the chosen papers of an order and writes them. */
export async function writeOrderDocuments(
  { story, choice, fonts }: { story: OrderStory; choice: PaperChoice; fonts: PaperFonts },
  sink: DropSink,
): Promise<void> {
  if (choice === 'none') return;
  const isAll = choice === 'all';
  const sent = story.shipments.filter(({ shippedOn }) => shippedOn !== null);
  const invoices = story.invoices.filter(({ residualMinor }) => isAll || residualMinor > 0n);
  const papers = [
    ...(isAll && isConfirmed(story) ? [() => confirmation(fonts, story)] : []),
    ...invoices.map((invoice) => () => invoicePaper(fonts, story, invoice)),
    ...(isAll ? sent.map((shipment) => () => transfer(fonts, story, shipment)) : []),
    ...(isAll ? sent.map((shipment) => () => packingList(fonts, story, shipment)) : []),
    ...story.creditNotes.map((note) => () => creditNote(fonts, story, note)),
  ];
  for (const set of papers) {
    const { row, bytes } = set();
    await sink.document(row, await bytes);
  }
}

function isConfirmed({ status }: OrderStory): boolean {
  return status !== 'draft' && status !== 'quoted' && status !== 'cancelled';
}

function confirmation(fonts: PaperFonts, story: OrderStory): Paper {
  const { customer, number, orderedOn } = story;
  const manager = MANAGERS.find(({ id }) => id === customer.managerId) ?? MANAGERS[0];
  return {
    row: documentRow(story, {
      externalId: `doc-${story.id}`,
      kind: 'order-confirmation',
      title: `Подтверждение заказа № ${number} от ${formatShortDay(orderedOn)}`,
      number,
      issuedOn: orderedOn,
      fileName: `Подтверждение ${number}.pdf`,
    }),
    bytes: setConfirmation(fonts, {
      number,
      customerReference: story.customerReference,
      orderedOn,
      buyer: customer.party,
      deliveryAddress: story.deliveryAddress,
      basis: contractText(customer),
      paymentText: paymentText(customer),
      managerName: manager.name,
      managerPhone: manager.phone,
      lines: story.lines.map((line) => ({
        ...chargedLine({ line, quantityMilli: line.quantityMilli }),
        listPriceMinor: line.listMinor,
        discountPercent: line.discountPercent,
        promisedOn: line.promisedOn,
      })),
    }),
  };
}

function invoicePaper(fonts: PaperFonts, story: OrderStory, invoice: StoryInvoice): Paper {
  const { number, issuedOn, dueOn, lines } = invoice;
  return {
    row: documentRow(story, {
      externalId: `doc-${invoice.id}`,
      kind: 'invoice',
      title: `Счёт на оплату № ${number} от ${formatShortDay(issuedOn)}`,
      number,
      issuedOn,
      invoiceRef: invoice.id,
      shipmentRef: invoice.shipmentId,
      fileName: `Счёт ${number}.pdf`,
    }),
    bytes: setInvoice(fonts, {
      number,
      issuedOn,
      dueOn,
      buyer: story.customer.party,
      basis: basisOf(story),
      lines,
      isPrepaid: invoice.shipmentId === null,
    }),
  };
}

function transfer(fonts: PaperFonts, story: OrderStory, shipment: StoryShipment): Paper {
  const issuedOn = shipment.shippedOn ?? story.orderedOn;
  return {
    row: shipmentDocumentRow(story, shipment, 'waybill', 'УПД'),
    bytes: setTransfer(fonts, {
      number: shipment.number,
      issuedOn,
      buyer: story.customer.party,
      deliveryAddress: story.deliveryAddress,
      basis: basisOf(story),
      carriage: carriageText(shipment),
      lines: shipment.parts.map(chargedLine),
      receivedOn: shipment.deliveredOn,
    }),
  };
}

function packingList(fonts: PaperFonts, story: OrderStory, shipment: StoryShipment): Paper {
  return {
    row: shipmentDocumentRow(story, shipment, 'delivery-note', 'Упаковочный лист'),
    bytes: setPackingList(fonts, {
      number: shipment.number,
      issuedOn: shipment.shippedOn ?? story.orderedOn,
      buyer: story.customer.party,
      deliveryAddress: story.deliveryAddress,
      orderNumber: story.number,
      carrier: shipment.carrierName,
      trackingNumber: shipment.trackingNumber,
      lines: shipment.parts.map(({ line, quantityMilli }) => ({
        sku: line.sku ?? '—',
        name: line.name,
        unit: line.unit,
        gramsPerUnit: line.gramsPerUnit,
        quantityMilli,
      })),
    }),
  };
}

function creditNote(fonts: PaperFonts, story: OrderStory, note: StoryCreditNote): Paper {
  const { number, issuedOn, reason, returnNumber, line } = note;
  const back = story.returns.find((each) => each.number === returnNumber);
  const shipment = story.shipments.find(({ id }) => id === back?.shipmentId);
  return {
    row: documentRow(story, {
      externalId: `doc-${note.id}`,
      kind: 'credit-note',
      title: `Корректировочный документ № ${number} от ${formatShortDay(issuedOn)}`,
      number,
      issuedOn,
      invoiceRef: note.invoiceId,
      shipmentRef: shipment?.id ?? null,
      fileName: `Корректировка ${number}.pdf`,
    }),
    bytes: setCreditNote(fonts, {
      number,
      issuedOn,
      buyer: story.customer.party,
      corrects: shipment
        ? `УПД № ${shipment.number} от ${formatLongDay(shipment.shippedOn ?? '')}`
        : basisOf(story),
      reason,
      returnNumber,
      lines: [line],
    }),
  };
}

function shipmentDocumentRow(
  story: OrderStory,
  { id, number, shippedOn }: StoryShipment,
  kind: DocumentKind,
  name: string,
): DocumentRow {
  const issuedOn = shippedOn ?? story.orderedOn;
  return documentRow(story, {
    externalId: `doc-${kind}-${id}`,
    kind,
    title: `${name} № ${number} от ${formatShortDay(issuedOn)}`,
    number,
    issuedOn,
    shipmentRef: id,
    fileName: `${name} ${number}.pdf`,
  });
}

function documentRow(story: OrderStory, about: About): DocumentRow {
  return { counterpartyRef: story.customer.id, orderRef: story.id, ...about };
}

function basisOf({ customer, number, orderedOn }: OrderStory): string {
  return `${contractText(customer)}, заказ № ${number} от ${formatLongDay(orderedOn)}`;
}

function carriageText({ carrierName, trackingNumber }: StoryShipment): string {
  return trackingNumber === null ? carrierName : `${carrierName}, отправление ${trackingNumber}`;
}
