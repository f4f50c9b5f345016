import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { HeartbeatReply } from '#auth/wire/messages.ts';
import { HEARTBEAT_PATH } from '#auth/wire/protocol.ts';
import type { AgentEnv } from '../env.ts';
import type { Route } from './pac/evaluate-pac.ts';
import { openTunnel } from './proxy.ts';
import { createFindRoutes } from './routes.ts';
import { createSystemProxy } from './system-proxy.ts';
import type { ProxySettings } from './system-proxy.ts';

export type PostOutcome =
  | { ok: true; watch: 'continue' | 'stop' }
  | { ok: false; reason: 'unreachable' | 'refused' | 'reply_malformed' };

/** Hands a signed heartbeat to a portal. Never throws for what the network or the portal does. */
export type PostHeartbeat = (origin: string, message: string, signal: AbortSignal) => Promise<PostOutcome>;

const PATIENCE_MS = 4_000;
const REPLY_LIMIT_BYTES = 1_024;
const OK = 200;

/** Speaks to the portal directly, or by way of the proxies that the settings or their PAC file name, the first that works. */
export function createPostHeartbeat(
  proxy: AgentEnv['proxy'],
  askSystem: () => Promise<ProxySettings> = createSystemProxy(),
): PostHeartbeat {
  const findRoutes = createFindRoutes(proxy, askSystem);
  return async (origin, message, signal) => {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      const url = new URL(HEARTBEAT_PATH, origin);
      const routes = await findRoutes(url, patience);
      return readReply(await postByFirst(routes, url, { message, signal: patience }));
    } catch (error) {
      if (error instanceof Error) return { ok: false, reason: 'unreachable' };
      throw error;
    }
  };
}

type Reply = { status: number; body: string };
type Post = { message: string; signal: AbortSignal; tunnel: Duplex | undefined };

/** The message arrives once: a way is given up only while nothing of it has been sent. */
async function postByFirst(
  routes: readonly Route[],
  url: URL,
  { message, signal }: Omit<Post, 'tunnel'>,
): Promise<Reply> {
  let refusal = new Error('no way to the portal is known');
  for (const route of routes) {
    if (route.way === 'direct') return post(url, { message, signal, tunnel: undefined });
    try {
      const tunnel = await openTunnel(route.proxy, url, signal);
      return post(url, { message, signal, tunnel });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

function post(url: URL, { message, signal, tunnel }: Post): Promise<Reply> {
  const isSecure = url.protocol === 'https:';
  const body = JSON.stringify({ message });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const options = {
    method: 'POST',
    headers,
    signal,
    agent: false as const,
    // In a tunnel the TLS is still the portal's own: its certificate is checked against its name.
    ...(tunnel !== undefined && { socket: tunnel, servername: url.hostname }),
  };
  return new Promise<Reply>((resolve, reject) => {
    const request = (isSecure ? requestHttps : requestHttp)(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > REPLY_LIMIT_BYTES) request.destroy(new Error('the reply is too long'));
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.once('error', reject);
    });
    request.once('error', reject);
    request.end(body);
  });
}

function readReply({ status, body }: Reply): PostOutcome {
  if (status !== OK) return { ok: false, reason: 'refused' };
  try {
    const reply = HeartbeatReply.safeParse(JSON.parse(body));
    return reply.success ? { ok: true, watch: reply.data.watch } : { ok: false, reason: 'reply_malformed' };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, reason: 'reply_malformed' };
    throw error;
  }
}
