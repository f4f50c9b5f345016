/** How an order of ours is written in the words of a source. Data only: nothing in it is ever run. */
import { z } from 'zod';
import { ClaimMapping } from '../claims/claim-mapping.ts';

const path = z.string().regex(/^[\p{L}_@][\p{L}\p{N}_@.]{0,99}$/u, 'is not the name of a field');
const setName = z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,99}$/u, 'is not the name of a set');

/** What of our order stands in a field. */
const ORDER_VALUES = [
  'key',
  'counterparty',
  'askedOn',
  'askedAt',
  'askedSeconds',
  'currency',
  'reference',
  'note',
] as const;
const LINE_VALUES = ['product', 'sku', 'name', 'quantity', 'unitPrice', 'lineNo'] as const;

const Constant = z.strictObject({ value: z.union([z.string().max(200), z.boolean(), z.int()]) });
/** A number without quotes, or a text for a field in which the source keeps HTML. */
const written = { as: z.enum(['text', 'number', 'html']).default('text') };
const headers = z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/), z.string().max(200)).default({});
const mapped = {
  fields: z.record(path, z.union([z.strictObject({ from: z.enum(ORDER_VALUES), ...written }), Constant])),
  lines: z.strictObject({
    in: path,
    fields: z.record(path, z.union([z.strictObject({ from: z.enum(LINE_VALUES), ...written }), Constant])),
  }),
};

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
    headers,
    query: z.record(z.string().regex(/^[A-Za-z$]\w{0,40}$/), z.string().max(100)).default({}),
    ...mapped,
    /** Where the source takes claims, too. */
    claims: ClaimMapping.optional(),
  })
  .refine(hasKey, { path: ['fields'], error: 'the key field must be written: { from: "key" }' });

/** What a question for rows says; `{key}` is our key, of letters, digits and hyphens. */
const parameters = z.record(
  z.string().regex(/^[\w$.[\]-]{1,80}$/, 'is not the name of a parameter'),
  z.string().max(300),
);

const RestOrderMapping = z
  .strictObject({
    ...common,
    dialect: z.literal('rest'),
    /** Behind the address of the service: orders are made here by POST and found by GET. */
    set: z
      .string()
      .regex(
        /^[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,99}(\/[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,99}){0,4}$/u,
        'is not a path',
      ),
    /** The field that bears our key, and where rows show it; left out where it is the same. */
    keyField: path,
    keyPaths: z.array(path).min(1).max(3).optional(),
    id: path,
    number: path.optional(),
    headers,
    find: z.strictObject({
      query: parameters,
      /** Where the answer has its rows; left out where it is the list. */
      rows: path.optional(),
      /** What is in the answer where a service says with status 404 that there is none; other pages say nothing. */
      emptySays: z.string().min(5).max(100).optional(),
    }),
    /** Where the answer has the order that was made; left out where it is the order, or the id alone. */
    made: path.optional(),
    /** Where a good answer says that something went wrong. */
    error: path.optional(),
    ...mapped,
  })
  .refine(hasKey, { path: ['fields'], error: 'the key field must be written: { from: "key" }' })
  .refine(({ find }) => Object.values(find.query).some((text) => text.includes('{key}')), {
    path: ['find', 'query'],
    error: 'orders must be looked for by {key}',
  });

/** Where the connector knows the fields; `constants` are those of the company's own. */
const known = { ...common, constants: z.record(path, Constant).default({}) };
const OdooOrderMapping = z.strictObject({ ...known, dialect: z.literal('odoo') });
const TrytonOrderMapping = z.strictObject({ ...known, dialect: z.literal('tryton') });

export const OrderMapping = z.discriminatedUnion('dialect', [
  ODataOrderMapping,
  OdooOrderMapping,
  TrytonOrderMapping,
  RestOrderMapping,
]);

export type OrderMapping = z.output<typeof OrderMapping>;
export type ODataOrderMapping = z.output<typeof ODataOrderMapping>;
export type OdooOrderMapping = z.output<typeof OdooOrderMapping>;
export type TrytonOrderMapping = z.output<typeof TrytonOrderMapping>;
export type RestOrderMapping = z.output<typeof RestOrderMapping>;
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
