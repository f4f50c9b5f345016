/** A record as Odoo tells it, without Odoo's ways of telling: `false` for nothing, pairs, times without a zone, floats. */
import { isList } from '../mapping/source-record.ts';
import type { SourceRecord, SourceValue } from '../mapping/source-record.ts';

/** By field: the type that `fields_get` says. */
export type OdooTypes = ReadonlyMap<string, string>;

/** What a double holds for certain. */
const DOUBLE_DIGITS = 15;
const DECIMALS_MAX = 10;

export function plainRecord(record: SourceRecord, types: OdooTypes): SourceRecord {
  const entries = Object.entries(record).map(([name, value]) => [name, plain(types.get(name) ?? '', value)]);
  return Object.fromEntries(entries);
}

function plain(type: string, value: SourceValue): SourceValue {
  if (type === 'boolean') return value;
  if (value === false) return null;
  switch (type) {
    case 'many2one':
      return pairOf(value);
    case 'datetime':
      // Stored and told in UTC, without saying so.
      return typeof value === 'string' ? `${value}Z` : value;
    case 'float':
    case 'monetary':
      return typeof value === 'string' ? withoutNoise(value) : value;
    default:
      return value;
  }
}

/** `[14, "Azure Interior"]`. The label is in the language of whoever asks: a name for people, and no key. */
function pairOf(value: SourceValue): SourceValue {
  if (!isList(value)) return value;
  const [id = null, label = null] = value;
  return { id, label };
}

/** `0.30000000000000004` is what a sum of floats leaves behind. */
function withoutNoise(text: string): string {
  const decimals = text.split(/[eE]/)[0]?.split('.')[1]?.length ?? 0;
  return decimals <= DECIMALS_MAX ? text : String(Number(Number(text).toPrecision(DOUBLE_DIGITS)));
}
