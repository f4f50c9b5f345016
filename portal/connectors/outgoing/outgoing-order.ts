/**
 * The port for writing: what a source is told of an order that a customer asks for, in our words. A connector turns it
 * into its source's own; its words go no further. What it writes is a draft: people at the source make it an order.
 */
import type { SourceCredentials } from '../http/credentials.ts';
import type { SourceFaultCode } from '../http/source-fault.ts';

export type OutgoingLine = {
  lineNo: number;
  /** The article's id at the source. */
  productRef: string;
  sku: string;
  name: string;
  unit: string;
  /** Decimals as the customer saw them; the price null where the source makes it. */
  quantity: string;
  unitPrice: string | null;
  /** Minor units; null without a price. */
  netMinor: bigint | null;
};

export type OutgoingOrder = {
  /** Written into a field of the source's own, and looked for there before any second try. */
  key: string;
  askedAt: Date;
  counterparty: {
    /** Its id at the source. */
    ref: string;
    name: string;
    legalName: string;
    taxId: string;
    registrationReason: string | null;
  };
  currency: string;
  isTaxIncluded: boolean;
  totalMinor: bigint;
  customerReference: string;
  note: string;
  lines: readonly OutgoingLine[];
};

/** An order as the source has it now. */
export type WrittenOrder = { externalId: string; number: string | null };

export type Delivery =
  | { outcome: 'taken'; order: WrittenOrder }
  /** It lies where the source fetches it; that it did is seen when the order comes back. */
  | { outcome: 'handed' }
  /**
   * `isUncertain`: it may have arrived all the same, so it is looked for before it is sent again, and not at once.
   * `isPassing`: worth another try by itself; any other needs a person.
   */
  | {
      outcome: 'failed';
      code: SourceFaultCode;
      detail: string;
      isPassing: boolean;
      isUncertain: boolean;
      retryAfterMs: number | null;
    };

export interface OrderWriter {
  /** The order that bears this key at the source, or null. @throws SourceFault when that can't be known */
  find(key: string): Promise<WrittenOrder | null>;
  /** Writes it once and never twice: whoever calls has looked for it. @throws SourceFault */
  write(order: OutgoingOrder): Promise<WrittenOrder | null>;
  close(): Promise<void>;
}

/** What a writer needs to know of its source. */
export type WriterOpening<Mapping> = {
  address: URL;
  credentials: SourceCredentials;
  mapping: Mapping;
  settings: Readonly<Record<string, string>>;
  /** Of times that the source keeps without a zone. */
  timeZone: string;
};
