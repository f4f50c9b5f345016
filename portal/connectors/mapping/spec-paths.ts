import type { FeedMapping, FieldSpec } from './mapping.ts';
import { firstName } from './source-record.ts';

/** The paths that a spec reads of its own record. */
export function pathsIn(spec: FieldSpec): string[] {
  if (typeof spec === 'string') return [spec];
  if ('value' in spec) return [];
  if ('firstOf' in spec) return spec.firstOf.flatMap(pathsIn);
  if ('join' in spec) return spec.join.flatMap(pathsIn);
  if ('minus' in spec) return spec.minus.flatMap(pathsIn);
  if ('sum' in spec) return [spec.sum];
  if ('when' in spec) return [spec.when.field, ...pathsIn(spec.use), ...pathsIn(spec.otherwise)];
  return pathsIn(spec.from);
}

/**
 * Of several places for one value, those that a set does not have, where it has another: versions of a system call the
 * same thing by different names.
 */
export function otherNames(
  fields: Readonly<Record<string, FieldSpec>>,
  has: (name: string) => boolean,
): string[] {
  return Object.values(fields).flatMap((spec) => otherNamesIn(spec, has));
}

function otherNamesIn(spec: FieldSpec, has: (name: string) => boolean): string[] {
  if (typeof spec === 'string' || 'value' in spec || 'sum' in spec) return [];
  const all = (specs: readonly FieldSpec[]): string[] => specs.flatMap((inner) => otherNamesIn(inner, has));
  if ('join' in spec) return all(spec.join);
  if ('minus' in spec) return all(spec.minus);
  if ('when' in spec) return all([spec.use, spec.otherwise]);
  if (!('firstOf' in spec)) return otherNamesIn(spec.from, has);
  const names = spec.firstOf.map((inner) => namesOf(pathsIn(inner)));
  const isThere = names.some((needed) => needed.length > 0 && needed.every(has));
  return isThere ? names.flat().filter((name) => !has(name)) : [];
}

/** The fields of a set that a feed reads, and those of its lines. Marks such as `@odata.etag` are no fields. */
export function fieldsRead(feed: FeedMapping): { head: string[]; line: string[] } {
  return { head: namesOf(headPaths(feed)), line: namesOf(linePaths(feed)) };
}

/** The same as paths from the record, lines included: `party/name`, `lines/product/code`. */
export function pathsRead(feed: FeedMapping): string[] {
  const list = feed.lines?.in;
  const ofLines = linePaths(feed).filter((path) => !path.startsWith(OF_PARENT));
  const paths = [...headPaths(feed), ...(list === undefined ? [] : ofLines.map((path) => `${list}/${path}`))];
  return [...new Set(paths.filter((path) => !path.startsWith('@')))];
}

const OF_PARENT = '../';

function headPaths(feed: FeedMapping): string[] {
  const { cursor, tombstone, lines } = feed;
  const byCursor =
    cursor.by === 'none'
      ? []
      : [cursor.field, ...(cursor.by === 'modified' ? [cursor.createdField] : [cursor.window?.field])];
  const ofParent = linePaths(feed).filter((path) => path.startsWith(OF_PARENT));
  const paths = [
    ...feed.key,
    ...feed.filter.map(({ field }) => field),
    ...byCursor,
    tombstone?.field,
    ...Object.values(feed.fields).flatMap(pathsIn),
    lines?.in,
    ...ofParent.map((path) => path.slice(OF_PARENT.length)),
  ];
  return paths.filter((path) => path !== undefined);
}

function linePaths({ lines }: FeedMapping): string[] {
  if (lines === undefined) return [];
  return [
    ...lines.key,
    ...lines.skip.map(({ field }) => field),
    ...Object.values(lines.fields).flatMap(pathsIn),
  ];
}

function namesOf(paths: readonly string[]): string[] {
  const names = paths.map(firstName).filter((name) => name !== null && !name.startsWith('@'));
  return [...new Set(names.filter((name) => name !== null))];
}
