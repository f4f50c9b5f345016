/** Columns of invoices, payments, the account between us, and documents. */
import { DOCUMENT_DATA_CLASS } from '#portal/documents/document.ts';
import { toSearchText } from '#portal/lib/search-text.ts';
import type { ToColumns } from './columns.ts';

export const toInvoiceColumns: ToColumns<'invoice'> = ({ orderRef, ...invoice }, ids) => ({
  ...invoice,
  orderId: ids.maybe('order', orderRef),
  searchText: toSearchText(invoice.number),
});

export const toPaymentColumns: ToColumns<'payment'> = ({ invoiceRef, ...payment }, ids) => ({
  ...payment,
  invoiceId: ids.maybe('invoice', invoiceRef),
});

export const toCreditNoteColumns: ToColumns<'credit-note'> = ({ invoiceRef, ...note }, ids) => ({
  ...note,
  invoiceId: ids.maybe('invoice', invoiceRef),
});

export const toLedgerEntryColumns: ToColumns<'ledger-entry'> = (entry) => entry;

export const toOpeningBalanceColumns: ToColumns<'opening-balance'> = (balance) => balance;

/** The class follows from the kind: a source can't make an invoice look harmless. */
export const toDocumentColumns: ToColumns<'document'> = (
  { orderRef, shipmentRef, invoiceRef, ...document },
  ids,
) => ({
  ...document,
  dataClass: DOCUMENT_DATA_CLASS[document.kind],
  orderId: ids.maybe('order', orderRef),
  shipmentId: ids.maybe('shipment', shipmentRef),
  invoiceId: ids.maybe('invoice', invoiceRef),
  searchText: toSearchText([document.number ?? '', document.title, document.fileName ?? ''].join(' ')),
});
