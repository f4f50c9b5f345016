/**
 * EMULATOR of an ERP that takes orders over OData, not the server itself: 1C's shapes (version 3) and Business Central's
 * (version 4), as far as looking for one order by one field and making one go. It misbehaves where it is told to.
 */
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeServer, portOf } from './fault-proxy.ts';

export type Reaction =
  /** Makes the order and says so. */
  | 'make'
  /** Makes the order, and the line breaks before the answer. */
  | 'make-and-break'
  /** Makes the order and answers nothing that names it. */
  | 'make-silently'
  | { status: number; body: string; headers?: Record<string, string> };

export type OrderEmulator = {
  address: string;
  /** As they were sent, each with the id that it was given. */
  orders: Record<string, unknown>[];
  /** What the next orders meet, in turn; then `make`. */
  reactions: Reaction[];
  /** Answers every question with all orders. */
  ignoresFilter: boolean;
  accounts: Record<string, string>;
  /** Method and decoded address of each question. */
  asked: string[];
  /** Questions whose user or password it does not take. */
  refused: number;
  /** Called after an order is made and before it is answered. */
  onMade: (() => Promise<void>) | null;
  close: () => Promise<void>;
};

const ROOT = '/erp/odata/';

export async function startOrderEmulator(version: 'v3' | 'v4'): Promise<OrderEmulator> {
  const server = http.createServer((request, response) => {
    void answer({ version, emulator, request, response }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const emulator: OrderEmulator = {
    address: `http://127.0.0.1:${portOf(server)}${ROOT}`,
    orders: [],
    reactions: [],
    ignoresFilter: false,
    accounts: { orders: 'write-secret' },
    asked: [],
    refused: 0,
    onMade: null,
    close: () => closeServer(server),
  };
  return emulator;
}

type Asked = {
  version: 'v3' | 'v4';
  emulator: OrderEmulator;
  request: IncomingMessage;
  response: ServerResponse;
};

async function answer({ version, emulator, request, response }: Asked): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://emulator');
  emulator.asked.push(`${request.method} ${decodeURIComponent(url.pathname + url.search)}`);
  const body = await text(request);
  if (!isKnown(emulator, request.headers.authorization ?? '')) {
    emulator.refused += 1;
    return send(response, 401, '<html>401</html>');
  }
  if (request.method === 'POST') return take({ emulator, response, version }, body);
  const [, field = '', value = ''] = /^(\S+) eq '(.*)'$/.exec(url.searchParams.get('$filter') ?? '') ?? [];
  const rows = emulator.ignoresFilter
    ? emulator.orders
    : emulator.orders.filter((order) => order[field] === value.replaceAll("''", "'"));
  send(response, 200, JSON.stringify({ value: rows }));
}

function isKnown({ accounts }: OrderEmulator, authorization: string): boolean {
  return Object.entries(accounts).some(
    ([user, password]) => authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  );
}

async function take(
  { emulator, response, version }: Pick<Asked, 'emulator' | 'response' | 'version'>,
  body: string,
): Promise<void> {
  const reaction = emulator.reactions.shift() ?? 'make';
  if (typeof reaction === 'object') return send(response, reaction.status, reaction.body, reaction.headers);
  const number = String(emulator.orders.length + 1).padStart(9, '0');
  const id = `0f9122ab-0000-4000-8000-000${number}`;
  const named =
    version === 'v3' ? { Ref_Key: id, Number: number, Code: number } : { id, number: `SO-${number}` };
  emulator.orders.push({ ...JSON.parse(body), ...named });
  await emulator.onMade?.();
  if (reaction === 'make-and-break') return void response.destroy();
  if (reaction === 'make-silently') return send(response, 204, '');
  send(response, 201, JSON.stringify(named));
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
