/** Stands between the portal and a source and does what networks and servers do on bad days. */
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from './emulated-source.ts';

export type ProxyFault =
  | { kind: 'none' }
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  /** Says how long the answer is, sends half of it and breaks the connection. */
  | { kind: 'reset' }
  /** A whole answer with half a text in it. */
  | { kind: 'truncated' }
  /** Takes the question and never answers. */
  | { kind: 'silent' }
  /** A byte now and then, for ever. */
  | { kind: 'slow-loris' }
  | { kind: 'huge'; bytes: number }
  | { kind: 'redirect'; to: string }
  | { kind: 'answer'; body: string; contentType?: string };

export type SeenRequest = { url: string; headers: http.IncomingHttpHeaders; body: string };

export type FaultProxy = {
  origin: string;
  /** For the next questions, one each; after them all goes well. */
  inject: (...faults: ProxyFault[]) => void;
  /** For every question until `inject` is called with nothing, or for those with this part in their address or body. */
  always: (fault: ProxyFault, part?: string) => void;
  seen: SeenRequest[];
  close: () => Promise<void>;
};

/** @param upstream origin of the real source; a proxy without one answers `{}` */
export async function startFaultProxy(upstream: string | null = null): Promise<FaultProxy> {
  let queue: ProxyFault[] = [];
  let standing: ProxyFault = { kind: 'none' };
  let standingFor = '';
  const seen: SeenRequest[] = [];
  const server = http.createServer((request, response) => {
    void readBody(request).then((body) => {
      const url = request.url ?? '';
      seen.push({ url, headers: request.headers, body });
      const isMeant = decodeURIComponent(url).includes(standingFor) || body.includes(standingFor);
      const fault = queue.shift() ?? (isMeant ? standing : { kind: 'none' });
      return answer(fault, { request, body, response, upstream });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    inject: (...faults) => {
      standing = { kind: 'none' };
      queue = faults;
    },
    always: (fault, part = '') => {
      standing = fault;
      standingFor = part;
    },
    seen,
    close: () => closeServer(server),
  };
}

export function portOf(server: http.Server): number {
  // A server that listens on a port has such an address.
  return (server.address() as AddressInfo).port;
}

export function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

type Exchange = { request: IncomingMessage; body: string; response: ServerResponse; upstream: string | null };

async function answer(
  fault: ProxyFault,
  { request, body: asked, response, upstream }: Exchange,
): Promise<void> {
  switch (fault.kind) {
    case 'silent':
      return;
    case 'status':
      response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      return;
    case 'answer':
      response.writeHead(200, { 'content-type': fault.contentType ?? 'application/json' }).end(fault.body);
      return;
    case 'huge':
      response.writeHead(200).end(Buffer.alloc(fault.bytes, ' '));
      return;
    case 'slow-loris': {
      response.writeHead(200);
      const dripping = setInterval(() => response.write(' '), 10);
      response.once('close', () => clearInterval(dripping));
      return;
    }
    case 'none':
    case 'reset':
    case 'truncated': {
      const { status, headers, body } = await forward(request, { body: asked, upstream });
      send(fault.kind, response, { status, headers, body });
    }
  }
}

function send(
  kind: 'none' | 'reset' | 'truncated',
  response: ServerResponse,
  { status, headers, body }: Forwarded,
): void {
  const half = body.subarray(0, Math.floor(body.byteLength / 2));
  if (kind === 'reset') {
    response.writeHead(status, { ...headers, 'content-length': body.byteLength });
    response.write(half, () => response.destroy());
    return;
  }
  response.writeHead(status, headers).end(kind === 'truncated' ? half : body);
}

type Forwarded = { status: number; headers: Record<string, string>; body: Buffer };

async function forward(
  request: IncomingMessage,
  { body, upstream }: { body: string; upstream: string | null },
): Promise<Forwarded> {
  if (upstream === null) return { status: 200, headers: {}, body: Buffer.from('{"value":[]}') };
  const { method = 'GET' } = request;
  const answered = await fetch(new URL(request.url ?? '/', upstream), {
    method,
    headers: passedOn(request.headers),
    ...(method === 'GET' ? {} : { body }),
  });
  const contentType = answered.headers.get('content-type') ?? 'application/octet-stream';
  return {
    status: answered.status,
    headers: { 'content-type': contentType },
    body: Buffer.from(await answered.arrayBuffer()),
  };
}

/** All but what belongs to the connection. */
function passedOn(headers: http.IncomingHttpHeaders): Record<string, string> {
  const own = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding']);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !own.has(name) ? [[name, value]] : [],
    ),
  );
}
