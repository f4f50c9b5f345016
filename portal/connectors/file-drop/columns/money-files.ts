/** The files about money, and the list of documents. */
import { DOCUMENT_KINDS, DOCUMENT_MEDIA_TYPES } from '#portal/documents/document.ts';
import { INVOICE_STATUSES } from '#portal/invoices/invoice.ts';
import { LEDGER_KINDS } from '../../entities/money.ts';
import { maybe, OWNER_COLUMN, required, ROW_COLUMNS } from './column.ts';
import type { FileFormat } from './column.ts';

const IN_CURRENCY = { currencyColumn: 'currency' } as const;
const CURRENCY = required('currency', 'currency', 'text', 'ISO 4217 code of the totals');
const ORDER = { refersTo: 'order' } as const;
const INVOICE = { refersTo: 'invoice' } as const;

export const invoiceFile: FileFormat<'invoice'> = {
  kind: 'invoice',
  fileName: 'invoices.csv',
  meaning: 'Demands for payment.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('number', 'number', 'text', 'Your number of the invoice'),
    maybe('order', 'orderRef', 'reference', 'For which order', ORDER),
    required('issued_on', 'issuedOn', 'day', 'When it was issued'),
    maybe('due_on', 'dueOn', 'day', 'When it is due'),
    CURRENCY,
    required('total', 'totalMinor', 'amount', 'Total with tax', IN_CURRENCY),
    required('tax', 'taxMinor', 'amount', 'Tax in it', IN_CURRENCY),
    maybe('residual', 'residualMinor', 'amount', 'What is still to be paid', IN_CURRENCY),
    required('status', 'status', 'choice', 'Where it stands', { choices: INVOICE_STATUSES }),
  ],
};

export const paymentFile: FileFormat<'payment'> = {
  kind: 'payment',
  fileName: 'payments.csv',
  meaning: 'Money received.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('number', 'number', 'text', 'Number of the payment'),
    maybe('invoice', 'invoiceRef', 'reference', 'For which invoice', INVOICE),
    required('received_on', 'receivedOn', 'day', 'When it came'),
    CURRENCY,
    required('amount', 'amountMinor', 'amount', 'How much', IN_CURRENCY),
    maybe('purpose', 'purpose', 'text', 'Purpose of payment, as the bank sent it'),
  ],
};

export const creditNoteFile: FileFormat<'credit-note'> = {
  kind: 'credit-note',
  fileName: 'credit-notes.csv',
  meaning: 'Reductions of invoices.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('number', 'number', 'text', 'Your number of the credit note'),
    maybe('invoice', 'invoiceRef', 'reference', 'Of which invoice', INVOICE),
    required('issued_on', 'issuedOn', 'day', 'When it was issued'),
    CURRENCY,
    required('total', 'totalMinor', 'amount', 'Total with tax', IN_CURRENCY),
    maybe('reason', 'reason', 'text', 'Why'),
  ],
};

export const ledgerFile: FileFormat<'ledger-entry'> = {
  kind: 'ledger-entry',
  fileName: 'ledger.csv',
  meaning: 'The account between you and the customer, entry by entry.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('posted_on', 'postedOn', 'day', 'When it was posted'),
    required('kind', 'kind', 'choice', 'What it is', { choices: LEDGER_KINDS }),
    required('document_number', 'documentNumber', 'text', 'Number of the document behind it'),
    CURRENCY,
    required('debit', 'debitMinor', 'amount', 'The customer owes you more by this', IN_CURRENCY),
    required('credit', 'creditMinor', 'amount', 'The customer owes you less by this', IN_CURRENCY),
    maybe('note', 'note', 'text', 'Note'),
  ],
};

export const openingBalanceFile: FileFormat<'opening-balance'> = {
  kind: 'opening-balance',
  fileName: 'opening-balances.csv',
  meaning: 'What was owed before the first ledger entry.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('as_of', 'asOfOn', 'day', 'At the start of which day'),
    CURRENCY,
    required('amount', 'amountMinor', 'amount', 'Positive: the customer owes you', IN_CURRENCY),
  ],
};

export const documentFile: FileFormat<'document'> = {
  kind: 'document',
  fileName: 'documents.csv',
  meaning: 'The files in the folder `documents`. What a reader must be allowed to see follows from the kind.',
  columns: [
    ...ROW_COLUMNS,
    OWNER_COLUMN,
    required('kind', 'kind', 'choice', 'What it is', { choices: DOCUMENT_KINDS }),
    required('title', 'title', 'text', 'Title, as shown'),
    maybe('number', 'number', 'text', 'Number printed on it'),
    required('issued_on', 'issuedOn', 'day', 'Date printed on it'),
    maybe('order', 'orderRef', 'reference', 'Of which order', ORDER),
    maybe('shipment', 'shipmentRef', 'reference', 'Of which shipment', { refersTo: 'shipment' }),
    maybe('invoice', 'invoiceRef', 'reference', 'Of which invoice', INVOICE),
    required('media_type', 'mediaType', 'choice', 'Type of the file', { choices: DOCUMENT_MEDIA_TYPES }),
    required('size', 'sizeBytes', 'whole-number', 'Bytes'),
    required('sha256', 'sha256', 'text', 'SHA-256 of the bytes, lower-case hex'),
    required('file', 'fileName', 'text', 'Name in the folder `documents`, and of the download'),
  ],
};
