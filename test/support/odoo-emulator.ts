/**
 * EMULATOR of an Odoo server, not the server itself: `/jsonrpc` as recorded of 17, JSON-2 as recorded of 19
 * (test/fixtures/odoo). It keeps rows in memory, stores times with microseconds and tells them in seconds, tells what is
 * not there as `false`, and hides archived rows unless it is asked not to.
 */
import http from 'node:http';
import { z } from 'zod';
import type { EmulatedSource } from './emulated-source.ts';
import { readBody } from './emulated-source.ts';
import { closeServer, portOf } from './fault-proxy.ts';

export type OdooValue = string | number | boolean | readonly unknown[];
export type OdooRow = Record<string, OdooValue> & { id: number };
export type OdooModel = { types: Record<string, string>; rows: OdooRow[] };

export type OdooEmulator = EmulatedSource & {
  models: Record<string, OdooModel>;
  /** Models that show nothing to whoever asks. */
  hidden: Set<string>;
  /** Calls so far: model and method. */
  called: string[];
  /** Whom it lets in over /jsonrpc; JSON-2 goes by the key alone. */
  user: string;
  /** Answers every question for rows with all of them. */
  ignoresDomain: boolean;
  /** Why the next rows are not made, in turn. */
  refusals: string[];
};

const Call = z.object({
  domain: z.array(z.tuple([z.string(), z.string(), z.unknown()])).default([]),
  fields: z.array(z.string()).default([]),
  order: z.string().default('id asc'),
  limit: z.number().default(Number.POSITIVE_INFINITY),
  context: z.object({ active_test: z.boolean().default(true) }).default({ active_test: true }),
});
const Rows = z.array(z.record(z.string(), z.unknown()));
const JsonRpc = z.object({
  params: z.object({ service: z.string(), method: z.string(), args: z.array(z.unknown()) }),
});

export async function startOdoo(version: 17 | 19, models: Record<string, OdooModel>): Promise<OdooEmulator> {
  const server = http.createServer((request, response) => {
    void readBody(request).then((body) => {
      const { status, answer } = answerTo({ version, emulator, request, body });
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const emulator: OdooEmulator = {
    address: `http://127.0.0.1:${portOf(server)}/`,
    models,
    hidden: new Set(),
    called: [],
    user: 'portal',
    ignoresDomain: false,
    refusals: [],
    password: 'secret',
    onRefused: null,
    close: () => closeServer(server),
  };
  return emulator;
}

type Asked = { version: 17 | 19; emulator: OdooEmulator; request: http.IncomingMessage; body: string };
type Answered = { status: number; answer: unknown };

function answerTo({ version, emulator, request, body }: Asked): Answered {
  const path = request.url ?? '/';
  if (version === 19 && path === '/web/version') {
    return { status: 200, answer: { version: '19.0', version_info: [19, 0, 0, 'final', 0, ''] } };
  }
  if (version === 19 && path.startsWith('/json/2/')) return answerJson2(emulator, request, body);
  if (path === '/jsonrpc') return answerJsonRpc(emulator, body);
  return { status: 404, answer: '<html>Not Found</html>' };
}

/** As recorded: unknown_model.json, private_method.json. */
function answerJson2(emulator: OdooEmulator, request: http.IncomingMessage, body: string): Answered {
  const isKnown =
    request.headers.authorization === `bearer ${emulator.password}` &&
    request.headers['x-odoo-database'] === 'shop';
  if (!isKnown) {
    emulator.onRefused?.();
    return { status: 401, answer: { name: 'werkzeug.exceptions.Unauthorized', message: 'Invalid apikey' } };
  }
  const [model = '', method = ''] = (request.url ?? '').slice('/json/2/'.length).split('/');
  if (emulator.models[model] === undefined) {
    const message = `the model '${model}' does not exist`;
    return { status: 404, answer: { name: 'werkzeug.exceptions.NotFound', message, debug: 'Traceback …' } };
  }
  const named: unknown = JSON.parse(body);
  if (method !== 'create') return { status: 200, answer: call(emulator, { model, method, named }) };
  const message = emulator.refusals.shift();
  if (message !== undefined)
    return { status: 422, answer: { name: USER_ERROR, message, debug: 'Traceback …' } };
  return { status: 200, answer: make(emulator, model, z.object({ vals_list: Rows }).parse(named).vals_list) };
}

const USER_ERROR = 'odoo.exceptions.UserError';

/** Errors come with status 200. */
function answerJsonRpc(emulator: OdooEmulator, body: string): Answered {
  const { service, method, args } = JsonRpc.parse(JSON.parse(body)).params;
  if (service === 'common' && method === 'authenticate') {
    const isKnown = args[0] === 'shop' && args[1] === emulator.user && args[2] === emulator.password;
    if (!isKnown) emulator.onRefused?.();
    return { status: 200, answer: { jsonrpc: '2.0', id: 1, result: isKnown ? 7 : false } };
  }
  const [, userId, key, model, name, places, named] = args;
  if (userId !== 7 || key !== emulator.password) {
    return { status: 200, answer: errorAnswer('odoo.exceptions.AccessDenied', 'Access Denied') };
  }
  if (emulator.models[String(model)] === undefined) {
    return {
      status: 200,
      answer: errorAnswer('odoo.exceptions.UserError', `Object ${String(model)} doesn't exist`),
    };
  }
  if (name === 'create') return { status: 200, answer: makeOverJsonRpc(emulator, String(model), places) };
  const result = call(emulator, { model: String(model), method: String(name), named });
  return { status: 200, answer: { jsonrpc: '2.0', id: 1, result } };
}

/** What is made is looked for in the first place, whatever is named. */
function makeOverJsonRpc(emulator: OdooEmulator, model: string, places: unknown): unknown {
  const given = z.tuple([Rows]).safeParse(places);
  if (!given.success) return errorAnswer('builtins.IndexError', 'list index out of range');
  const message = emulator.refusals.shift();
  if (message !== undefined) return errorAnswer(USER_ERROR, message);
  return { jsonrpc: '2.0', id: 1, result: make(emulator, model, given.data[0]) };
}

function make({ models, called }: OdooEmulator, name: string, rows: z.output<typeof Rows>): number[] {
  called.push(`${name}.create`);
  const model = models[name] ?? { types: {}, rows: [] };
  return rows.map((values) => {
    const id = 1 + Math.max(0, ...model.rows.map((row) => row.id));
    model.rows.push({ name: `S${String(id).padStart(5, '0')}`, ...(values as OdooRow), id });
    return id;
  });
}

function errorAnswer(name: string, message: string): unknown {
  const data = {
    name,
    message,
    debug: `Traceback (most recent call last):\n  File "/srv/app/x.py"\n${message}`,
  };
  return { jsonrpc: '2.0', id: 1, error: { code: 200, message: 'Odoo Server Error', data } };
}

function call(
  emulator: OdooEmulator,
  { model: name, method, named }: { model: string; method: string; named: unknown },
): unknown {
  emulator.called.push(`${name}.${method}`);
  const model = emulator.models[name] ?? { types: {}, rows: [] };
  if (method === 'fields_get') {
    return Object.fromEntries(
      Object.entries(model.types).map(([field, type]) => [field, { type, string: 'Label' }]),
    );
  }
  const { domain, fields, order, limit, context } = Call.parse(named);
  const hides = emulator.hidden.has(name);
  const found = model.rows.filter(
    (row) =>
      !hides &&
      (!context.active_test || row['active'] !== false) &&
      (emulator.ignoresDomain || domain.every((term) => holds(row, term))),
  );
  if (method === 'search_count') return found.length;
  if (method !== 'search_read') throw new Error(`the emulator knows no ${method}`);
  return inOrder(found, order)
    .slice(0, limit)
    .map((row) => told(row, fields));
}

function holds(row: OdooRow, [field, operator, wanted]: [string, string, unknown]): boolean {
  const value = field.endsWith('.name') ? labelOf(row[field.slice(0, -'.name'.length)]) : plain(row[field]);
  switch (operator) {
    case '>':
      return Number(value) > Number(wanted);
    case '>=':
      return String(value) >= String(wanted);
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case 'in':
      return Array.isArray(wanted) && wanted.includes(value);
    default:
      throw new Error(`the emulator knows no ${operator}`);
  }
}

function labelOf(value: OdooValue | undefined): unknown {
  return Array.isArray(value) ? value[1] : false;
}

function plain(value: OdooValue | undefined): unknown {
  return Array.isArray(value) ? value[0] : (value ?? false);
}

function inOrder(rows: readonly OdooRow[], order: string): OdooRow[] {
  const terms = order.split(',').map((term) => term.trim().split(' '));
  return rows.toSorted((one, other) => {
    for (const [field = '', direction] of terms) {
      const [left, right] = [plain(one[field]), plain(other[field])];
      if (left === right) continue;
      const isLess =
        typeof left === 'number' && typeof right === 'number' ? left < right : String(left) < String(right);
      return (isLess ? -1 : 1) * (direction === 'desc' ? -1 : 1);
    }
    return 0;
  });
}

/** Microseconds are stored and not told. */
function told(row: OdooRow, fields: readonly string[]): Record<string, unknown> {
  const names = fields.length === 0 ? Object.keys(row) : ['id', ...fields];
  return Object.fromEntries(
    names.map((name) => {
      const value = row[name] ?? false;
      return [name, name === 'write_date' && typeof value === 'string' ? value.replace(/\.\d+$/, '') : value];
    }),
  );
}
