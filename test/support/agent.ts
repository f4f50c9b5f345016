/** A whole agent on a port of its own, with a portal, a page and a holder; the fobs are models, the rest is real. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'vitest';
import { commitTo } from '#auth/wire/comparison-code.ts';
import { verifyEnrolment } from '#auth/wire/verify-enrolment.ts';
import { importVerifyingKey } from '#auth/wire/jwk.ts';
import type { VerifyingKey } from '#auth/wire/jwk.ts';
import type { RequestPurpose } from '#auth/wire/messages.ts';
import { openMessage } from '#auth/wire/sealed-message.ts';
import { verifyMessage } from '#auth/wire/signed-message.ts';
import type { MessageKind } from '#auth/wire/messages.ts';
import { systemClock } from '#key-agent/clock.ts';
import type { IsOwnUser } from '#key-agent/http/peer-user.ts';
import { openPortalStore } from '#key-agent/portals/portal-store.ts';
import type { PortalStore } from '#key-agent/portals/portal-store.ts';
import type { PostHeartbeat } from '#key-agent/presence/post-heartbeat.ts';
import { runAgent } from '#key-agent/run-agent.ts';
import type { RunningAgent } from '#key-agent/run-agent.ts';
import { decideInWindow, sendRaw } from './agent-http.ts';
import type { HttpReply, RawRequest } from './agent-http.ts';
import { aSimulatedTransport } from './fobs/simulated-transport.ts';
import type { SimulatedTransport } from './fobs/simulated-transport.ts';
import { aWirePortal, token } from './wire.ts';
import type { WirePortal } from './wire.ts';

export type PageReply = { status: number; body: Record<string, unknown> };

export type TestAgent = {
  running: RunningAgent;
  port: number;
  portal: WirePortal;
  store: PortalStore;
  transport: SimulatedTransport;
  /** Log lines, as text. */
  logged: string[];
  /** Addresses of windows that the agent opened. */
  windows: string[];
  /** What the holder does with a window; at first they allow whatever it asks. */
  holder: { meets: (url: string) => Promise<unknown> };
  /** Heartbeats as they were handed to the network. */
  heartbeats: string[];
  /** Any request at all. */
  send: (request: RawRequest) => Promise<HttpReply>;
  /** A request as the portal's page makes it. */
  ask: (
    path: string,
    body: unknown,
    options?: { origin?: string; signal?: AbortSignal },
  ) => Promise<PageReply>;
  /** Signs a request as the portal and asks it as its page. */
  request: (purpose: RequestPurpose, changes?: Record<string, unknown>) => Promise<PageReply>;
  /** The whole enrolment, with a holder who agrees. Gives the key that the agent answers with. */
  enrol: () => Promise<VerifyingKey>;
  /** Reads an answer as the portal does. */
  read: <Claims>(reply: PageReply, kind: MessageKind<Claims>, key: VerifyingKey) => Promise<Claims>;
};

export type AgentOptions = {
  portal?: WirePortal;
  folder?: string;
  isOwnUser?: IsOwnUser | null;
  reply?: 'continue' | 'stop';
  patienceMs?: number;
};

export const test = base.extend<{
  folder: string;
  startAgent: (options?: AgentOptions) => Promise<TestAgent>;
}>({
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'brelok-agent-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  startAgent: async ({ folder }, use) => {
    const started: RunningAgent[] = [];
    await use(async (options = {}) => {
      const agent = await start({ folder, ...options });
      started.push(agent.running);
      return agent;
    });
    await Promise.all(started.map((agent) => agent.stop()));
  },
});

async function start({
  portal: given,
  folder = '',
  isOwnUser = null,
  reply = 'continue',
  patienceMs = 5_000,
}: AgentOptions): Promise<TestAgent> {
  const portal = given ?? (await aWirePortal());
  const store = await openPortalStore(folder, [portal.origin]);
  const transport = aSimulatedTransport(systemClock);
  const [logged, windows, heartbeats]: [string[], string[], string[]] = [[], [], []];
  const post: PostHeartbeat = async (_, message) => {
    heartbeats.push(message);
    return { ok: true, watch: reply };
  };
  const holder: TestAgent['holder'] = { meets: (url) => decideInWindow(url) };
  const running = await runAgent({
    ports: [0],
    transport,
    clock: systemClock,
    store,
    post,
    openPage: async (url) => {
      windows.push(url);
      void holder.meets(url);
    },
    isOwnUser,
    log: (_, event, fields) => void logged.push(JSON.stringify({ event, ...fields })),
    patienceMs,
  });
  if (running === null) throw new Error('no port is free');
  const send = (request: RawRequest) => sendRaw(running.port, request);
  const ask: TestAgent['ask'] = (path, body, options = {}) =>
    askAsPage(send, { path, body, origin: portal.origin, ...options });
  const request: TestAgent['request'] = async (purpose, changes = {}) =>
    ask(purpose, { message: (await portal.request(purpose, changes)).request });
  return {
    running,
    port: running.port,
    portal,
    store,
    transport,
    logged,
    windows,
    holder,
    heartbeats,
    send,
    ask,
    request,
    enrol: () => enrol(request, portal),
    read: (page, kind, key) => readAnswer(page, { kind, key, portal }),
  };
}

async function enrol(request: TestAgent['request'], portal: WirePortal): Promise<VerifyingKey> {
  const compareNonce = token();
  const enrolNonce = commitTo(compareNonce);
  const answered = await request('enrol', { nonce: enrolNonce });
  const outcome = await verifyEnrolment(messageOf(answered), { audience: portal.origin, now: new Date() });
  if (!outcome.ok) throw new Error(`the enrolment is ${outcome.fault}`);
  const compared = await request('compare', {
    enrolNonce,
    agentKid: outcome.kid,
    nonce: compareNonce,
  });
  if (compared.status !== 200) throw new Error(`the comparison ended with ${JSON.stringify(compared.body)}`);
  const key = await importVerifyingKey(outcome.claims.jwk);
  if (key === null) throw new Error('the agent’s key is off its curve');
  return key;
}

export function messageOf({ status, body }: PageReply): string {
  if (status !== 200 || typeof body['message'] !== 'string')
    throw new Error(`${status} ${JSON.stringify(body)}`);
  return body['message'];
}

async function readAnswer<Claims>(
  page: PageReply,
  { kind, key, portal }: { kind: MessageKind<Claims>; key: VerifyingKey; portal: WirePortal },
): Promise<Claims> {
  const message = messageOf(page);
  const signed = message.split('.').length === 5 ? await openMessage(message, portal.decryption) : message;
  if (signed === null) throw new Error('the message was not sealed for this portal');
  const outcome = await verifyMessage(signed, {
    kind,
    keys: [key],
    audience: portal.origin,
    now: new Date(),
  });
  if (!outcome.ok) throw new Error(`the answer is ${outcome.fault}`);
  return outcome.claims;
}

async function askAsPage(
  send: TestAgent['send'],
  { path, body, origin, signal }: { path: string; body: unknown; origin: string; signal?: AbortSignal },
): Promise<PageReply> {
  const reply = await send({
    method: 'POST',
    path: `/v1/${path}`,
    headers: { origin, 'content-type': 'application/json', 'x-key-agent': '1' },
    body: JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  });
  return { status: reply.status, body: reply.text === '' ? {} : JSON.parse(reply.text) };
}
