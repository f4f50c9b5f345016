/**
 * The language in which an administrator says how a source's records become rows of ours. Data only: no expression is
 * evaluated, nothing of a mapping is ever run. What our fields are made of is known (entity-fields.ts), so a mapping
 * mostly says where a value stands. README.md of this folder explains it with examples.
 */
import { z } from 'zod';
import { ENTITY_KINDS } from '../port.ts';
import { Content } from './content.ts';
import { Rest, RestFeed } from './rest.ts';

const path = z.string().min(1).max(200);
const name = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'is not a short name in lower case');
/** What a set is called; what a name may be made of depends on the dialect (set-names.ts). */
const setName = z.string().min(1).max(200);
const serviceName = z.string().regex(/^[A-Za-z][A-Za-z0-9_.]*$/, 'is not the name of a service');

/** A field of the record is one of these texts; `true` and `false` for switches. */
const Condition = z.strictObject({ field: path, is: z.array(z.string().max(200)).min(1).max(20) });
export type Condition = z.output<typeof Condition>;

export const READERS = ['epoch-seconds', 'basis-points', 'currency-name', 'month-day', 'not'] as const;

/** A value that is not taken as it stands. */
export type ValueFrom = {
  from: FieldSpec;
  /** `lookup/path`: the value names a record of this lookup, and the path is read there. */
  lookUp?: string | undefined;
  /** By the value in the source's words; `*` for those that are not named. An empty text says nothing. */
  map?: Record<string, string> | undefined;
  as?: (typeof READERS)[number] | undefined;
};

/** Where a value comes from. A text is a path. */
export type FieldSpec =
  | string
  | ValueFrom
  | { firstOf: FieldSpec[] }
  | { value: string | boolean }
  | { join: FieldSpec[]; by: string }
  | { sum: string; of: string }
  | { minus: [FieldSpec, FieldSpec] }
  | { when: Condition; use: FieldSpec; otherwise: FieldSpec };

const FieldSpec: z.ZodType<FieldSpec> = z.lazy(() =>
  z.union(
    [
      path,
      z.strictObject({
        from: FieldSpec,
        lookUp: z
          .string()
          .regex(/^[a-z][a-z0-9-]*\/.+$/, 'is written lookup/path')
          .optional(),
        map: z.record(z.string(), z.string()).optional(),
        as: z.enum(READERS).optional(),
      }),
      z.strictObject({ firstOf: z.array(FieldSpec).min(1).max(10) }),
      z.strictObject({ value: z.union([z.string(), z.boolean()]) }),
      z.strictObject({ join: z.array(FieldSpec).min(1).max(10), by: z.string().max(10) }),
      z.strictObject({ sum: path, of: path }),
      z.strictObject({ minus: z.tuple([FieldSpec, FieldSpec]) }),
      z.strictObject({ when: Condition, use: FieldSpec, otherwise: FieldSpec }),
    ],
    {
      error:
        'is neither a path nor one of { from }, { firstOf }, { value }, { join, by }, { sum, of }, { minus }, { when, use, otherwise }',
    },
  ),
);

const fields = z.record(z.string(), FieldSpec);
/** EDM types of fields: a service whose description is large need not be asked for it, a wrong one is set right. */
const types = z.record(z.string(), z.string().regex(/^Edm\.\w+$/));
const kind = z.enum(ENTITY_KINDS);
const key = z.array(path).min(1).max(6);

const Cursor = z.discriminatedUnion('by', [
  /** A time of the last change that can be asked for. */
  z.strictObject({
    by: z.literal('modified'),
    field: path,
    /** Times are stored finer than they are told: nothing finer than this is relied on. */
    precision: z.enum(['s', 'ms']).default('s'),
    overlapSeconds: z.int().min(2).max(86_400).default(300),
    /** How the source writes it, where it is no date and time. */
    as: z.literal('epoch-seconds').optional(),
    /** The first field may be empty until the first change: then this one counts. */
    createdField: path.optional(),
  }),
  /** A mark that differs after each change, and can only be compared with what we have. */
  z.strictObject({
    by: z.literal('version'),
    field: path,
    /** Recent rows are read anyway, so that the comparison of all can be rare. */
    window: z.strictObject({ field: path, days: z.int().min(1).max(3_650) }).optional(),
  }),
  /** No change can be asked for: everything is read each time. */
  z.strictObject({ by: z.literal('none') }),
]);

const Lines = z.strictObject({
  kind,
  /** Where the record has them. */
  in: path,
  /** Within the record. */
  key,
  /** Lines that are none of ours, such as sections and notes. */
  skip: z.array(Condition).max(5).default([]),
  /** `false`: a line may change while its order’s time of change stays as it was, and can't be asked for by itself. */
  touchOrder: z.literal(false).optional(),
  fields,
});

const Feed = z.strictObject({
  kind,
  service: serviceName.optional(),
  set: setName,
  key,
  /** Only rows for which all of these hold. */
  filter: z.array(Condition).max(10).default([]),
  cursor: Cursor,
  tombstone: Condition.optional(),
  expand: z.array(path).max(5).default([]),
  fields,
  lines: Lines.optional(),
  /** Not more often than this; every time where it is not said. */
  everyMinutes: z.int().min(1).max(44_640).optional(),
  /** How often all names are compared, which finds what was deleted without a word; once a day where it is not said. */
  compareEveryMinutes: z.int().min(1).max(44_640).optional(),
  types: types.optional(),
  rest: RestFeed.optional(),
  /** Of documents: how their files are had, which no row can hold. */
  content: Content.optional(),
});

const LookUp = z.strictObject({
  service: serviceName.optional(),
  set: setName,
  key: path,
  rest: RestFeed.optional(),
});

export const Mapping = z.strictObject({
  mapping: z.literal(1),
  title: z.string().min(1).max(100),
  dialect: z.enum(['v2', 'v3', 'v4', 'odoo', 'tryton', 'rest']),
  /** How a service is asked that keeps to no protocol but its own. */
  rest: Rest.optional(),
  /** What the administrator must tell besides the address; stands for `{name}` in headers and in `idPrefix`. */
  settings: z.array(name).max(5).default([]),
  headers: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/), z.string().max(200)).default({}),
  query: z.record(z.string().regex(/^[A-Za-z$]\w{0,40}$/), z.string().max(100)).default({}),
  /** In front of every id and reference: what tells the records of several companies apart. */
  idPrefix: z.string().max(60).default(''),
  paging: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('next-link'), size: z.int().min(10).max(5_000).default(500) }),
    z.strictObject({ by: z.literal('skip'), size: z.int().min(10).max(5_000).default(500) }),
    z.strictObject({
      by: z.literal('page'),
      size: z.int().min(10).max(5_000).default(500),
      first: z.int().min(0).max(1).default(1),
    }),
    z.strictObject({ by: z.literal('keyset'), size: z.int().min(10).max(5_000).default(500) }),
  ]),
  types: types.default({}),
  lookups: z.record(name, LookUp).default({}),
  feeds: z.array(Feed).min(1).max(ENTITY_KINDS.length),
});

export type Mapping = z.output<typeof Mapping>;
/** What a source that is asked in a dialect is called among sources. */
export function kindOfDialect(dialect: Mapping['dialect']): 'odata' | 'odoo' | 'tryton' | 'rest' {
  return dialect === 'v2' || dialect === 'v3' || dialect === 'v4' ? 'odata' : dialect;
}

export type FeedMapping = Mapping['feeds'][number];
export type LookUpMapping = Mapping['lookups'][string];
export type LinesMapping = NonNullable<FeedMapping['lines']>;

/** In `fields`, beside those of the kind: the currency of amounts, where the kind itself has none. */
export const AMOUNTS_IN = 'amountsIn';
