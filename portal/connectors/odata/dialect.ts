/**
 * What differs between OData 2, 3 and 4: how a value is written into a question and how an answer is read.
 * @see OData 2 "URI Conventions", OData 3 "URL Conventions" 5.1.6, OData 4.01 "URL Conventions" 5.1.1.13
 */
import { SourceFault } from '../http/source-fault.ts';
import { readMoment } from '../mapping/read-value.ts';
import { isList, isRecord, textAt, toText, valueAt } from '../mapping/source-record.ts';
import type { SourceRecord, SourceValue } from '../mapping/source-record.ts';

export type ODataVersion = 'v2' | 'v3' | 'v4';

/** The rows of an answer, where the next ones are, and how many there are altogether. */
export type ODataPage = { rows: SourceRecord[]; next: string | null; count: number | null };

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NUMBER = /^-?\d{1,30}(\.\d{1,20})?$/;
const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,12})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const INTEGERS = new Set(['Edm.Int16', 'Edm.Int32', 'Edm.Byte', 'Edm.SByte']);

/**
 * A value of an EDM type as it is written into a filter. Whatever is not written in quotes is checked letter by letter,
 * so that no value of a record can become part of the question.
 * @throws SourceFault `refused`
 */
export function literalOf(version: ODataVersion, type: string, text: string): string {
  if (INTEGERS.has(type)) return checked(NUMBER, text);
  switch (type) {
    case 'Edm.Guid':
      return version === 'v4' ? checked(GUID, text) : `guid'${checked(GUID, text)}'`;
    case 'Edm.Int64':
      return checked(NUMBER, text) + (version === 'v4' ? '' : 'L');
    case 'Edm.Decimal':
      return checked(NUMBER, text) + (version === 'v4' ? '' : 'M');
    case 'Edm.Double':
    case 'Edm.Single':
      return checked(NUMBER, text);
    case 'Edm.Boolean':
      return checked(/^(true|false)$/, text);
    case 'Edm.Date':
      return timeText(text).slice(0, 10);
    case 'Edm.DateTime':
      return `datetime'${timeText(text).replace(/(Z|[+-]\d{2}:\d{2})$/, '')}'`;
    case 'Edm.DateTimeOffset':
      return version === 'v4' ? withZone(timeText(text)) : `datetimeoffset'${withZone(timeText(text))}'`;
    default:
      return `'${text.replaceAll("'", "''")}'`;
  }
}

/** Times without fractions, for a bound that was calculated. Where the type has no zone, the clock's own reading. */
export function momentText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.000Z$/, 'Z');
}

export function questionOf(version: ODataVersion): {
  query: Readonly<Record<string, string>>;
  count: readonly [string, string];
  headers: (pageSize: number) => Record<string, string>;
} {
  if (version === 'v4') {
    return {
      query: {},
      count: ['$count', 'true'],
      headers: (pageSize) => ({ accept: 'application/json', prefer: `odata.maxpagesize=${pageSize}` }),
    };
  }
  return {
    query: { $format: 'json' },
    count: ['$inlinecount', 'allpages'],
    headers: () => ({ accept: 'application/json' }),
  };
}

/**
 * The rows of an answer. An error inside an answer of status 200 is an error.
 * @throws SourceFault `not_understood`
 */
export function readPage(
  version: ODataVersion,
  answer: SourceValue,
  repeat: (text: string) => string,
): ODataPage {
  if (!isRecord(answer)) throw new SourceFault('not_understood', 'the answer is no OData');
  const error = errorIn(answer);
  if (error !== null) throw new SourceFault('not_understood', `the source says: ${repeat(error)}`);
  const page = version === 'v2' ? pageOfVersion2(answer) : pageOfLater(answer);
  if (page === null) throw new SourceFault('not_understood', 'the answer has no rows in it');
  return page;
}

function pageOfVersion2(answer: SourceRecord): ODataPage | null {
  const body = valueAt(answer, 'd');
  const rows = isRecord(body) ? valueAt(body, 'results') : body;
  if (!isList(rows)) return null;
  const [next, count] = isRecord(body) ? [textAt(body, '__next'), textAt(body, '__count')] : [null, null];
  return { rows: rows.filter(isRecord).map(flattened), next, count: countOf(count) };
}

function pageOfLater(answer: SourceRecord): ODataPage | null {
  const rows = valueAt(answer, 'value');
  if (!isList(rows)) return null;
  const next = textAt(answer, '@odata.nextLink') ?? textAt(answer, 'odata.nextLink');
  const count = textAt(answer, '@odata.count') ?? textAt(answer, 'odata.count');
  return { rows: rows.filter(isRecord), next, count: countOf(count) };
}

/** Of version 2: lists stand in `results`, and what was not asked for is a link. */
function flattened(record: SourceRecord): SourceRecord {
  const entries = Object.entries(record).flatMap(([name, value]): [string, SourceValue][] => {
    if (!isRecord(value)) return [[name, value]];
    if (Object.hasOwn(value, '__deferred')) return [];
    const results = valueAt(value, 'results');
    if (isList(results)) return [[name, results.filter(isRecord).map(flattened)]];
    return [[name, flattened(value)]];
  });
  return Object.fromEntries(entries);
}

function errorIn(answer: SourceRecord): string | null {
  const error = valueAt(answer, 'error') ?? null;
  const found = isRecord(error) ? error : valueAt(answer, 'odata.error');
  if (!isRecord(found)) return null;
  return (
    textAt(found, 'message/value') ?? textAt(found, 'message') ?? toText(valueAt(found, 'code')) ?? 'an error'
  );
}

function countOf(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** As the record has it, digit for digit; a .NET time as ISO. */
function timeText(text: string): string {
  if (ISO.test(text)) return text;
  const moment = readMoment(text);
  if (moment === null) throw new SourceFault('refused', 'an empty time can’t be asked for');
  return momentText(moment.ms);
}

function withZone(text: string): string {
  if (/(Z|[+-]\d{2}:\d{2})$/.test(text)) return text;
  return text.length === 10 ? `${text}T00:00:00Z` : `${text}Z`;
}

function checked(pattern: RegExp, text: string): string {
  if (!pattern.test(text)) {
    throw new SourceFault('refused', `"${text.slice(0, 60)}" can’t be written into a question`);
  }
  return text;
}
