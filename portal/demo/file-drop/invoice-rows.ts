import type { EntityInput } from '#portal/connectors/port.ts';
import { CURRENCY } from '../line-amounts.ts';
import type { StoryInvoice, StoryPayment } from '../orders/order-story.ts';
import type { RowSink } from './drop-writer.server.ts';

export type InvoiceRows = {
  customerId: string;
  orderId: string | null;
  invoice: StoryInvoice;
  /** What the ledger says of it. */
  note: string;
};

/** Writes an invoice, its payments, and what both do to the account. A cancelled invoice was never posted. */
export async function writeInvoice(
  { customerId, orderId, invoice, note }: InvoiceRows,
  sink: RowSink,
): Promise<void> {
  const { id, number, issuedOn, dueOn, totalMinor, taxMinor, residualMinor, status } = invoice;
  await sink.row('invoice', {
    externalId: id,
    counterpartyRef: customerId,
    number,
    orderRef: orderId,
    issuedOn,
    dueOn,
    currency: CURRENCY,
    totalMinor,
    taxMinor,
    residualMinor,
    status,
  });
  if (status === 'cancelled') return;
  await writeLedgerEntry(
    {
      customerId,
      documentId: id,
      on: issuedOn,
      kind: 'invoice',
      number,
      debitMinor: totalMinor,
      creditMinor: 0n,
      note,
    },
    sink,
  );
  for (const payment of invoice.payments) await writePayment({ customerId, invoiceId: id, payment }, sink);
}

/** Writes money received, for an invoice or on account, and posts it. */
export async function writePayment(
  { customerId, invoiceId, payment }: { customerId: string; invoiceId: string | null; payment: StoryPayment },
  sink: RowSink,
): Promise<void> {
  const { id, number, receivedOn, amountMinor, purpose } = payment;
  await sink.row('payment', {
    externalId: id,
    counterpartyRef: customerId,
    number,
    invoiceRef: invoiceId,
    receivedOn,
    currency: CURRENCY,
    amountMinor,
    purpose,
  });
  await writeLedgerEntry(
    {
      customerId,
      documentId: id,
      on: receivedOn,
      kind: 'payment',
      number,
      debitMinor: 0n,
      creditMinor: amountMinor,
      note: purpose,
    },
    sink,
  );
}

export type LedgerRow = {
  customerId: string;
  documentId: string;
  on: string;
  kind: EntityInput<'ledger-entry'>['kind'];
  number: string;
  debitMinor: bigint;
  creditMinor: bigint;
  note: string;
};

export async function writeLedgerEntry(entry: LedgerRow, sink: RowSink): Promise<void> {
  await sink.row('ledger-entry', {
    externalId: `led-${entry.documentId}`,
    counterpartyRef: entry.customerId,
    postedOn: entry.on,
    kind: entry.kind,
    documentNumber: entry.number,
    currency: CURRENCY,
    debitMinor: entry.debitMinor,
    creditMinor: entry.creditMinor,
    note: entry.note,
  });
}
