/**
 * EMULATORS of OData services, not the servers themselves: version 3 as 1C gives it and version 4 as Business Central
 * and CAP do, made after the recorded answers in test/fixtures/odata. They keep rows in memory, understand the questions that
 * the recordings show and refuse literals of another version. Each knows the ways in which real servers misbehave.
 */
import http from 'node:http';
import type { EmulatedSource } from './emulated-source.ts';
import { closeServer, portOf } from './fault-proxy.ts';
import { parseFilter, timeKey } from './odata-filter.ts';
import type { EmulatedRow } from './odata-filter.ts';

export type EmulatedSet = {
  key: string[];
  /** EDM type by field; what is not here is a string. A type of the service's own makes a list of lines. */
  types: Record<string, string>;
  rows: EmulatedRow[];
};

export type Misbehaviour = {
  ignoresFilter?: boolean;
  ignoresOrder?: boolean;
  /** Sorts what it has cut into pages, rather than cutting what it has sorted. */
  ordersEachPage?: boolean;
  /** Times are stored with microseconds and told in seconds. */
  tellsSeconds?: boolean;
  /** Where the link to the next page leads. */
  nextLinkOrigin?: string;
  /** The link to the next page leads to the same page. */
  nextLinkLoops?: boolean;
  /** Rows that the asking user may not see are left out without a word. */
  hides?: (set: string, row: EmulatedRow) => boolean;
};

/** Its address is that of the service root. */
export type Emulator = EmulatedSource & {
  sets: Record<string, EmulatedSet>;
  behaviour: Misbehaviour;
  /** Questions so far, decoded, without `$metadata`. */
  asked: string[];
  /** Called before each question is answered. */
  onAsk: ((url: URL) => void) | null;
};

type Version = 'v3' | 'v4';

const ROOT = '/erp/odata/';
/** What a server keeps to, whatever it is asked for; CAP does the same. */
const PAGE_ROWS = 50;

export async function startEmulator(version: Version, sets: Record<string, EmulatedSet>): Promise<Emulator> {
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://emulator');
    const answered = answer({ version, emulator, url, authorization: request.headers.authorization ?? '' });
    response.writeHead(answered.status, { 'content-type': answered.type }).end(answered.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const emulator: Emulator = {
    address: `http://127.0.0.1:${portOf(server)}${ROOT}`,
    sets,
    behaviour: {},
    asked: [],
    password: 'secret',
    onRefused: null,
    onAsk: null,
    close: () => closeServer(server),
  };
  return emulator;
}

type Asked = { version: Version; emulator: Emulator; url: URL; authorization: string };
type Answered = { status: number; type: string; body: string };

const JSON_TYPE = 'application/json; charset=utf-8';

function answer({ version, emulator, url, authorization }: Asked): Answered {
  const expected = `Basic ${Buffer.from(`portal:${emulator.password}`).toString('base64')}`;
  if (authorization !== expected) {
    emulator.onRefused?.();
    return { status: 401, type: 'text/html', body: '<html>401</html>' };
  }
  if (url.pathname === `${ROOT}$metadata`) {
    return { status: 200, type: 'application/xml', body: metadataOf(version, emulator.sets) };
  }
  emulator.onAsk?.(url);
  const name = decodeURIComponent(url.pathname.slice(ROOT.length));
  emulator.asked.push(`${name}?${decodeURIComponent(url.search.slice(1))}`);
  const set = emulator.sets[name];
  if (set === undefined) return refusal(version, 404, `${name} is not published`);
  try {
    return { status: 200, type: JSON_TYPE, body: pageOf({ version, emulator, set, name, url }) };
  } catch (error) {
    return refusal(version, 400, error instanceof Error ? error.message : String(error));
  }
}

/** As recorded: error.json of 1C, bad_filter.json of CAP. */
function refusal(version: Version, status: number, sentence: string): Answered {
  const body =
    version === 'v3'
      ? { 'odata.error': { code: '6', message: { lang: 'ru', value: sentence } } }
      : { error: { message: sentence, code: String(status) } };
  return { status, type: JSON_TYPE, body: JSON.stringify(body) };
}

type PageAsked = { version: Version; emulator: Emulator; set: EmulatedSet; name: string; url: URL };

function pageOf({ version, emulator, set, name, url }: PageAsked): string {
  const { behaviour } = emulator;
  const question = url.searchParams;
  if (version === 'v3' && question.get('$format') !== 'json')
    return '<feed xmlns="http://www.w3.org/2005/Atom"/>';
  const filter = question.get('$filter');
  const matches =
    filter === null || behaviour.ignoresFilter === true ? () => true : parseFilter(filter, version);
  const visible = set.rows.filter((row) => behaviour.hides?.(name, row) !== true && matches(row));
  const sort = (some: readonly EmulatedRow[]) => inOrder(some, question.get('$orderby'), set);
  const isLoose = behaviour.ordersEachPage === true;
  const ordered = behaviour.ignoresOrder === true ? visible.toReversed() : isLoose ? visible : sort(visible);
  const skip = Number(question.get('$skip') ?? 0) + Number(question.get('$skiptoken') ?? 0);
  const top = Number(question.get('$top') ?? Number.POSITIVE_INFINITY);
  const pageRows = version === 'v4' ? Math.min(PAGE_ROWS, top) : top;
  const cut = ordered.slice(skip, skip + pageRows);
  const rows = isLoose ? sort(cut) : cut;
  const hasMore = version === 'v4' && top > PAGE_ROWS && skip + rows.length < ordered.length;
  const body = {
    ...(version === 'v4'
      ? { '@odata.context': `$metadata#${name}` }
      : { 'odata.metadata': `$metadata#${name}` }),
    ...countOf(version, question, ordered.length),
    ...(hasMore ? { '@odata.nextLink': nextLink({ emulator, url, name, skip: skip + rows.length }) } : {}),
    value: rows.map((row) => shown(row, { version, set, question, behaviour })),
  };
  return withExactNumbers(JSON.stringify(body));
}

function countOf(version: Version, question: URLSearchParams, count: number): object {
  if (version === 'v4') return question.get('$count') === 'true' ? { '@odata.count': count } : {};
  return question.get('$inlinecount') === 'allpages' ? { 'odata.count': String(count) } : {};
}

/** Relative, as CAP's are. */
function nextLink({
  emulator,
  url,
  name,
  skip,
}: {
  emulator: Emulator;
  url: URL;
  name: string;
  skip: number;
}): string {
  const next = new URLSearchParams(url.searchParams);
  if (emulator.behaviour.nextLinkLoops !== true) next.set('$skiptoken', String(skip));
  const link = `${name}?${next.toString()}`;
  const { nextLinkOrigin } = emulator.behaviour;
  return nextLinkOrigin === undefined ? link : `${nextLinkOrigin}${ROOT}${link}`;
}

function inOrder(rows: readonly EmulatedRow[], orderBy: string | null, set: EmulatedSet): EmulatedRow[] {
  const terms = (orderBy ?? '').split(',').filter((term) => term !== '');
  return rows.toSorted((one, other) => {
    for (const term of terms) {
      const [field = '', direction] = term.split(' ');
      const [left, right] = [orderKey(one, field, set), orderKey(other, field, set)];
      if (left !== right) return (left < right ? -1 : 1) * (direction === 'desc' ? -1 : 1);
    }
    return 0;
  });
}

function orderKey(row: EmulatedRow, field: string, set: EmulatedSet): string {
  const value = row[field];
  if (value === undefined) throw new Error(`Property "${field}" does not exist`);
  if (value === null) return '';
  return isTime(set, field) ? timeKey(textOf(value)) : textOf(value);
}

type Showing = { version: Version; set: EmulatedSet; question: URLSearchParams; behaviour: Misbehaviour };

/** Version 4 shows lists only where they are asked for; 1C always. */
function shown(row: EmulatedRow, { version, set, question, behaviour }: Showing): EmulatedRow {
  const selected = question.get('$select')?.split(',') ?? null;
  const expanded = question.get('$expand')?.split(',') ?? [];
  const entries = Object.entries(row).flatMap(([field, value]): [string, EmulatedRow[string]][] => {
    if (selected !== null && !selected.includes(field) && !set.key.includes(field)) return [];
    if (version === 'v4' && Array.isArray(value) && !expanded.includes(field)) return [];
    if (isTime(set, field) && behaviour.tellsSeconds === true && typeof value === 'string') {
      return [[field, value.replace(/\.\d+/, '')]];
    }
    return [[field, value]];
  });
  return Object.fromEntries(entries);
}

/** A row may hold a number that no float can: `#9335.420000000000001` is written without its quotes. */
function withExactNumbers(json: string): string {
  return json.replaceAll(/"#(-?\d[\d.eE+-]*)"/g, '$1');
}

/** As recorded: metadata_head.json; of version 3 with the older namespaces. */
function metadataOf(version: Version, sets: Record<string, EmulatedSet>): string {
  const edm =
    version === 'v4'
      ? 'http://docs.oasis-open.org/odata/ns/edm'
      : 'http://schemas.microsoft.com/ado/2009/11/edm';
  const names = Object.entries(sets).filter(([name]) => !name.includes('/'));
  const containers = names.map(([name]) => `<EntitySet Name="${name}" EntityType="Erp.${name}"/>`).join('');
  const types = names.map(([name, set]) => typeOf(name, set)).join('');
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Erp" xmlns="${edm}">${types}<EntityContainer Name="C">${containers}</EntityContainer></Schema>
</edmx:DataServices></edmx:Edmx>`;
}

function typeOf(name: string, { key, types, rows }: EmulatedSet): string {
  const fields = new Set([...Object.keys(types), ...rows.flatMap((row) => Object.keys(row))]);
  const properties = [...fields].map((field) => {
    const lists = rows.map((row) => row[field]).filter(Array.isArray);
    const [list] = lists;
    if (list === undefined) return `<Property Name="${field}" Type="${types[field] ?? 'Edm.String'}"/>`;
    return `<Property Name="${field}" Type="Collection(Erp.${name}_${field})"/>`;
  });
  const lines = rows
    .slice(0, 1)
    .flatMap((row) => Object.entries(row))
    .flatMap(([field, value]) => {
      if (!Array.isArray(value)) return [];
      const inner = Object.keys(value[0] ?? {}).map(
        (inside) => `<Property Name="${inside}" Type="Edm.String"/>`,
      );
      return [`<ComplexType Name="${name}_${field}">${inner.join('')}</ComplexType>`];
    });
  const refs = key.map((field) => `<PropertyRef Name="${field}"/>`).join('');
  return `<EntityType Name="${name}"><Key>${refs}</Key>${properties.join('')}</EntityType>${lines.join('')}`;
}

function isTime({ types }: EmulatedSet, field: string): boolean {
  return types[field]?.startsWith('Edm.DateTime') === true;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
