/**
 * EMULATOR of services that take orders over an interface of their own, not of any one server: in the manner of Frappe
 * (ERPNext) and of Dolibarr, as far as looking for one order by one field and making one go.
 */
import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { readBody } from './emulated-source.ts';
import { closeServer, portOf } from './fault-proxy.ts';

export type RestOrdersManner = 'frappe' | 'dolibarr';

export type RestOrdersEmulator = {
  address: string;
  /** As they were sent, each with the id that it was given. */
  orders: Record<string, unknown>[];
  ignoresFilter: boolean;
  /** Why the next orders are not made, in turn. */
  refusals: string[];
  refused: number;
  close: () => Promise<void>;
};

const SECRETS = {
  frappe: { header: 'authorization', value: 'token orders:write-secret' },
  dolibarr: { header: 'dolapikey', value: 'write-secret' },
} as const;
const PATHS = { frappe: '/api/resource/Sales Order', dolibarr: '/api/index.php/orders' } as const;

export async function startRestOrders(manner: RestOrdersManner): Promise<RestOrdersEmulator> {
  const server = http.createServer((request, response) => {
    void readBody(request).then((body) => {
      const answered = answerTo({ manner, emulator, request, body });
      response.writeHead(answered.status, { 'content-type': 'application/json' });
      response.end(inLetters(answered.body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const root = manner === 'frappe' ? '/' : '/api/index.php/';
  const emulator: RestOrdersEmulator = {
    address: `http://127.0.0.1:${portOf(server)}${root}`,
    orders: [],
    ignoresFilter: false,
    refusals: [],
    refused: 0,
    close: () => closeServer(server),
  };
  return emulator;
}

type Asked = {
  manner: RestOrdersManner;
  emulator: RestOrdersEmulator;
  request: IncomingMessage;
  body: string;
};
type Answered = { status: number; body: unknown };

function answerTo({ manner, emulator, request, body }: Asked): Answered {
  const url = new URL(request.url ?? '/', 'http://emulator');
  const { header, value } = SECRETS[manner];
  if (request.headers[header] !== value) {
    emulator.refused += 1;
    return { status: 401, body: { exc_type: 'AuthenticationError' } };
  }
  if (decodeURIComponent(url.pathname) !== PATHS[manner]) return { status: 404, body: {} };
  const of = manner === 'frappe' ? FRAPPE : DOLIBARR;
  if (request.method === 'GET') {
    const { field, key } = of.asked(url.searchParams);
    const rows = emulator.orders.filter((order) => emulator.ignoresFilter || order[field] === key);
    return of.told(rows);
  }
  const order = z.record(z.string(), z.unknown()).parse(JSON.parse(body));
  const reason = emulator.refusals.shift() ?? of.fault(order);
  return reason === null ? of.make(emulator.orders, order) : of.refuse(reason);
}

type Manner = {
  asked: (query: URLSearchParams) => { field: string; key: string };
  told: (rows: Record<string, unknown>[]) => Answered;
  /** What it does not take, of itself. */
  fault: (order: Record<string, unknown>) => string | null;
  make: (orders: Record<string, unknown>[], order: Record<string, unknown>) => Answered;
  refuse: (reason: string) => Answered;
};

const FRAPPE: Manner = {
  asked: (query) => {
    const filters = z.tuple([z.tuple([z.string(), z.literal('='), z.string()])]);
    const [[field, , key]] = filters.parse(JSON.parse(query.get('filters') ?? ''));
    return { field, key };
  },
  told: (rows) => ({ status: 200, body: { data: rows.map(({ name, po_no }) => ({ name, po_no })) } }),
  fault: ({ delivery_date: date }) => (typeof date === 'string' ? null : 'Please enter Delivery Date'),
  make: (orders, order) => {
    const made = { ...order, name: `SAL-ORD-2026-${String(orders.length + 1).padStart(5, '0')}` };
    orders.push(made);
    return { status: 200, body: { data: made } };
  },
  refuse: (reason) => ({
    status: 417,
    body: {
      exception: `frappe.exceptions.ValidationError: ${reason}`,
      exc_type: 'ValidationError',
      exc: '["Traceback (most recent call last): app.py"]',
    },
  }),
};

const DOLIBARR: Manner = {
  asked: (query) => {
    const [, field = '', key = ''] = /^\(t\.(\w+):=:'([^']*)'\)$/.exec(query.get('sqlfilters') ?? '') ?? [];
    return { field, key };
  },
  // As before 20; later ones tell an empty list.
  told: (rows) =>
    rows.length === 0
      ? { status: 404, body: { error: { code: 404, message: 'Not Found: No order found' } } }
      : { status: 200, body: rows },
  fault: () => null,
  make: (orders, order) => {
    const id = orders.length + 1;
    orders.push({ ...order, id: String(id), ref: `(PROV${id})` });
    return { status: 200, body: id };
  },
  refuse: (reason) => ({
    status: 400,
    body: { error: { code: 400, message: `Bad Request: ${reason}` } },
  }),
};

/** Frappe writes every letter beyond ASCII as its number. */
function inLetters(body: unknown): string {
  return JSON.stringify(body).replaceAll(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
