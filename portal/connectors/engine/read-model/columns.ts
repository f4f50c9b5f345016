/** Which table keeps which kind, and what the columns of its rows are called. */
import type { Tx } from '#prisma/client.ts';
import type { EntityKind, EntityOf } from '../../port.ts';
import type { RowIds } from '../../row-id.ts';

export const TABLE_NAME = {
  'account-manager': 'sourceManager',
  'vat-rate': 'vatRate',
  product: 'product',
  stock: 'stock',
  replacement: 'replacement',
  'price-list': 'priceList',
  'price-entry': 'priceEntry',
  counterparty: 'counterparty',
  contact: 'sourceContact',
  terms: 'terms',
  'source-discount': 'sourceDiscount',
  order: 'order',
  'order-line': 'orderLine',
  invoice: 'invoice',
  shipment: 'shipment',
  'shipment-line': 'shipmentLine',
  'tracking-event': 'trackingEvent',
  'goods-return': 'goodsReturn',
  payment: 'payment',
  'credit-note': 'creditNote',
  'ledger-entry': 'ledgerEntry',
  'opening-balance': 'openingBalance',
  document: 'document',
} as const satisfies Record<EntityKind, keyof Tx>;

type TableRow<Kind extends EntityKind> = NonNullable<
  Awaited<ReturnType<Tx[(typeof TABLE_NAME)[Kind]]['findFirst']>>
>;

/** What the engine itself keeps of every row. */
type SyncColumn =
  | 'id'
  | 'sourceId'
  | 'externalId'
  | 'sourceVersion'
  | 'sourceModifiedAt'
  | 'syncedAt'
  | 'deletedAt'
  | 'rowHash'
  | 'detailsJson';

/** Whose a row is: worked out, never taken from the source. */
type OwnerColumn = 'counterpartyId' | 'accountId' | 'quarantinedAt' | 'isOwnerPending';

/** The columns that tell what the source said. */
export type OwnColumns<Kind extends EntityKind> = Omit<TableRow<Kind>, SyncColumn | OwnerColumn>;

/** The fields of an entity that are stored in its own columns. */
export type OwnFields<Kind extends EntityKind> = Omit<
  EntityOf<Kind>,
  'externalId' | 'version' | 'modifiedAt' | 'saidAt' | 'isDeleted' | 'details' | 'counterpartyRef'
>;

/** Entity -> columns: references become row ids, and what people search by is put in one text. */
export type ToColumns<Kind extends EntityKind> = (fields: OwnFields<Kind>, ids: RowIds) => OwnColumns<Kind>;
