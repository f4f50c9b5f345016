/**
 * How a service is asked that has a JSON interface of its own: parameters as data. In the texts of parameters stand
 * `{field}`, `{time}`, `{key}`, `{fields}`, `{size}`, `{offset}` and `{page}`; nothing else of a record gets there.
 */
import { z } from 'zod';

const path = z.string().min(1).max(200);
/** Brackets and comparisons as Bitrix24 has them, `filter[>=DATE_MODIFY]`. */
const parameterName = z.string().regex(/^[\w$.{}[\]<>=!@%-]{1,80}$/, 'is not the name of a parameter');
const Parameter = z.strictObject({ name: parameterName, text: z.string().max(300) });
export type Parameter = z.output<typeof Parameter>;

const fixed = z.record(parameterName, z.string().max(300));

/** Where one row is, by its key. */
const One = z.discriminatedUnion('by', [
  /** At `SET/KEY`. */
  z.strictObject({ by: z.literal('path'), rows: path.optional() }),
  /** In the set itself, with this parameter; one with `{index}` in its name is given several times. */
  z.strictObject({ by: z.literal('parameter'), parameter: Parameter, rows: path.optional() }),
]);

export const Rest = z.strictObject({
  /** Where an answer has its rows; left out where the answer is the list. */
  rows: path.optional(),
  /** Where it says how many there are, which address or mark the next page has, and that something went wrong. */
  total: path.optional(),
  next: path.optional(),
  error: path.optional(),
  /** The mark of the next page goes into this parameter; without it, it is an address. */
  nextIn: parameterName.optional(),
  /** With every question for rows. */
  query: fixed.default({}),
  size: Parameter.optional(),
  offset: Parameter.optional(),
  page: Parameter.optional(),
  select: Parameter.optional(),
  since: Parameter.optional(),
  behind: Parameter.optional(),
  byKey: z.array(Parameter).max(3).default([]),
  byTime: z.array(Parameter).max(3).default([]),
  newestFirst: z.array(Parameter).max(3).default([]),
  one: One.optional(),
  /** How `{time}` is written: ISO with Z, as the clock of its own field reads, as a clock in the source's zone reads. */
  times: z.enum(['iso', 'clock', 'zone-clock', 'epoch-seconds']).default('iso'),
  /** Of values inside texts: `json` where a text is JSON. */
  escape: z.enum(['plain', 'json']).default('plain'),
  /** Parameters of one name become one: their texts joined by `by`, inside `around` with `{terms}` in it. */
  together: z.strictObject({ around: z.string().max(60), by: z.string().max(10) }).optional(),
  /** The source says "not found" where it means "none". */
  isEmpty404: z.boolean().default(false),
});
export type Rest = z.output<typeof Rest>;

/** Of one set, where it differs. */
export const RestFeed = z.strictObject({
  query: fixed.default({}),
  /** The list has names only: each row is read by itself. */
  readsEach: z.boolean().default(false),
  rows: path.optional(),
  one: One.optional(),
  /** The source can't say what is behind a key of this set, nor how many there are. */
  isWhole: z.boolean().default(false),
});
export type RestFeed = z.output<typeof RestFeed>;
