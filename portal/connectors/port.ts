/**
 * The port: what an ERP or CRM must give us, in our words. A connector turns its source's answers into a `Drop`;
 * `applyDrop` (sync.server.ts) is the only writer of the read model and treats every source alike.
 * No kind here names a holder, a role, a key or a notification address: a source can't say who gets in.
 */
import type { z } from 'zod';
import { priceEntry, priceList, product, replacement, stock, vatRate } from './entities/catalogue.ts';
import { creditNote, document, invoice, ledgerEntry, openingBalance, payment } from './entities/money.ts';
import {
  accountManager,
  contact,
  counterparty,
  goodsReturn,
  order,
  orderLine,
  shipment,
  shipmentLine,
  sourceDiscount,
  terms,
  trackingEvent,
} from './entities/trade.ts';

/** One schema per kind, in the order in which a drop is applied: what is referred to comes first. */
export const ENTITY_SCHEMAS = {
  'account-manager': accountManager,
  'vat-rate': vatRate,
  product,
  stock,
  replacement,
  'price-list': priceList,
  'price-entry': priceEntry,
  counterparty,
  contact,
  terms,
  'source-discount': sourceDiscount,
  order,
  'order-line': orderLine,
  invoice,
  shipment,
  'shipment-line': shipmentLine,
  'tracking-event': trackingEvent,
  'goods-return': goodsReturn,
  payment,
  'credit-note': creditNote,
  'ledger-entry': ledgerEntry,
  'opening-balance': openingBalance,
  document,
} as const;

export type EntityKind = keyof typeof ENTITY_SCHEMAS;

/** A checked row: every field is there, null where the source said nothing. */
export type EntityOf<Kind extends EntityKind> = z.output<(typeof ENTITY_SCHEMAS)[Kind]>;

/** A row as a connector may write it: fields that may be null may be left out. */
export type EntityInput<Kind extends EntityKind> = z.input<(typeof ENTITY_SCHEMAS)[Kind]>;

// The keys of an object literal keep their order; `Object.keys` only forgets their type.
export const ENTITY_KINDS = Object.keys(ENTITY_SCHEMAS) as readonly EntityKind[];

/** Where a row stands in what the source sent, so that a person can find it. */
export interface Place {
  /** File, or address of the answer. */
  file: string;
  line: number | null;
}

/** Something that a person at the source has to mend. `reason` is an English sentence; programs use `code`. */
export interface Problem extends Place {
  column: string | null;
  code: ProblemCode;
  reason: string;
}

export type ProblemCode =
  | 'bad_manifest'
  | 'wrong_source'
  | 'older_than_last'
  | 'missing_file'
  | 'unlisted_file'
  | 'bad_file_name'
  | 'too_large'
  | 'checksum_differs'
  | 'row_count_differs'
  | 'not_utf8'
  | 'bad_format'
  | 'unknown_column'
  | 'missing_column'
  | 'missing_value'
  | 'bad_value'
  | 'duplicate'
  | 'bad_document'
  | 'unknown_reference'
  | 'bad_encoding'
  | 'bad_markup'
  | 'dtd_refused'
  | 'not_read'
  | 'not_imported';

/** One row of a source: a checked entity, or what is wrong with it. */
export type SourceRow<Kind extends EntityKind> =
  { ok: true; entity: EntityOf<Kind>; place: Place } | { ok: false; problems: Problem[] };

/** Kinds whose rows hang on a parent, so that a source can send all rows of some parents. */
export const PARENT_KIND = {
  'order-line': 'order',
  'shipment-line': 'shipment',
  'tracking-event': 'shipment',
  'price-entry': 'product',
} as const satisfies Partial<Record<EntityKind, EntityKind>>;

/**
 * What the rows of a part speak for, and so which missing rows are gone at the source:
 * - `kind`: they are all there is of this kind; any other row of it is gone.
 * - `parents`: they are all there is of the parents named by external id (`PARENT_KIND`), as when an order is sent
 *   with its lines; other rows of those parents are gone.
 * - `rows`: they speak for themselves only; a row goes by saying `isDeleted`.
 */
export type Coverage<Kind extends EntityKind> =
  | { of: 'kind' }
  | { of: 'rows' }
  | (Kind extends keyof typeof PARENT_KIND ? { of: 'parents'; parents(): AsyncIterable<string> } : never);

/** All that a drop says of one kind. */
export interface DropPart<Kind extends EntityKind> {
  kind: Kind;
  covers: Coverage<Kind>;
  /** When the source said this part, where it said parts of the drop at different times. */
  asOf?: Date | undefined;
  /** For progress only; null when nobody has counted. */
  rowCount: number | null;
  /** Reads the rows from the start; called once to check them and once more to apply them. Never holds them all. */
  rows(): AsyncIterable<SourceRow<Kind>>;
}

/** A part of whichever kind. */
export type AnyDropPart = { [Kind in EntityKind]: DropPart<Kind> }[EntityKind];

/** What a source says at one time. It is applied as a whole or not at all. */
export interface Drop {
  /** Says what is in it: two drops of the same fingerprint are the same. */
  fingerprint: string;
  /** When the source said it. */
  asOf: Date;
  /** At most one part per kind, in any order. */
  parts: readonly AnyDropPart[];
  /** The bytes of a document of this drop. Called for new and changed documents only; the engine checks them. */
  readDocument(document: DroppedDocument): Promise<DocumentRead>;
}

/** A document that came with its file. */
export type DroppedDocument = EntityOf<'document'> & {
  [Field in 'mediaType' | 'sizeBytes' | 'sha256' | 'fileName']: NonNullable<EntityOf<'document'>[Field]>;
};

export type DocumentRead = { ok: true; bytes: Uint8Array } | { ok: false; reason: string };

/**
 * Checks a row that a connector has mapped to our words.
 * @returns the entity, or a problem for each field that is wrong, with the field's name in `column`.
 */
export function parseEntity<Kind extends EntityKind>(
  kind: Kind,
  row: unknown,
  place: Place,
): SourceRow<Kind> {
  const parsed = ENTITY_SCHEMAS[kind].safeParse(row);
  // The schema was picked by `kind`, which TypeScript can't follow through the union of all schemas.
  if (parsed.success) return { ok: true, entity: parsed.data as EntityOf<Kind>, place };
  return { ok: false, problems: parsed.error.issues.map((issue) => toProblem(issue, row, place)) };
}

function toProblem(issue: z.core.$ZodIssue, row: unknown, place: Place): Problem {
  const field = issue.path[0] === undefined ? null : String(issue.path[0]);
  const isMissing = field !== null && (valueOf(row, field) ?? null) === null;
  return {
    ...place,
    column: field,
    code: isMissing ? 'missing_value' : 'bad_value',
    reason: isMissing && issue.code === 'invalid_type' ? 'a value is required' : issue.message,
  };
}

function valueOf(row: unknown, field: string): unknown {
  return typeof row === 'object' && row !== null ? Reflect.get(row, field) : undefined;
}
