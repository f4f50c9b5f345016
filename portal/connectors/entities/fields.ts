/** The kinds of value that a source's rows are made of. Nothing is rounded here: decimals stay as they were sent. */
import { z } from 'zod';

const EXTERNAL_ID_LENGTH = 200;
const TEXT_LENGTH = 500;
const LONG_TEXT_LENGTH = 4_000;
const DETAILS_MAX = 2_000;

/** Everything below U+0020 but tab and line break, and DEL: no name or number needs it, and a log could be forged. */
// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000B-\u001F\u007F]/;

const printable = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => !CONTROL_CHARACTERS.test(value), 'contains a control character');

/** A field that a source may leave out; left out and null mean the same. */
export const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().default(null);

/** The source's own name of a row, unique in its kind; several key columns are joined by the source's connector. */
export const externalId = printable(EXTERNAL_ID_LENGTH).min(1);
/** The external id of a row of another kind of the same source. It may come later, or never. */
export const reference = printable(EXTERNAL_ID_LENGTH).min(1);
export const text = printable(TEXT_LENGTH).min(1);
export const textOrEmpty = printable(TEXT_LENGTH);
export const longText = printable(LONG_TEXT_LENGTH).min(1);
/** A calendar day, `YYYY-MM-DD`. */
export const day = z.iso.date();
/** A point in time. */
export const instant = z.date();
/** A decimal number as text, with a point: a unit price, a quantity, a percentage. */
export const decimal = z.string().regex(/^-?\d{1,18}(\.\d{1,10})?$/, 'is not a decimal number');
export const percent = z.string().regex(/^\d{1,3}(\.\d{1,6})?$/, 'is not a percentage');
/** A total in minor units (kopecks, cents) of the row's currency. Bounded by what both databases hold. */
export const amountMinor = z
  .bigint()
  .min(-(2n ** 63n))
  .max(2n ** 63n - 1n);
/** ISO 4217 alphabetic code. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'is not a currency code of three capital letters');
/** Month and day, `MM-DD`; the year is nobody's business. */
export const birthday = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'is not a day written MM-DD');
export const wholeNumber = z.int().min(0).max(2_147_483_647);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hex');

/** What a source says of a row beyond our model, in its own words: kept for staff, shown to no customer. */
export const detail = z.strictObject({ name: text, value: longText });

/** What every row carries, whatever it is about. */
export const sourceRow = {
  externalId,
  /** The source's own version mark, where it has one. */
  version: optional(text),
  /** When the source last changed the row. An older one never replaces a newer one. */
  modifiedAt: optional(instant),
  /**
   * When the source said it, where it tells no time of change of the row itself. What was said earlier never replaces
   * what was said later; saying the same again changes nothing.
   */
  saidAt: instant.optional(),
  /** The source says that the row is deleted. */
  isDeleted: z.boolean().default(false),
  details: z.array(detail).max(DETAILS_MAX).default([]),
};

/** What a row that belongs to a customer carries; without a counterparty it is an orphan and shown to nobody. */
export const owned = { ...sourceRow, counterpartyRef: optional(reference) };

export const period = { validFromOn: optional(day), validToOn: optional(day) };
