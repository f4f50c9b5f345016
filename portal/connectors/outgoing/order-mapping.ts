/** How an order of ours is written in the words of a source. Data only: nothing in it is ever run. */
import { z } from 'zod';

const path = z.string().regex(/^[\p{L}_@][\p{L}\p{N}_@.]{0,99}$/u, 'is not the name of a field');
const setName = z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,99}$/u, 'is not the name of a set');

/** What of our order stands in a field. */
const ORDER_VALUES = ['key', 'counterparty', 'askedOn', 'askedAt', 'currency', 'reference', 'note'] as const;
const LINE_VALUES = ['product', 'sku', 'name', 'quantity', 'unitPrice', 'lineNo'] as const;

const Constant = z.strictObject({ value: z.union([z.string().max(200), z.boolean(), z.int()]) });
const numeric = { as: z.enum(['text', 'number']).default('text') };

const common = {
  orderMapping: z.literal(1),
  title: z.string().min(1).max(100),
  settings: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,40}$/))
    .max(5)
    .default([]),
};

const ODataOrderMapping = z
  .strictObject({
    ...common,
    dialect: z.enum(['v3', 'v4']),
    service: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_.]*$/, 'is not the name of a service')
      .optional(),
    set: setName,
    /** The field of the source that bears our key; text, at least 24 characters long. */
    keyField: path,
    id: path,
    number: path.optional(),
    headers: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/), z.string().max(200)).default({}),
    query: z.record(z.string().regex(/^[A-Za-z$]\w{0,40}$/), z.string().max(100)).default({}),
    fields: z.record(path, z.union([z.strictObject({ from: z.enum(ORDER_VALUES) }), Constant])),
    lines: z.strictObject({
      in: path,
      fields: z.record(path, z.union([z.strictObject({ from: z.enum(LINE_VALUES), ...numeric }), Constant])),
    }),
  })
  .refine(hasKey, { path: ['fields'], error: 'the key field must be written: { from: "key" }' });

/** Where the connector knows the fields; `constants` are those of the company's own. */
const known = { ...common, constants: z.record(path, Constant).default({}) };
const OdooOrderMapping = z.strictObject({ ...known, dialect: z.literal('odoo') });
const TrytonOrderMapping = z.strictObject({ ...known, dialect: z.literal('tryton') });

export const OrderMapping = z.discriminatedUnion('dialect', [ODataOrderMapping, OdooOrderMapping, TrytonOrderMapping]);

export type OrderMapping = z.output<typeof OrderMapping>;
export type ODataOrderMapping = z.output<typeof ODataOrderMapping>;
export type OdooOrderMapping = z.output<typeof OdooOrderMapping>;
export type TrytonOrderMapping = z.output<typeof TrytonOrderMapping>;
export type Constant = z.output<typeof Constant>;
export type OrderValue = (typeof ORDER_VALUES)[number];
export type LineValue = (typeof LINE_VALUES)[number];

export type OrderMappingOutcome =
  { ok: true; mapping: OrderMapping } | { ok: false; faults: { path: string; message: string }[] };

/** Reads a mapping and says everything that is wrong with it at once. */
export function parseOrderMapping(value: unknown): OrderMappingOutcome {
  const parsed = OrderMapping.safeParse(value);
  if (parsed.success) return { ok: true, mapping: parsed.data };
  const faults = parsed.error.issues.map(({ path: at, message }) => ({ path: at.join('.'), message }));
  return { ok: false, faults };
}

/** Without it the order could never be found again. */
function hasKey({ keyField, fields }: { keyField: string; fields: Record<string, object> }): boolean {
  const field = fields[keyField];
  return field !== undefined && 'from' in field && field.from === 'key';
}
