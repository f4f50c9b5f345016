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

/** The fields of a set that a feed reads, and those of its lines. Marks such as `@odata.etag` are no fields. */
export function fieldsRead(feed: FeedMapping): { head: string[]; line: string[] } {
  const { cursor, tombstone, lines } = feed;
  const byCursor =
    cursor.by === 'none'
      ? []
      : [cursor.field, ...(cursor.by === 'modified' ? [cursor.createdField] : [cursor.window?.field])];
  const linePaths =
    lines === undefined
      ? []
      : [
          ...lines.key,
          ...lines.skip.map(({ field }) => field),
          ...Object.values(lines.fields).flatMap(pathsIn),
        ];
  const paths = [
    ...feed.key,
    ...feed.filter.map(({ field }) => field),
    ...byCursor,
    tombstone?.field,
    ...Object.values(feed.fields).flatMap(pathsIn),
    lines?.in,
    ...linePaths.filter((path) => path.startsWith('../')).map((path) => path.slice('../'.length)),
  ];
  return { head: namesOf(paths), line: namesOf(linePaths) };
}

function namesOf(paths: readonly (string | undefined)[]): string[] {
  const names = paths.flatMap((path) => (path === undefined ? [] : [firstName(path)]));
  return [...new Set(names.filter((name) => name !== null && !name.startsWith('@')))].filter(
    (name) => name !== null,
  );
}
