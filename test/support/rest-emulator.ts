/**
 * EMULATOR of services with a JSON interface of their own, not of any one server: rows in memory behind addresses, in the
 * two manners that the presets know, Frappe's (ERPNext) and Bitrix24's.
 */
import http from 'node:http';
import { z } from 'zod';
import { plainText } from './emulated-source.ts';
import type { EmulatedSource } from './emulated-source.ts';
import { closeServer, portOf } from './fault-proxy.ts';

export type RestRow = Record<string, unknown>;

export type RestEmulator = EmulatedSource & {
  /** By path, such as `api/resource/Sales Order`. */
  sets: Record<string, RestRow[]>;
  hidden: Set<string>;
  /** Addresses so far, decoded. */
  asked: string[];
};

export type Manner = {
  /** What a question must carry: true lets it in. */
  isKnown: (request: http.IncomingMessage, emulator: RestEmulator) => boolean;
  /** The part of the address behind which sets begin. */
  root: (emulator: RestEmulator) => string;
  answer: (asked: { emulator: RestEmulator; path: string; query: URLSearchParams }) => unknown;
  refusal: { status: number; body: unknown };
};

export async function startRest(manner: Manner, sets: Record<string, RestRow[]>): Promise<RestEmulator> {
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://emulator');
    const { status, body } = answerTo(manner, { emulator, request, url });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const emulator: RestEmulator = {
    address: `http://127.0.0.1:${portOf(server)}/`,
    sets,
    hidden: new Set(),
    asked: [],
    password: 'secret-key',
    onRefused: null,
    close: () => closeServer(server),
  };
  return emulator;
}

type Asked = { emulator: RestEmulator; request: http.IncomingMessage; url: URL };

function answerTo(manner: Manner, { emulator, request, url }: Asked): { status: number; body: unknown } {
  if (!manner.isKnown(request, emulator)) {
    emulator.onRefused?.();
    return manner.refusal;
  }
  const path = decodeURIComponent(url.pathname).slice(manner.root(emulator).length);
  emulator.asked.push(`${path}?${decodeURIComponent(url.search.slice(1))}`);
  const body = manner.answer({ emulator, path, query: url.searchParams });
  return body === undefined
    ? { status: 404, body: { exc_type: 'DoesNotExistError' } }
    : { status: 200, body };
}

function rowsOf({ sets, hidden }: RestEmulator, path: string): RestRow[] | undefined {
  return hidden.has(path) ? [] : sets[path];
}

const Filters = z.array(z.tuple([z.string(), z.string(), z.string()]));
const FRAPPE_PAGE = 20;

/** Lists give the fields that are asked for and no tables; a document gives all. @see erpnext.com, "REST API" */
export const FRAPPE: Manner = {
  isKnown: ({ headers }, { password }) => headers.authorization === `token portal:${password}`,
  root: () => '/',
  refusal: { status: 401, body: { exc_type: 'AuthenticationError' } },
  answer: ({ emulator, path, query }) => {
    const list = rowsOf(emulator, path);
    if (list === undefined) return frappeDocument(emulator, path);
    const filters = Filters.parse(JSON.parse(query.get('filters') ?? '[]'));
    const fields = z.array(z.string()).parse(JSON.parse(query.get('fields') ?? '["name"]'));
    const [field = 'name', direction] = (query.get('order_by') ?? 'name asc').split(' ');
    const found = list.filter((row) =>
      filters.every(([name, operator, wanted]) => compares(plainText(row[name] ?? ''), operator, wanted)),
    );
    const rows = ordered(found, { field, isDescending: direction === 'desc' })
      .slice(0, Number(query.get('limit_page_length') ?? FRAPPE_PAGE))
      .map((row) => Object.fromEntries(fields.map((name) => [name, row[name] ?? null])));
    return { data: rows };
  },
};

function frappeDocument(emulator: RestEmulator, path: string): unknown {
  const at = path.lastIndexOf('/');
  const row = rowsOf(emulator, path.slice(0, at))?.find(({ name }) => name === path.slice(at + 1));
  return row === undefined ? undefined : { data: row };
}

const BITRIX_PAGE = 50;

/** The webhook stands in the path; filters are parameters. @see apidocs.bitrix24.com, "Lists" */
export const BITRIX: Manner = {
  isKnown: ({ url = '' }, { password }) => url.startsWith(`/rest/12/${password}/`),
  root: ({ password }) => `/rest/12/${password}/`,
  refusal: { status: 401, body: { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' } },
  answer: ({ emulator, path, query }) => {
    const list = rowsOf(emulator, path);
    if (list === undefined)
      return { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' };
    const terms = [...query].flatMap(([name, value]) => {
      const [, operator = '', field = ''] = /^filter\[(>=|>|@|=)?(\w+)\]/.exec(name) ?? [];
      return field === '' ? [] : [{ operator: operator || '=', field, value }];
    });
    const oneOf = new Map<string, string[]>();
    for (const { operator, field, value } of terms) {
      if (operator === '@') oneOf.set(field, [...(oneOf.get(field) ?? []), value]);
    }
    const order = [...query].flatMap(([name, value]) => {
      const field = /^order\[(\w+)\]/.exec(name)?.[1];
      return field === undefined ? [] : [{ field, isDescending: value === 'DESC' }];
    });
    const found = list.filter(
      (row) =>
        terms.every(
          ({ operator, field, value }) =>
            operator === '@' || compares(plainText(row[field]), operator, value),
        ) && [...oneOf].every(([field, values]) => values.includes(plainText(row[field]))),
    );
    return { result: ordered(found, order[0] ?? { field: 'ID', isDescending: false }).slice(0, BITRIX_PAGE) };
  },
};

function ordered(
  rows: readonly RestRow[],
  { field, isDescending }: { field: string; isDescending: boolean },
): RestRow[] {
  return rows.toSorted((one, other) => {
    const [left, right] = [plainText(one[field]), plainText(other[field])];
    if (left === right) return 0;
    return (isLess(left, right) ? -1 : 1) * (isDescending ? -1 : 1);
  });
}

function compares(value: string, operator: string, wanted: string): boolean {
  switch (operator) {
    case '>':
      return isLess(wanted, value);
    case '>=':
      return !isLess(value, wanted);
    case '=':
      return value === wanted;
    default:
      throw new Error(`the emulator knows no ${operator}`);
  }
}

function isLess(one: string, other: string): boolean {
  if (/^\d+$/.test(one) && /^\d+$/.test(other)) return Number(one) < Number(other);
  const times = [Date.parse(one), Date.parse(other)];
  if (/^\d{4}-\d{2}-\d{2}T/.test(one) && times.every((at) => !Number.isNaN(at))) {
    return (times[0] ?? 0) < (times[1] ?? 0);
  }
  return one < other;
}
