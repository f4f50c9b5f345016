/**
 * The port for claims: what a source is told of what a customer says is wrong, in our words. A connector turns it into
 * its source's own; its words go no further. Nothing in it has a price.
 */
import type { ClaimKind, Wish } from '#portal/claims/claim.ts';
import type { OutgoingOrder, WrittenOrder } from '../outgoing/outgoing-order.ts';

export type OutgoingClaim = {
  /** Written into a field of the source's own, and looked for there before any second try. */
  key: string;
  sentAt: Date;
  counterparty: OutgoingOrder['counterparty'];
  /** By its id at the source, and as people call it there. */
  order: { ref: string; number: string };
  /** Null: not of a single shipment. */
  shipment: { ref: string; number: string } | null;
  wish: Wish;
  note: string;
  lines: readonly OutgoingClaimLine[];
};

export type OutgoingClaimLine = {
  lineNo: number;
  /** The line's id at the source; null where it has none any more. */
  orderLineRef: string | null;
  kind: ClaimKind;
  sku: string;
  name: string;
  unit: string;
  /** A decimal. */
  quantity: string;
};

/** What a connector has that can write claims into its source. */
export interface ClaimWriter {
  /** The claim that bears this key at the source, or null. @throws SourceFault when that can't be known */
  find(key: string): Promise<WrittenOrder | null>;
  /** Writes it once and never twice: whoever calls has looked for it. @throws SourceFault */
  write(claim: OutgoingClaim): Promise<WrittenOrder | null>;
  close(): Promise<void>;
}
