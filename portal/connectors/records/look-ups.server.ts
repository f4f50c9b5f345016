/** Records of other sets that a mapping refers to, asked for as they are needed and remembered for one cycle. */
import { textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import type { FieldSpec, LookUpMapping, Mapping } from '../mapping/mapping.ts';
import type { LookUp } from '../mapping/read-spec.ts';
import type { RecordSet } from './record-set.ts';

/** So many are remembered of a lookup; older ones are asked for again. */
const REMEMBERED = 50_000;
/** A record found may name another to be found. */
const ROUNDS = 5;

export type LookUps = {
  /** Runs a mapping until all that it looks up is there. `map` is called several times. */
  resolve<Result>(map: (lookUp: LookUp) => Result): Promise<Result>;
};

export function createLookUps(mapping: Mapping, setOf: (lookUp: LookUpMapping) => RecordSet): LookUps {
  const selected = selectedPaths(mapping);
  const places = new Map(
    Object.entries(mapping.lookups).map(([name, lookUp]) => [
      name,
      {
        lookUp,
        set: setOf(lookUp),
        select: [lookUp.key, ...(selected.get(name) ?? [])],
        records: new Map<string, SourceRecord | null>(),
      },
    ]),
  );

  const fetchMissing = async (name: string, keys: readonly string[]): Promise<void> => {
    const place = places.get(name);
    if (place === undefined) return;
    const { lookUp, set, select, records } = place;
    // What is not there is remembered as well, so that it is not asked for again with every page.
    for (const key of keys) remember(records, key, null);
    const wanted = keys.map((key) => ({ [lookUp.key]: key }));
    for await (const rows of set.read(wanted, select)) {
      for (const record of rows) remember(records, textAt(record, lookUp.key) ?? '', record);
    }
  };

  return {
    resolve: async (map) => {
      for (let round = 1; ; round += 1) {
        const missing = new Map<string, Set<string>>();
        const result = map((name, key) => {
          const record = places.get(name)?.records.get(key);
          if (record === undefined) missing.set(name, (missing.get(name) ?? new Set()).add(key));
          return record ?? null;
        });
        if (missing.size === 0 || round > ROUNDS) return result;
        for (const [name, keys] of missing) await fetchMissing(name, [...keys]);
      }
    },
  };
}

function remember(records: Map<string, SourceRecord | null>, key: string, record: SourceRecord | null): void {
  records.delete(key);
  records.set(key, record);
  if (records.size <= REMEMBERED) return;
  const [oldest] = records.keys();
  if (oldest !== undefined) records.delete(oldest);
}

/** What the mapping reads of each lookup. */
function selectedPaths({ feeds }: Mapping): Map<string, Set<string>> {
  const paths = new Map<string, Set<string>>();
  for (const feed of feeds) {
    const specs = [...Object.values(feed.fields), ...Object.values(feed.lines?.fields ?? {})];
    for (const wanted of specs.flatMap(lookUpsIn)) {
      const [name = '', ...path] = wanted.split('/');
      paths.set(name, (paths.get(name) ?? new Set()).add(path.join('/')));
    }
  }
  return paths;
}

export function lookUpsIn(spec: FieldSpec): string[] {
  if (typeof spec === 'string' || 'value' in spec || 'sum' in spec) return [];
  if ('when' in spec) return [spec.use, spec.otherwise].flatMap(lookUpsIn);
  if ('firstOf' in spec) return spec.firstOf.flatMap(lookUpsIn);
  if ('join' in spec) return spec.join.flatMap(lookUpsIn);
  if ('minus' in spec) return spec.minus.flatMap(lookUpsIn);
  return [...(spec.lookUp === undefined ? [] : [spec.lookUp]), ...lookUpsIn(spec.from)];
}
