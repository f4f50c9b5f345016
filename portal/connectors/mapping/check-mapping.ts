import type { z } from 'zod';
import { PARENT_KIND } from '../port.ts';
import type { EntityKind } from '../port.ts';
import { PLACEHOLDERS } from './content.ts';
import { fieldsOf } from './entity-fields.ts';
import type { EntityField } from './entity-fields.ts';
import { AMOUNTS_IN, Mapping } from './mapping.ts';
import type { FeedMapping, FieldSpec } from './mapping.ts';
import { isSetName } from './set-names.ts';

/** Something that is wrong with a mapping: where, and what to do. */
export type MappingFault = { path: string; message: string };

export type MappingOutcome = { ok: true; mapping: Mapping } | { ok: false; faults: MappingFault[] };

/** Field specs are nested; no honest mapping is deeper. */
const DEEPEST = 8;

/** Reads a mapping and says everything that is wrong with it at once. */
export function parseMapping(value: unknown): MappingOutcome {
  const tooDeep = findTooDeep(value, []);
  if (tooDeep !== null) return { ok: false, faults: [tooDeep] };
  const parsed = Mapping.safeParse(value);
  if (!parsed.success) return { ok: false, faults: parsed.error.issues.map(toFault) };
  const faults = findFaults(parsed.data);
  return faults.length === 0 ? { ok: true, mapping: parsed.data } : { ok: false, faults };
}

/** The schema is recursive: what is nested without end must not get there. */
function findTooDeep(value: unknown, path: readonly string[]): MappingFault | null {
  if (typeof value !== 'object' || value === null) return null;
  if (path.length > DEEPEST * 2) return { path: path.join('.'), message: 'is nested too deeply' };
  for (const [name, inner] of Object.entries(value)) {
    const fault = findTooDeep(inner, [...path, name]);
    if (fault !== null) return fault;
  }
  return null;
}

function toFault({ path, message }: z.core.$ZodIssue): MappingFault {
  return { path: path.map(String).join('.'), message };
}

function findFaults(mapping: Mapping): MappingFault[] {
  return [
    ...findPlaceholderFaults(mapping),
    ...findKindFaults(mapping),
    ...findDialectFaults(mapping),
    ...mapping.feeds.flatMap((feed, index) => findFeedFaults(feed, { at: `feeds.${index}`, mapping })),
  ];
}

/** `{company}` in a header or in the prefix of ids. */
function findPlaceholderFaults({ settings, headers, idPrefix }: Mapping): MappingFault[] {
  const texts = { idPrefix, ...prefixedBy('headers', headers) };
  return Object.entries(texts).flatMap(([path, text]) =>
    placeholdersIn(text)
      .filter((name) => !settings.includes(name))
      .map((name) => ({ path, message: `{${name}} is not among the settings` })),
  );
}

export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
}

const SET_FAULT = 'is not the name of a set';

/** What a dialect needs, or can't do. */
function findDialectFaults(mapping: Mapping): MappingFault[] {
  const { dialect, feeds, lookups, paging, rest } = mapping;
  const sets = { ...listed('feeds', feeds), ...prefixedBy('lookups', lookups) };
  const names = Object.entries(sets)
    .filter(([, { set }]) => !isSetName(dialect, set))
    .map(([path]) => ({ path: `${path}.set`, message: SET_FAULT }));
  if (dialect === 'rest') return [...names, ...findRestFaults(mapping)];
  const unwanted = rest === undefined ? [] : [{ path: 'rest', message: `${dialect} needs no such part` }];
  const pages = paging.by === 'page' ? [{ path: 'paging.by', message: `${dialect} has no such pages` }] : [];
  const keys = dialect === 'odoo' || dialect === 'tryton' ? findIdFaults(mapping) : [];
  return [...names, ...unwanted, ...pages, ...keys];
}

/** Both number the rows of every model, and are walked by that number. */
function findIdFaults({ feeds }: Mapping): MappingFault[] {
  return feeds.flatMap(({ key }, index) =>
    key.join() === 'id' ? [] : [{ path: `feeds.${index}.key`, message: 'is always ["id"] here' }],
  );
}

/** What the ways of paging and of asking for changes need to be said. */
function findRestFaults({ rest, paging, feeds }: Mapping): MappingFault[] {
  if (rest === undefined) return [{ path: 'rest', message: 'is needed: how the service is asked' }];
  const needed = {
    'next-link': rest.next === undefined ? ['next'] : [],
    skip: rest.offset === undefined ? ['offset'] : [],
    page: rest.page === undefined ? ['page'] : [],
    keyset: [rest.behind === undefined ? 'behind' : null, rest.byKey.length === 0 ? 'byKey' : null],
  }[paging.by];
  const byTime = feeds.some(({ cursor }) => cursor.by === 'modified')
    ? [rest.since === undefined ? 'since' : null, rest.newestFirst.length === 0 ? 'newestFirst' : null]
    : [];
  return [...needed, ...byTime]
    .filter((name) => name !== null)
    .map((name) => ({
      path: `rest.${name}`,
      message: 'is needed for this way of paging or for these cursors',
    }));
}

function listed<Item>(at: string, items: readonly Item[]): Record<string, Item> {
  return Object.fromEntries(items.map((item, index) => [`${at}.${index}`, item]));
}

function prefixedBy<Item>(at: string, items: Readonly<Record<string, Item>>): Record<string, Item> {
  return Object.fromEntries(Object.entries(items).map(([name, item]) => [`${at}.${name}`, item]));
}

/** What is missing from one set would otherwise be taken for gone, although another set gives it. */
function findKindFaults({ feeds }: Mapping): MappingFault[] {
  return feeds.flatMap(({ kind }, index) => {
    const first = feeds.findIndex((feed) => feed.kind === kind);
    if (first === index) return [];
    return [{ path: `feeds.${index}.kind`, message: `${kind} is given by feeds.${first} already` }];
  });
}

type FeedPlace = { at: string; mapping: Mapping };

function findFeedFaults(feed: FeedMapping, { at, mapping }: FeedPlace): MappingFault[] {
  const own = [
    ...findFieldFaults(feed, { at, mapping }),
    ...findVersionFault(feed, at),
    ...findContentFaults(feed, { at, mapping }),
  ];
  const { lines } = feed;
  if (lines === undefined) return own;
  const parent = (PARENT_KIND as Partial<Record<EntityKind, EntityKind>>)[lines.kind];
  if (parent !== feed.kind) {
    const message = `${lines.kind} is nothing that hangs on ${feed.kind}`;
    return [...own, { path: `${at}.lines.kind`, message }];
  }
  return [...own, ...findTouchFault(feed, at), ...findFieldFaults(lines, { at: `${at}.lines`, mapping })];
}

function findTouchFault({ kind, lines }: FeedMapping, at: string): MappingFault[] {
  if (lines?.touchOrder === undefined || kind === 'order') return [];
  return [{ path: `${at}.lines.touchOrder`, message: 'is said of the lines of orders only' }];
}

/** Otherwise every row would differ from what we have, each time. */
function findVersionFault({ cursor, fields }: FeedMapping, at: string): MappingFault[] {
  if (cursor.by !== 'version' || fields['version'] === cursor.field) return [];
  return [{ path: `${at}.fields.version`, message: `must be ${cursor.field}, which the cursor compares` }];
}

/** Documents are nothing without their files, and nothing else has one. */
function findContentFaults({ kind, content, key }: FeedMapping, { at, mapping }: FeedPlace): MappingFault[] {
  const path = `${at}.content`;
  if (content === undefined) {
    return kind === 'document' ? [{ path, message: 'is needed: how the file of a document is had' }] : [];
  }
  if (kind !== 'document') return [{ path, message: `${kind} has no file` }];
  if (content.by === 'report' && mapping.dialect !== 'tryton') {
    return [{ path: `${path}.by`, message: `${mapping.dialect} has no such reports` }];
  }
  if (content.by === 'field' && mapping.dialect !== 'odoo' && mapping.dialect !== 'rest') {
    // Over OData each reading of the set would bring all files with it; Tryton's files are no values of records.
    const message = 'can’t be read so here: say the address of one record, and the field in `in`';
    return [{ path: `${path}.by`, message }];
  }
  if (content.by !== 'address') return [];
  const texts = { path: content.path, ...prefixedBy('query', content.query) };
  const known: readonly string[] = PLACEHOLDERS;
  const unknown = Object.entries(texts).flatMap(([name, text]) =>
    placeholdersIn(text)
      .filter((placeholder) => !known.includes(placeholder))
      .map((placeholder) => ({
        path: `${path}.${name}`,
        message: `{${placeholder}} is neither {key} nor {number}`,
      })),
  );
  const isNamed = Object.values(texts).some((text) => placeholdersIn(text).length > 0);
  const sameForAll = {
    path,
    message: 'has neither {key} nor {number}: every document would have the same file',
  };
  const isCut = key.length > 1 && Object.values(texts).some((text) => placeholdersIn(text).includes('key'));
  const manyKeys = { path, message: '{key} stands for a single field of the key' };
  return [...unknown, ...(isNamed ? [] : [sameForAll]), ...(isCut ? [manyKeys] : [])];
}

type Mapped = { kind: EntityKind; fields: Readonly<Record<string, FieldSpec>> };

function findFieldFaults({ kind, fields }: Mapped, { at, mapping }: FeedPlace): MappingFault[] {
  const known = fieldsOf(kind);
  const missing = [...known]
    .filter(([name, { isRequired }]) => isRequired && !Object.hasOwn(fields, name))
    .filter(([name]) => !(at.endsWith('.lines') && isParentReference(kind, name)))
    .map(([name]) => ({ path: `${at}.fields`, message: `${name} of ${kind} is needed and is not mapped` }));
  const wrong = Object.entries(fields).flatMap(([name, spec]) => {
    const path = `${at}.fields.${name}`;
    const field = known.get(name);
    if (field !== undefined) return findSpecFaults(spec, { path, field, mapping });
    if (name === AMOUNTS_IN) return [];
    return [{ path, message: `${kind} has no such field; it has ${[...known.keys()].join(', ')}` }];
  });
  return [...missing, ...wrong, ...findCurrencyFault({ kind, fields }, at)];
}

/** A line that stands in its parent's record need not say whose it is. */
export function isParentReference(kind: EntityKind, field: string): boolean {
  const parent = (PARENT_KIND as Partial<Record<EntityKind, EntityKind>>)[kind];
  return parent !== undefined && field === `${parent}Ref`;
}

function findCurrencyFault({ kind, fields }: Mapped, at: string): MappingFault[] {
  const known = fieldsOf(kind);
  const amount = Object.keys(fields).find((name) => known.get(name)?.type === 'amount');
  if (amount === undefined || known.has('currency') || Object.hasOwn(fields, AMOUNTS_IN)) return [];
  return [{ path: `${at}.fields`, message: `${amount} is an amount: say its currency in ${AMOUNTS_IN}` }];
}

type SpecPlace = { path: string; field: EntityField; mapping: Mapping };

function findSpecFaults(spec: FieldSpec, place: SpecPlace): MappingFault[] {
  if (typeof spec === 'string') return [];
  if ('value' in spec) return findOptionFaults([String(spec.value)], place);
  if ('when' in spec) return [spec.use, spec.otherwise].flatMap((inner) => findSpecFaults(inner, place));
  if ('firstOf' in spec) return spec.firstOf.flatMap((inner) => findSpecFaults(inner, place));
  if (!('from' in spec)) return [];
  const lookUp = spec.lookUp?.split('/')[0];
  const unknown =
    lookUp !== undefined && !Object.hasOwn(place.mapping.lookups, lookUp)
      ? [{ path: `${place.path}.lookUp`, message: `there is no lookup ${lookUp}` }]
      : [];
  return [...unknown, ...findOptionFaults(Object.values(spec.map ?? {}), place)];
}

function findOptionFaults(values: readonly string[], { path, field }: SpecPlace): MappingFault[] {
  if (field.type !== 'choice') return [];
  return values
    .filter((value) => !field.options.includes(value))
    .map((value) => ({ path, message: `${value} is not one of ${field.options.join(', ')}` }));
}
