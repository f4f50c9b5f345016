/** Invoices, payments, the account between us, and documents, as a source tells them. */
import { z } from 'zod';
import { INVOICE_STATUSES } from '#portal/invoices/invoice.ts';
import { DOCUMENT_BYTES_MAX, DOCUMENT_KINDS, DOCUMENT_MEDIA_TYPES } from '#portal/documents/document.ts';
import { amountMinor, currency, day, longText, optional, owned, reference, sha256, text } from './fields.ts';

export const LEDGER_KINDS = ['invoice', 'payment', 'credit_note', 'shipment', 'correction'] as const;

export const invoice = z.strictObject({
  ...owned,
  number: text,
  orderRef: optional(reference),
  issuedOn: day,
  dueOn: optional(day),
  currency,
  totalMinor: amountMinor,
  taxMinor: amountMinor,
  /** What is still to be paid. */
  residualMinor: optional(amountMinor),
  status: z.enum(INVOICE_STATUSES),
});

export const payment = z.strictObject({
  ...owned,
  number: text,
  invoiceRef: optional(reference),
  receivedOn: day,
  currency,
  amountMinor,
  purpose: optional(longText),
});

export const creditNote = z.strictObject({
  ...owned,
  number: text,
  invoiceRef: optional(reference),
  issuedOn: day,
  currency,
  totalMinor: amountMinor,
  reason: optional(longText),
});

export const ledgerEntry = z.strictObject({
  ...owned,
  postedOn: day,
  kind: z.enum(LEDGER_KINDS),
  documentNumber: text,
  currency,
  /** The customer owes us more by this. */
  debitMinor: amountMinor,
  /** The customer owes us less by this. */
  creditMinor: amountMinor,
  note: optional(longText),
});

export const openingBalance = z.strictObject({
  ...owned,
  asOfOn: day,
  currency,
  /** Positive: the customer owes us. */
  amountMinor,
});

export const document = z.strictObject({
  ...owned,
  kind: z.enum(DOCUMENT_KINDS),
  title: text,
  number: optional(text),
  issuedOn: day,
  orderRef: optional(reference),
  shipmentRef: optional(reference),
  invoiceRef: optional(reference),
  /** The next four may be left out by a source that keeps the file and is asked for it. */
  mediaType: optional(z.enum(DOCUMENT_MEDIA_TYPES)),
  sizeBytes: optional(z.int().min(1).max(DOCUMENT_BYTES_MAX)),
  sha256: optional(sha256),
  fileName: optional(text),
});
