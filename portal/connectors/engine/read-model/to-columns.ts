import type { EntityKind, EntityOf } from '../../port.ts';
import type { RowIds } from '../../row-id.ts';
import {
  toPriceEntryColumns,
  toPriceListColumns,
  toProductColumns,
  toReplacementColumns,
  toStockColumns,
  toVatRateColumns,
} from './catalogue-columns.ts';
import type { OwnColumns, OwnFields, ToColumns } from './columns.ts';
import {
  toCreditNoteColumns,
  toDocumentColumns,
  toInvoiceColumns,
  toLedgerEntryColumns,
  toOpeningBalanceColumns,
  toPaymentColumns,
} from './money-columns.ts';
import {
  toContactColumns,
  toCounterpartyColumns,
  toDiscountColumns,
  toManagerColumns,
  toOrderColumns,
  toOrderLineColumns,
  toReturnColumns,
  toShipmentColumns,
  toShipmentLineColumns,
  toTermsColumns,
  toTrackingEventColumns,
} from './trade-columns.ts';

const TO_COLUMNS: { readonly [Kind in EntityKind]: ToColumns<Kind> } = {
  'account-manager': toManagerColumns,
  'vat-rate': toVatRateColumns,
  product: toProductColumns,
  stock: toStockColumns,
  replacement: toReplacementColumns,
  'price-list': toPriceListColumns,
  'price-entry': toPriceEntryColumns,
  counterparty: toCounterpartyColumns,
  contact: toContactColumns,
  terms: toTermsColumns,
  'source-discount': toDiscountColumns,
  order: toOrderColumns,
  'order-line': toOrderLineColumns,
  invoice: toInvoiceColumns,
  shipment: toShipmentColumns,
  'shipment-line': toShipmentLineColumns,
  'tracking-event': toTrackingEventColumns,
  'goods-return': toReturnColumns,
  payment: toPaymentColumns,
  'credit-note': toCreditNoteColumns,
  'ledger-entry': toLedgerEntryColumns,
  'opening-balance': toOpeningBalanceColumns,
  document: toDocumentColumns,
};

/** What the source said of a row, as columns of its table. */
export function toColumns<Kind extends EntityKind>(
  kind: Kind,
  entity: EntityOf<Kind>,
  ids: RowIds,
): OwnColumns<Kind> {
  return TO_COLUMNS[kind](ownFieldsOf(entity), ids);
}

function ownFieldsOf<Kind extends EntityKind>(entity: EntityOf<Kind>): OwnFields<Kind> {
  const {
    externalId: _externalId,
    version: _version,
    modifiedAt: _modifiedAt,
    saidAt: _saidAt,
    isDeleted: _isDeleted,
    details: _details,
    counterpartyRef: _counterpartyRef,
    ...fields
  }: EntityOf<EntityKind> & { counterpartyRef?: string | null } = entity;
  // Exactly the fields that OwnFields leaves out are gone; TypeScript can't omit from a type that it doesn't know yet.
  return fields as unknown as OwnFields<Kind>;
}
