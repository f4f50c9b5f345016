/** A question for rows of a set, as an address. */
import { literalOf, questionOf } from './dialect.ts';
import type { ODataVersion } from './dialect.ts';

/** A set, by its service, with what is known of its fields' types. */
export type AskedSet = {
  service: string | null;
  set: string;
  typeOf: (field: string) => string;
};

export type Question = {
  filter: readonly string[];
  orderBy: readonly string[];
  select: readonly string[];
  expand: readonly string[];
  top: number | null;
  skip: number | null;
  isCounted: boolean;
};

export const ASK_ALL: Question = {
  filter: [],
  orderBy: [],
  select: [],
  expand: [],
  top: null,
  skip: null,
  isCounted: false,
};

/** @param base address of the service root; ends with a slash */
export function urlOf(
  base: URL,
  { service, set }: Pick<AskedSet, 'service' | 'set'>,
  {
    question,
    version,
    query: own,
  }: { question: Question; version: ODataVersion; query: Readonly<Record<string, string>> },
): URL {
  const dialect = questionOf(version);
  const given: [string, string][] = [
    ['$filter', question.filter.join(' and ')],
    ['$orderby', question.orderBy.join(',')],
    ['$select', [...new Set(question.select)].join(',')],
    ['$expand', question.expand.join(',')],
    ['$top', String(question.top ?? '')],
    ['$skip', String(question.skip ?? '')],
    [dialect.count[0], question.isCounted ? dialect.count[1] : ''],
    ...Object.entries({ ...dialect.query, ...own }),
  ];
  const query = given
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const url = new URL(pathOf(service, set), base);
  url.search = query;
  return url;
}

export function pathOf(service: string | null, set: string): string {
  const path = set.split('/').map(encodeURIComponent).join('/');
  return service === null ? path : `${encodeURIComponent(service)}/${path}`;
}

/** `(F eq a or F eq b)` */
export function isOneOf(
  version: ODataVersion,
  { typeOf }: Pick<AskedSet, 'typeOf'>,
  { field, values }: { field: string; values: readonly string[] },
): string {
  const terms = values.map((value) => `${field} eq ${literalOf(version, typeOf(field), value)}`);
  return terms.length === 1 ? terms.join('') : `(${terms.join(' or ')})`;
}
