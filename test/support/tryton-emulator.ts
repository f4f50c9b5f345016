/**
 * EMULATOR of a Tryton server, not the server itself, as recorded in test/fixtures/tryton: JSON-RPC in sessions, typed
 * values, no time of change before the first one, and fields of others behind a point. `npm run test:sources` runs the
 * same contract's questions on the real one.
 */
import http from 'node:http';
import { z } from 'zod';
import type { EmulatedSource } from './emulated-source.ts';
import { plainText, readBody } from './emulated-source.ts';
import { closeServer, portOf } from './fault-proxy.ts';

/** Times are texts of UTC with microseconds; of other models, their rows. */
export type TrytonRow = { id: number; create_date: string; write_date: string | null } & Record<
  string,
  unknown
>;
export type TrytonModel = { types: Record<string, string>; rows: TrytonRow[] };

export type TrytonEmulator = EmulatedSource & {
  models: Record<string, TrytonModel>;
  hidden: Set<string>;
  /** What reports print, by their method. */
  reports: Record<string, unknown>;
  /** Sessions that are open. */
  sessions: Set<string>;
  /** Whom it lets in. */
  user: string;
  /** Answers every question for rows with all of them. */
  ignoresDomain: boolean;
  /** Why the next rows are not made, in turn. */
  refusals: string[];
};

const Call = z.object({ method: z.string(), params: z.array(z.unknown()) });
const Clause = z.tuple([z.string(), z.string(), z.unknown()]);
const Search = z.tuple([
  z.array(Clause),
  z.number(),
  z.number(),
  z
    .array(z.tuple([z.string(), z.string()]))
    .nullable()
    .transform((order) => order ?? []),
  z.array(z.string()),
  z.object({ active_test: z.boolean().default(true) }),
]);
const Made = z.tuple([z.array(z.record(z.string(), z.unknown())), z.object({ company: z.literal(1) })]);
const Count = z.tuple([z.array(Clause), z.object({})]);
const Moment = z.object({
  __class__: z.literal('datetime'),
  year: z.number(),
  month: z.number(),
  day: z.number(),
  hour: z.number(),
  minute: z.number(),
  second: z.number(),
  microsecond: z.number(),
});

export async function startTryton(models: Record<string, TrytonModel>): Promise<TrytonEmulator> {
  const server = http.createServer((request, response) => {
    void readBody(request).then((body) => {
      const { status, answer } = answerTo(emulator, { request, body });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status === 200 ? JSON.stringify(answer) : '<!doctype html>');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const emulator: TrytonEmulator = {
    address: `http://127.0.0.1:${portOf(server)}/`,
    models,
    hidden: new Set(),
    reports: {},
    sessions: new Set(),
    user: 'portal',
    ignoresDomain: false,
    refusals: [],
    password: 'secret',
    onRefused: null,
    close: () => closeServer(server),
  };
  return emulator;
}

type Asked = { request: http.IncomingMessage; body: string };
type Answered = { status: number; answer: unknown };

function answerTo(emulator: TrytonEmulator, { request, body }: Asked): Answered {
  if (request.url !== '/shop/') return { status: 404, answer: null };
  const { method, params } = Call.parse(JSON.parse(body));
  if (method === 'common.db.login') return logIn(emulator, params);
  const session = request.headers.authorization ?? '';
  if (!emulator.sessions.has(session)) return { status: 401, answer: null };
  if (method === 'common.db.logout') {
    emulator.sessions.delete(session);
    return result(null);
  }
  if (method === 'model.res.user.get_preferences') return result({ company: 1, language: 'en', groups: [1] });
  if (method.startsWith('report.')) return result(emulator.reports[method] ?? []);
  const [, name = '', verb = ''] = /^model\.(.+)\.(\w+)$/.exec(method) ?? [];
  const model = emulator.models[name];
  if (model === undefined) return { status: 200, answer: { id: 1, error: [`'${name}'`, 'Traceback …'] } };
  if (verb === 'create') return make(emulator, model, params);
  const filled = FILLED[method];
  if (filled !== undefined) return result(filled);
  return result(call(model, { verb, params, isHidden: emulator.hidden.has(name), emulator }));
}

/** What its form fills in when a customer and an article are chosen. */
const FILLED: Readonly<Record<string, unknown>> = {
  'model.sale.sale.on_change_party': {
    invoice_address: 6,
    'invoice_address.': { rec_name: 'Demo street' },
    shipment_address: 6,
    payment_term: null,
  },
  'model.sale.line.on_change_product': {
    unit: 1,
    'unit.': { rec_name: 'Unit' },
    unit_price: { __class__: 'Decimal', decimal: '10' },
    taxes: { add: [[0, { id: 2 }]] },
  },
};

function make(emulator: TrytonEmulator, { rows }: TrytonModel, params: readonly unknown[]): Answered {
  const refusal = emulator.refusals.shift();
  if (refusal !== undefined) {
    return { status: 200, answer: { id: 1, error: ['UserError', [refusal, '', null]] } };
  }
  const [values] = Made.parse(params);
  const ids = values.map((row) => {
    const id = 1 + Math.max(0, ...rows.map((known) => known.id));
    rows.push({ create_date: '2026-03-01T12:00:00.000000', write_date: null, state: 'draft', ...row, id });
    return id;
  });
  return result(ids);
}

function result(value: unknown): Answered {
  return { status: 200, answer: { id: 1, result: value } };
}

function logIn(emulator: TrytonEmulator, params: readonly unknown[]): Answered {
  const [user, { password }] = z
    .tuple([z.string(), z.object({ password: z.string() }), z.string()])
    .parse(params);
  if (user !== emulator.user || password !== emulator.password) {
    emulator.onRefused?.();
    return { status: 401, answer: null };
  }
  const token = `token-${emulator.sessions.size + 1}`;
  emulator.sessions.add(`Session ${Buffer.from(`${user}:7:${token}`).toString('base64')}`);
  return result([7, token]);
}

type Asking = {
  verb: string;
  params: readonly unknown[];
  isHidden: boolean;
  emulator: TrytonEmulator;
};

function call({ types, rows }: TrytonModel, { verb, params, isHidden, emulator }: Asking): unknown {
  if (verb === 'fields_get') {
    return Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type, string: 'Label' }]));
  }
  const shown = isHidden ? [] : rows;
  if (verb === 'search_count') {
    const [domain] = Count.parse(params);
    return shown.filter((row) => domain.every((clause) => holds(row, clause))).length;
  }
  const [domain, offset, limit, order, names, { active_test: hidesArchived }] = Search.parse(params);
  const found = shown.filter(
    (row) =>
      !(hidesArchived && row['active'] === false) &&
      (emulator.ignoresDomain || domain.every((clause) => holds(row, clause))),
  );
  return inOrder(found, order)
    .slice(offset, offset + limit)
    .map((row) => told(row, { names, types }));
}

function holds(row: TrytonRow, [field, operator, wanted]: z.output<typeof Clause>): boolean {
  const value = row[field] ?? null;
  const moment = Moment.safeParse(wanted);
  const bound = moment.success ? momentText(moment.data) : wanted;
  switch (operator) {
    case '>':
      return Number(value) > Number(bound);
    case '>=':
      return value !== null && plainText(value) >= String(bound);
    case '=':
      return value === bound;
    case '!=':
      return value !== bound;
    case 'in':
      return Array.isArray(bound) && bound.includes(value);
    default:
      throw new Error(`the emulator knows no ${operator}`);
  }
}

function momentText({
  year,
  month,
  day,
  hour,
  minute,
  second,
  microsecond,
}: z.output<typeof Moment>): string {
  const two = (value: number) => plainText(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${String(microsecond).padStart(6, '0')}`;
}

function inOrder(rows: readonly TrytonRow[], order: readonly [string, string][]): TrytonRow[] {
  return rows.toSorted((one, other) => {
    for (const [field, direction] of order) {
      const [left, right] = [one[field] ?? '', other[field] ?? ''];
      if (left === right) continue;
      const isLess =
        typeof left === 'number' && typeof right === 'number'
          ? left < right
          : plainText(left) < plainText(right);
      return (isLess ? -1 : 1) * (direction === 'DESC' ? -1 : 1);
    }
    return 0;
  });
}

/** `party.name` comes as `{"party.": {"name": …, "id": …}}`. */
function told(
  row: Record<string, unknown>,
  { names, types }: { names: readonly string[]; types: Record<string, string> },
): Record<string, unknown> {
  const own: Record<string, unknown> = { id: row['id'] };
  const inner = new Map<string, string[]>();
  for (const name of names) {
    const [first = '', ...rest] = name.split('.');
    if (rest.length === 0) own[name] = typed(types[name] ?? '', row[name] ?? null);
    else inner.set(first, [...(inner.get(first) ?? []), rest.join('.')]);
  }
  for (const [name, wanted] of inner) {
    own[`${name}.`] = ofOthers(row[name], wanted);
  }
  return own;
}

function ofOthers(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => ofOthers(one, names));
  if (typeof value !== 'object' || value === null) return null;
  return told(Object.fromEntries(Object.entries(value)), { names, types: {} });
}

function typed(type: string, value: unknown): unknown {
  if (value === null) return null;
  if (type === 'boolean') return value === true ? 1 : 0;
  if (type === 'numeric') return { __class__: 'Decimal', decimal: plainText(value) };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, microsecond = 0] = plainText(value)
    .split(/\D/)
    .map(Number);
  if (type === 'date') return { __class__: 'date', year, month, day };
  if (type === 'timestamp')
    return { __class__: 'datetime', year, month, day, hour, minute, second, microsecond };
  return value;
}
