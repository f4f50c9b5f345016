/**
 * The files of a drop and their columns: the format, said once. The reader follows it, README.md is generated from
 * it, and whoever writes a drop (the demo company does) asks it for the header.
 */
import type { EntityKind } from '../port.ts';
import {
  priceFile,
  priceListFile,
  productFile,
  replacementFile,
  stockFile,
  vatRateFile,
} from './columns/catalogue-files.ts';
import type { FileFormat } from './columns/column.ts';
import {
  accountManagerFile,
  contactFile,
  counterpartyFile,
  discountFile,
  termsFile,
} from './columns/customer-files.ts';
import {
  creditNoteFile,
  documentFile,
  invoiceFile,
  ledgerFile,
  openingBalanceFile,
  paymentFile,
} from './columns/money-files.ts';
import {
  orderFile,
  orderLineFile,
  returnFile,
  shipmentFile,
  shipmentLineFile,
  trackingEventFile,
} from './columns/trade-files.ts';

/** One file per kind. */
export const FILE_FORMATS: { readonly [Kind in EntityKind]: FileFormat<Kind> } = {
  'account-manager': accountManagerFile,
  'vat-rate': vatRateFile,
  product: productFile,
  stock: stockFile,
  replacement: replacementFile,
  'price-list': priceListFile,
  'price-entry': priceFile,
  counterparty: counterpartyFile,
  contact: contactFile,
  terms: termsFile,
  'source-discount': discountFile,
  order: orderFile,
  'order-line': orderLineFile,
  invoice: invoiceFile,
  shipment: shipmentFile,
  'shipment-line': shipmentLineFile,
  'tracking-event': trackingEventFile,
  'goods-return': returnFile,
  payment: paymentFile,
  'credit-note': creditNoteFile,
  'ledger-entry': ledgerFile,
  'opening-balance': openingBalanceFile,
  document: documentFile,
};
