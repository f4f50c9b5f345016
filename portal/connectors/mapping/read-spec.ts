/** Finds the text that a field spec speaks of. */
import { addDecimals, multiplyDecimals, subtractDecimals } from '#portal/lib/decimal.ts';
import { currencyCode } from '../currency-code.ts';
import type { Condition, FieldSpec, READERS, ValueFrom } from './mapping.ts';
import { readDecimal, ValueFault } from './read-value.ts';
import { isList, isRecord, textAt, toText, valueAt } from './source-record.ts';
import type { SourceRecord } from './source-record.ts';

/** The record that a key names, or null where the source has none (or has not been asked yet). */
export type LookUp = (name: string, key: string) => SourceRecord | null;

const MS = '1000';

export function holds(condition: Condition, record: SourceRecord): boolean {
  return condition.is.includes(textAt(record, condition.field) ?? '');
}

/**
 * @returns null where the source says nothing
 * @throws ValueFault
 */
export function readSpec(spec: FieldSpec, record: SourceRecord, lookUp: LookUp): string | null {
  const read = (inner: FieldSpec): string | null => readSpec(inner, record, lookUp);
  if (typeof spec === 'string') return textAt(record, spec);
  if ('value' in spec) return String(spec.value);
  if ('firstOf' in spec) return spec.firstOf.map(read).find((text) => text !== null) ?? null;
  if ('when' in spec) return read(holds(spec.when, record) ? spec.use : spec.otherwise);
  if ('sum' in spec) return sumOf(record, spec);
  if ('minus' in spec) return differenceOf(read(spec.minus[0]), read(spec.minus[1]));
  if ('join' in spec) return joined(spec.join.map(read), spec.by);
  return readFrom(spec, { text: read(spec.from), lookUp });
}

function readFrom(
  { lookUp: wanted, map, as }: ValueFrom,
  { text, lookUp }: { text: string | null; lookUp: LookUp },
): string | null {
  const found = wanted === undefined || text === null ? text : lookedUp(wanted, text, lookUp);
  const mapped = map === undefined ? found : translated(map, found);
  return as === undefined || mapped === null ? mapped : readAs(as, mapped);
}

function lookedUp(wanted: string, key: string, lookUp: LookUp): string | null {
  const [name = '', ...path] = wanted.split('/');
  const record = lookUp(name, key);
  return record === null ? null : textAt(record, path.join('/'));
}

/** What the source calls it may be anything; what nobody has thought of is a fault, not a guess. */
function translated(map: Readonly<Record<string, string>>, text: string | null): string | null {
  if (text !== null && Object.hasOwn(map, text)) return map[text] ?? null;
  const otherwise = map['*'];
  if (otherwise !== undefined) return otherwise;
  if (text === null) return null;
  throw new ValueFault(`"${text.slice(0, 60)}" is not in the map of the mapping`);
}

/** @throws ValueFault */
export function readAs(reader: (typeof READERS)[number], text: string): string {
  switch (reader) {
    case 'epoch-seconds':
      return `/Date(${multiplyDecimals(readDecimal(text), MS).split('.')[0]}+0000)/`;
    case 'basis-points':
      return multiplyDecimals(readDecimal(text), '100');
    case 'month-day':
      return monthDayOf(text);
    case 'currency-name':
      return currencyCode(text) ?? unknownCurrency(text);
    case 'not':
      return text.trim().toLowerCase() === 'true' ? 'false' : 'true';
  }
}

/** Of a date the month and the day; the year is nobody's business. */
function monthDayOf(text: string): string {
  const monthDay = /^\d{4}-(\d{2}-\d{2})(?:$|[T ])/.exec(text.trim())?.[1];
  if (monthDay === undefined) throw new ValueFault(`"${text.slice(0, 60)}" is not a date`);
  return monthDay;
}

function unknownCurrency(text: string): never {
  throw new ValueFault(`"${text.slice(0, 60)}" is no currency that we know`);
}

function sumOf(record: SourceRecord, { sum, of }: { sum: string; of: string }): string {
  const lines = valueAt(record, sum);
  if (!isList(lines)) return '0';
  return lines.reduce<string>((total, line) => {
    const text = isRecord(line) ? toText(valueAt(line, of)) : null;
    return text === null ? total : addDecimals(total, readDecimal(text));
  }, '0');
}

function differenceOf(left: string | null, right: string | null): string | null {
  if (left === null) return null;
  return subtractDecimals(readDecimal(left), readDecimal(right ?? '0'));
}

/** A composite reference of which a part is missing refers to nothing. */
function joined(parts: readonly (string | null)[], by: string): string | null {
  return parts.every((part) => part !== null) ? parts.join(by) : null;
}
