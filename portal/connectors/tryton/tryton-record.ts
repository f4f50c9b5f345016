/** A record as Tryton tells it, as plain JSON: typed values become texts, and what is read of others stands under it. */
import { isList, isRecord, textAt } from '../mapping/source-record.ts';
import type { SourceRecord, SourceValue } from '../mapping/source-record.ts';

/** By field: the type that `fields_get` says. */
export type TrytonTypes = ReadonlyMap<string, string>;

/** SQLite has no switches. */
const SWITCHES: Readonly<Record<string, boolean>> = { '1': true, '0': false };
/** `party.` holds what was read of the party, beside `party`, which is its id. */
const OF_OTHERS = '.';

export function plainRecord(record: SourceRecord, types: TrytonTypes): SourceRecord {
  const own: Record<string, SourceValue> = {};
  const ofOthers: Record<string, SourceValue> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name.endsWith(OF_OTHERS)) ofOthers[name.slice(0, -OF_OTHERS.length)] = plainOthers(value);
    else own[name] = types.get(name) === 'boolean' ? switchOf(value) : plainValue(value);
  }
  return { ...own, ...ofOthers };
}

const NO_TYPES: TrytonTypes = new Map();

function plainOthers(value: SourceValue): SourceValue {
  if (isList(value)) return value.map(plainOthers);
  return isRecord(value) ? plainRecord(value, NO_TYPES) : value;
}

function switchOf(value: SourceValue): SourceValue {
  return typeof value === 'string' ? (SWITCHES[value] ?? value) : value;
}

function plainValue(value: SourceValue): SourceValue {
  if (isList(value)) return value.map(plainValue);
  if (!isRecord(value)) return value;
  const two = (name: string): string => (textAt(value, name) ?? '0').padStart(2, '0');
  const day = `${(textAt(value, 'year') ?? '').padStart(4, '0')}-${two('month')}-${two('day')}`;
  const clock = `${two('hour')}:${two('minute')}:${two('second')}`;
  switch (textAt(value, '__class__') ?? '') {
    case 'Decimal':
      return textAt(value, 'decimal');
    case 'date':
      return day;
    case 'datetime':
      return `${day}T${clock}.${(textAt(value, 'microsecond') ?? '0').padStart(6, '0')}Z`;
    case 'time':
      return clock;
    case 'timedelta':
      return textAt(value, 'seconds');
    default:
      // Bytes, and what later versions may add: nothing that a row could hold.
      return null;
  }
}

/** A point in time as Tryton is told it. */
export function typedMoment(ms: number): object {
  const at = new Date(ms);
  return {
    __class__: 'datetime',
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    microsecond: at.getUTCMilliseconds() * 1_000,
  };
}
