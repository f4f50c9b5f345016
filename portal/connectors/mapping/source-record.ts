/** What a source answers, before it is anything of ours: JSON whose numbers are the texts that the source wrote. */
export type SourceValue = string | boolean | null | SourceRecord | readonly SourceValue[];
export type SourceRecord = { readonly [name: string]: SourceValue };

/** Between the names of a path, as in OData; a name itself may have points (`@odata.etag`). */
const SEPARATOR = '/';
/** The record that a line stands in. */
const PARENT = '..';
/** Of a value in a list, from 0. */
const INDEX = /^\d{1,3}$/;

export function isRecord(value: SourceValue | undefined): value is SourceRecord {
  return typeof value === 'object' && value !== null && !isList(value);
}

export function isList(value: SourceValue | undefined): value is readonly SourceValue[] {
  return Array.isArray(value);
}

/** The value at a path such as `customer/number` or `phones/0/value`; null where any part of it is missing. */
export function valueAt(record: SourceRecord, path: string): SourceValue {
  let value: SourceValue = record;
  for (const name of path.split(SEPARATOR)) {
    if (isList(value)) value = INDEX.test(name) ? (value[Number(name)] ?? null) : null;
    else if (isRecord(value)) value = ownValue(value, name);
    else return null;
  }
  return value;
}

/** A single value as text; null for nothing, for an empty text and for what is no single value. */
export function textAt(record: SourceRecord, path: string): string | null {
  return toText(valueAt(record, path));
}

export function toText(value: SourceValue): string | null {
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** A line, through which its parent can be reached as `../name`. */
export function within(parent: SourceRecord, line: SourceRecord): SourceRecord {
  return { ...line, [PARENT]: parent };
}

/** The field of the record itself that a path begins with; null for one that begins outside of it. */
export function firstName(path: string): string | null {
  const [first = ''] = path.split(SEPARATOR);
  return first === PARENT ? null : first;
}

function ownValue(record: SourceRecord, name: string): SourceValue {
  return Object.hasOwn(record, name) ? (record[name] ?? null) : null;
}
