/** The agent's ear: plain HTTP on 127.0.0.1, nowhere else (AGT-01). What is heard decides judge-request.ts. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AGENT_HEADER } from '#auth/wire/protocol.ts';
import type { Agent } from '../ceremonies/agent.ts';
import type { CarryOut } from '../ceremonies/carry-out.ts';
import { answerMessage } from './answer-message.ts';
import { answerWindow, showWindow } from './answer-window.ts';
import type { WindowReply } from './answer-window.ts';
import { judgeRequest } from './judge-request.ts';
import type { Judgement } from './judge-request.ts';
import type { IsOwnUser } from './peer-user.ts';
import { readBody } from './read-body.ts';

export type AgentServer = {
  port: number;
  /** Cancels what is under way and gives the port back. */
  close: () => Promise<void>;
};

type Serving = {
  agent: Agent;
  carryOut: CarryOut;
  isOwnUser: IsOwnUser | null;
  /** Aborted when the program ends. */
  signal: AbortSignal;
};

const LOOPBACK = '127.0.0.1';
const HEADER_PATIENCE_MS = 5_000;
const REQUEST_PATIENCE_MS = 10_000;
const LONGEST_HEADERS_BYTES = 8_192;
const MOST_CONNECTIONS = 32;
const PREFLIGHT_SECONDS = 600;

/**
 * Listens on the first port that is free.
 * @returns null when all of them are taken
 */
export async function startServer(
  ports: readonly number[],
  serve: (port: number) => Serving,
): Promise<AgentServer | null> {
  for (const port of ports) {
    const server = await listen(port);
    if (server !== null) return open(server, serve);
  }
  return null;
}

async function listen(port: number): Promise<Server | null> {
  const server = createServer({
    maxHeaderSize: LONGEST_HEADERS_BYTES,
    headersTimeout: HEADER_PATIENCE_MS,
    requestTimeout: REQUEST_PATIENCE_MS,
  });
  server.maxConnections = MOST_CONNECTIONS;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => resolve(server));
  });
}

function open(server: Server, serve: (port: number) => Serving): AgentServer {
  const { port } = addressOf(server);
  const serving = serve(port);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(serving, request, response).catch((error: unknown) => {
      serving.agent.log('warn', 'request_failed', {
        reason: error instanceof Error ? error.message : 'unknown',
      });
      endWith(response, 500);
    });
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address;
}

async function answer(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  if (serving.isOwnUser !== null && !(await serving.isOwnUser(request.socket))) return endWith(response, 403);
  const judgement = judgeRequest(
    {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      hostHeaders: request.headersDistinct['host']?.length ?? 0,
    },
    {
      host: `${LOOPBACK}:${localPort(request.socket)}`,
      isAllowedOrigin: (origin) => serving.agent.store.isAllowed(origin),
    },
  );
  await act(serving, judgement, { request, response });
}

type Exchange = { request: IncomingMessage; response: ServerResponse };

async function act(serving: Serving, judgement: Judgement, { request, response }: Exchange): Promise<void> {
  const { windows } = serving.agent;
  const language = request.headers['accept-language'];
  switch (judgement.act) {
    case 'refuse':
      return endWith(response, judgement.status);
    case 'preflight':
      return allow(response, judgement.origin);
    case 'message':
      return answerPage(serving, judgement, { request, response });
    case 'show_window':
      return endWithPage(response, showWindow(windows, judgement.pathToken, language));
    case 'answer_window': {
      const body = await readBody(request);
      return endWithPage(response, body === null ? null : answerWindow(windows, body, language));
    }
  }
}

/** The answer to the browser's own question before a page's. */
function allow(response: ServerResponse, origin: string): void {
  setOrigin(response, origin);
  response.setHeader('access-control-allow-methods', 'POST');
  response.setHeader('access-control-allow-headers', `content-type, ${AGENT_HEADER}`);
  response.setHeader('access-control-max-age', String(PREFLIGHT_SECONDS));
  endWith(response, 204);
}

async function answerPage(
  { agent, carryOut, signal }: Serving,
  { path, origin }: { path: string; origin: string },
  { request, response }: Exchange,
): Promise<void> {
  setOrigin(response, origin);
  const body = parseJson(await readBody(request));
  const leaving = new AbortController();
  response.once('close', () => leaving.abort());
  const reply = await answerMessage(
    { agent, carryOut },
    { path, origin, body, signal: AbortSignal.any([leaving.signal, signal]) },
  );
  response.writeHead(reply.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply.body));
}

function setOrigin(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('vary', 'origin');
}

function parseJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function endWith(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status, { 'content-length': 0 });
  response.end();
}

function endWithPage(response: ServerResponse, page: WindowReply | null): void {
  if (page === null) return endWith(response, 404);
  response.writeHead(page.status, page.headers);
  response.end(page.body);
}

function localPort({ localPort: port }: Socket): number {
  if (port === undefined) throw new Error('the connection is gone');
  return port;
}
