/** How a claim of ours is written in the words of a source. Data only: nothing in it is ever run. */
import { z } from 'zod';
import { CLAIM_KINDS, WISHES } from '#portal/claims/claim.ts';

const path = z.string().regex(/^[\p{L}_@][\p{L}\p{N}_@.]{0,99}$/u, 'is not the name of a field');
const setName = z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,99}$/u, 'is not the name of a set');

/** What of our claim stands in a field; `text` is all of it in words, for a source that keeps no lines of claims. */
const CLAIM_VALUES = [
  'key',
  'counterparty',
  'order',
  'orderNumber',
  'shipment',
  'shipmentNumber',
  'sentOn',
  'sentAt',
  'wish',
  'note',
  'text',
] as const;
const LINE_VALUES = ['lineNo', 'orderLine', 'sku', 'name', 'quantity', 'unit', 'kind'] as const;

const Constant = z.strictObject({ value: z.union([z.string().max(200), z.boolean(), z.int()]) });
const numeric = { as: z.enum(['text', 'number']).default('text') };
const word = z.string().min(1).max(100);

export const ClaimMapping = z
  .strictObject({
    set: setName,
    /** The field of the source that bears our key; text, at least 24 characters long. */
    keyField: path,
    id: path,
    number: path.optional(),
    query: z.record(z.string().regex(/^[A-Za-z$]\w{0,40}$/), z.string().max(100)).default({}),
    /** What the source calls what we know; left out: our own English words. */
    words: z
      .strictObject({
        kinds: z.partialRecord(z.enum(CLAIM_KINDS), word).default({}),
        wishes: z.partialRecord(z.enum(WISHES), word).default({}),
      })
      .default({ kinds: {}, wishes: {} }),
    fields: z.record(path, z.union([z.strictObject({ from: z.enum(CLAIM_VALUES) }), Constant])),
    lines: z
      .strictObject({
        in: path,
        fields: z.record(
          path,
          z.union([z.strictObject({ from: z.enum(LINE_VALUES), ...numeric }), Constant]),
        ),
      })
      .optional(),
  })
  .refine(hasKey, { path: ['fields'], error: 'the key field must be written: { from: "key" }' });

export type ClaimMapping = z.output<typeof ClaimMapping>;
export type ClaimValue = (typeof CLAIM_VALUES)[number];
export type ClaimLineValue = (typeof LINE_VALUES)[number];

/** Without it the claim could never be found again. */
function hasKey({ keyField, fields }: { keyField: string; fields: Record<string, object> }): boolean {
  const field = fields[keyField];
  return field !== undefined && 'from' in field && field.from === 'key';
}
