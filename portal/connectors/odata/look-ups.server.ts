/** Records of other sets that a mapping refers to, asked for as they are needed and remembered for one cycle. */
import { textAt } from '../mapping/source-record.ts';
import type { SourceRecord } from '../mapping/source-record.ts';
import type { FieldSpec, Mapping } from '../mapping/mapping.ts';
import type { LookUp } from '../mapping/read-spec.ts';
import { ASK_ALL, isOneOf } from './question.ts';
import type { AskedSet } from './question.ts';
import type { ODataService } from './service.server.ts';

/** So many are remembered of a lookup; older ones are asked for again. */
const REMEMBERED = 50_000;
/** Keys in one question: an address of more than 2,000 characters is refused by many web servers. */
export const KEYS_ASKED = 20;
/** A record found may name another to be found. */
const ROUNDS = 5;

export type LookUps = {
  /** Runs a mapping until all that it looks up is there. `map` is called several times. */
  resolve<Result>(map: (lookUp: LookUp) => Result): Promise<Result>;
};

export function createLookUps(
  service: ODataService,
  mapping: Mapping,
  setOf: (place: Mapping['lookups'][string]) => Promise<AskedSet>,
): LookUps {
  const known = new Map(
    Object.keys(mapping.lookups).map((name) => [name, new Map<string, SourceRecord | null>()]),
  );
  const selected = selectedFields(mapping);

  const fetchMissing = async (name: string, keys: readonly string[]): Promise<void> => {
    const lookUp = mapping.lookups[name];
    const records = known.get(name);
    if (lookUp === undefined || records === undefined) return;
    const set = await setOf(lookUp);
    const found = await service.ask(set, {
      ...ASK_ALL,
      filter: [isOneOf(mapping.dialect, set, { field: lookUp.key, values: keys })],
      select: [lookUp.key, ...(selected.get(name) ?? [])],
    });
    // What is not there is remembered as well, so that it is not asked for again with every page.
    for (const key of keys) remember(records, key, null);
    for (const record of found.rows) remember(records, textAt(record, lookUp.key) ?? '', record);
  };

  return {
    resolve: async (map) => {
      for (let round = 1; ; round += 1) {
        const missing = new Map<string, Set<string>>();
        const result = map((name, key) => {
          const record = known.get(name)?.get(key);
          if (record === undefined) missing.set(name, (missing.get(name) ?? new Set()).add(key));
          return record ?? null;
        });
        if (missing.size === 0 || round > ROUNDS) return result;
        for (const [name, keys] of missing) {
          for (const chunk of chunksOf([...keys], KEYS_ASKED)) await fetchMissing(name, chunk);
        }
      }
    },
  };
}

export function* chunksOf<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

function remember(records: Map<string, SourceRecord | null>, key: string, record: SourceRecord | null): void {
  records.delete(key);
  records.set(key, record);
  if (records.size <= REMEMBERED) return;
  const [oldest] = records.keys();
  if (oldest !== undefined) records.delete(oldest);
}

/** What the mapping reads of each lookup. */
function selectedFields({ feeds }: Mapping): Map<string, Set<string>> {
  const fields = new Map<string, Set<string>>();
  for (const feed of feeds) {
    const specs = [...Object.values(feed.fields), ...Object.values(feed.lines?.fields ?? {})];
    for (const wanted of specs.flatMap(lookUpsIn)) {
      const [name = '', field = ''] = wanted.split('/');
      fields.set(name, (fields.get(name) ?? new Set()).add(field));
    }
  }
  return fields;
}

export function lookUpsIn(spec: FieldSpec): string[] {
  if (typeof spec === 'string' || 'value' in spec || 'sum' in spec) return [];
  if ('when' in spec) return [spec.use, spec.otherwise].flatMap(lookUpsIn);
  if ('firstOf' in spec) return spec.firstOf.flatMap(lookUpsIn);
  if ('join' in spec) return spec.join.flatMap(lookUpsIn);
  if ('minus' in spec) return spec.minus.flatMap(lookUpsIn);
  return [...(spec.lookUp === undefined ? [] : [spec.lookUp]), ...lookUpsIn(spec.from)];
}
