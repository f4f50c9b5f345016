/**
 * Whose a row is. An order, a shipment, an invoice … names its counterparty itself. A line or an event takes its
 * counterparty from the row it hangs on. Whatever hangs on a row in quarantine is in quarantine too.
 */
import type { EntityKind } from '../../port.ts';

export type LinkColumn = 'orderId' | 'shipmentId' | 'invoiceId';

export interface Link {
  column: LinkColumn;
  parent: EntityKind;
}

interface Ownership {
  /** The link that the counterparty comes by; null when the source names it in the row. */
  inheritsBy: LinkColumn | null;
  links: readonly Link[];
}

const ORDER: Link = { column: 'orderId', parent: 'order' };
const SHIPMENT: Link = { column: 'shipmentId', parent: 'shipment' };
const INVOICE: Link = { column: 'invoiceId', parent: 'invoice' };

const ALONE: Ownership = { inheritsBy: null, links: [] };

/** Every kind whose rows belong to a customer, counterparties themselves apart. */
const OWNERSHIP = {
  contact: ALONE,
  terms: ALONE,
  'source-discount': ALONE,
  order: ALONE,
  'order-line': { inheritsBy: 'orderId', links: [ORDER] },
  invoice: { inheritsBy: null, links: [ORDER] },
  shipment: ALONE,
  'shipment-line': { inheritsBy: 'shipmentId', links: [SHIPMENT, ORDER] },
  'tracking-event': { inheritsBy: 'shipmentId', links: [SHIPMENT] },
  'goods-return': { inheritsBy: null, links: [ORDER] },
  payment: { inheritsBy: null, links: [INVOICE] },
  'credit-note': { inheritsBy: null, links: [INVOICE] },
  'ledger-entry': ALONE,
  'opening-balance': ALONE,
  document: { inheritsBy: null, links: [ORDER, SHIPMENT, INVOICE] },
} as const satisfies Partial<Record<EntityKind, Ownership>>;

export type OwnedKind = keyof typeof OWNERSHIP;

// The keys of an object literal keep their order; `Object.keys` only forgets their type.
export const OWNED_KINDS = Object.keys(OWNERSHIP) as readonly OwnedKind[];

export function isOwned(kind: EntityKind): kind is OwnedKind {
  return kind in OWNERSHIP;
}

export function ownershipOf(kind: OwnedKind): Ownership {
  return OWNERSHIP[kind];
}

/** The kinds that hang on this one, each with the column that says on which row. */
export function kindsUnder(kind: OwnedKind): { kind: OwnedKind; column: LinkColumn }[] {
  return OWNED_KINDS.flatMap((child) =>
    ownershipOf(child)
      .links.filter(({ parent }) => parent === kind)
      .map(({ column }) => ({ kind: child, column })),
  );
}
