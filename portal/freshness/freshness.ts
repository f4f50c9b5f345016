/** How old the facts on a page are, and which facts a source does not give at all. */

/** Kinds of facts that customers see; each is a kind of the connectors' port. */
export const SHOWN_KINDS = [
  'product',
  'stock',
  'price-list',
  'price-entry',
  'source-discount',
  'order',
  'order-line',
  'shipment',
  'shipment-line',
  'tracking-event',
  'goods-return',
  'invoice',
  'document',
] as const;
export type ShownKind = (typeof SHOWN_KINDS)[number];

/** When a source last confirmed facts of a kind, and how soon they count as ageing and as old. */
export type Freshness = { source: string; at: Date; ageingAfterMinutes: number; oldAfterMinutes: number };

/** What is known of the facts on a page. A kind that is not there is one that no source of the customer gives. */
export type SourceFacts = {
  /** False as long as nothing has come for this customer: nobody has confirmed who they are, or nothing was imported. */
  isConnected: boolean;
  kinds: Readonly<Partial<Record<ShownKind, Freshness>>>;
};

/** What one source said of one kind. */
export type KindState = { sourceId: string; source: string; kind: string; asOf: Date };

/** Most sources speak once or twice a day; after a day of silence something is wrong. */
const AGEING_AFTER_MINUTES = 12 * 60;
const OLD_AFTER_MINUTES = 24 * 60;

/**
 * Where several sources give a kind, a page that mixes them is as old as the one that is most behind.
 * @param sourceId the source whose facts the page shows; leave out where it shows those of all
 */
export function toSourceFacts(states: readonly KindState[], sourceId?: string): SourceFacts {
  const concerned = sourceId === undefined ? states : states.filter((state) => state.sourceId === sourceId);
  const kinds: Partial<Record<ShownKind, Freshness>> = {};
  for (const { kind, source, asOf } of concerned) {
    if (!isShownKind(kind)) continue;
    const known = kinds[kind];
    if (known === undefined || asOf < known.at) kinds[kind] = toFreshness(source, asOf);
  }
  return { isConnected: concerned.length > 0, kinds };
}

function toFreshness(source: string, at: Date): Freshness {
  return { source, at, ageingAfterMinutes: AGEING_AFTER_MINUTES, oldAfterMinutes: OLD_AFTER_MINUTES };
}

function isShownKind(kind: string): kind is ShownKind {
  return SHOWN_KINDS.some((shown) => shown === kind);
}
