/** The real application on a test database, spoken to over HTTP as a browser would. */
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PRODUCTION_POLICY } from '#auth/policy/policy.ts';
import type { Policy } from '#auth/policy/policy.ts';
import { readEnv } from '#portal/env.server.ts';
import type * as serverSource from '#portal/server.ts';
import type { PortalServices } from '#portal/portal-services.server.ts';
import { generateSecrets, loadSecrets } from '#portal/secrets.server.ts';
import { contentOf } from '#portal/step-up/content-of.ts';
import { deedOf } from '#portal/step-up/deeds.ts';
import type { Db } from '#prisma/client.ts';
import type { RequestOptions } from './soft-authenticator.ts';
import { authenticatorOf, keyOfSession, toProofFields } from './touch.ts';
import { aLimiter } from './limits.ts';

export type Call = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** The session cookie's token; absent: nobody is signed in. */
  as?: string | { token: string } | undefined;
  cookies?: Record<string, string>;
  form?: Record<string, string> | [string, string][];
  json?: unknown;
  headers?: Record<string, string>;
  /** `false`: the key is not asked, where a form asks for it. Otherwise it touches as it should. */
  touch?: boolean;
};

export type TestPortal = {
  origin: string;
  services: PortalServices;
  /** One request; redirects are not followed. A POST carries our own Origin unless `headers` says otherwise. */
  request: (path: string, call?: Call) => Promise<Response>;
  /** The page's text. Fails when it was not answered with 200. */
  page: (path: string, call?: Call) => Promise<string>;
  close: () => Promise<void>;
};

type PortalSettings = { policy?: Policy; variables?: NodeJS.ProcessEnv; hasLimits?: boolean };

const BUILD_FOLDER = fileURLToPath(new URL('../../.build', import.meta.url));
const SESSION = '__Host-brelok-session';

type ServerModule = typeof serverSource;

/**
 * Starts the built portal in this process on a free port.
 * @param options.policy the rules in force; default: those of a new production installation
 * @param options.variables settings that differ from a test's own
 * @param options.hasLimits false for tests that ask faster and more often than people do
 */
export async function openTestPortal(
  db: Db,
  { policy = PRODUCTION_POLICY, variables = {}, hasLimits = true }: PortalSettings = {},
): Promise<TestPortal> {
  const app = { handle: ((_request, response) => response.end()) as RequestListener };
  const server = createServer((request, response) => app.handle(request, response));
  const origin = await listen(server);
  const dataDir = await mkdtemp(join(tmpdir(), 'brelok-portal-'));
  const services = await assemble(db, {
    ORIGIN: origin,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    ...variables,
  });
  if (!hasLimits) services.auth.limits = aLimiter({}).limiter;
  await installOnce(db, policy);
  app.handle = (await serverModule()).createApp(services, () => Promise.resolve(true));

  // A step-up gives a session a new token; whoever named it by the first one goes on with the newest.
  const newestTokens = new Map<string, string>();
  const sendCall = (path: string, call: Call) => {
    const token = tokenOf(call);
    const as = token === undefined ? undefined : (newestTokens.get(token) ?? token);
    return send(`${origin}${path}`, toOutgoing(origin, { ...call, as }));
  };
  const request: TestPortal['request'] = async (path, call = {}) => {
    if (call.form === undefined || call.touch === false) return sendCall(path, call);
    const [token, form] = [tokenOf(call), entriesOf(call.form)];
    if (token === undefined || deedOf(pathOf(path), form) === null) return sendCall(path, call);
    const keyId = await keyOfSession(db, newestTokens.get(token) ?? token);
    const proof = keyId === null ? [] : await touchKey({ db, origin, keyId }, { path, call, form, sendCall });
    const response = await sendCall(path, { ...call, form: [...form, ...proof] });
    const next = sessionTokenIn(response);
    if (next !== null) newestTokens.set(token, next);
    return response;
  };
  return {
    origin,
    services,
    request,
    page: async (path, call) => {
      const response = await request(path, call);
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
      return response.text();
    },
    close: async () => {
      services.live.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function tokenOf({ as }: Call): string | undefined {
  return typeof as === 'object' ? as.token : as;
}

function entriesOf(form: NonNullable<Call['form']>): [string, string][] {
  return Array.isArray(form) ? form : Object.entries(form);
}

function pathOf(path: string): string {
  return new URL(path, 'http://localhost').pathname.replace(/\.data$/, '');
}

type Asking = {
  path: string;
  call: Call;
  form: [string, string][];
  sendCall: (path: string, call: Call) => Promise<Response>;
};

/** What the page's script does before it sends a form that the key must confirm. */
async function touchKey(
  { db, origin, keyId }: { db: Db; origin: string; keyId: string },
  { path, call, form, sendCall }: Asking,
): Promise<[string, string][]> {
  const authenticator = await authenticatorOf(db, { keyId, origin });
  const begun = await sendCall('/step-up/begin', {
    ...(call.as === undefined ? {} : { as: call.as }),
    json: { path: pathOf(path), content: await contentOf(toFormData(form)) },
  });
  if (begun.status !== 200) return [];
  return toProofFields(authenticator, (await begun.json()) as { options: RequestOptions; state: string });
}

function toFormData(entries: readonly [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

function sessionTokenIn(response: Response): string | null {
  const cookie = response.headers.getSetCookie().find((header) => header.startsWith(`${SESSION}=`));
  return cookie?.slice(SESSION.length + 1).split(';')[0] || null;
}

async function serverModule(): Promise<ServerModule> {
  // The build's own path, so that the test runs what is shipped; it has the types of its source.
  return (await import(pathToFileURL(join(BUILD_FOLDER, 'server', 'index.js')).href)) as ServerModule;
}

async function assemble(db: Db, variables: NodeJS.ProcessEnv): Promise<PortalServices> {
  const read = readEnv({ ...generateSecrets(), ...variables });
  if (!read.ok) throw new Error(read.faults.join('; '));
  const loaded = loadSecrets(read.env);
  if (!loaded.ok) throw new Error(loaded.faults.join('; '));
  const { assembleServices } = await serverModule();
  return assembleServices({ env: read.env, secrets: loaded.secrets, db, buildFolder: BUILD_FOLDER });
}

/** What the first start writes; a test that made its own rows before keeps them. */
async function installOnce(db: Db, policy: Policy): Promise<void> {
  const at = new Date();
  const values = { mode: 'demo', rpId: 'localhost', timeZone: 'Europe/Moscow', installedAt: at };
  await db.installation.upsert({ where: { id: 1 }, update: {}, create: { id: 1, ...values } });
  const policyJson = JSON.stringify(policy);
  const version = { version: 1, policyJson, reason: 'test', createdAt: at };
  await db.policyVersion.upsert({ where: { version: 1 }, update: { policyJson }, create: version });
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return `http://localhost:${port}`;
}

type Outgoing = { method: string; headers: Record<string, string>; body: string | undefined };

function toOutgoing(origin: string, call: Call): Outgoing {
  const { method, cookies = {}, form, json, headers = {} } = call;
  const token = tokenOf(call);
  const allCookies = { ...cookies, ...(token === undefined ? {} : { [SESSION]: token }) };
  const cookie = Object.entries(allCookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  const wanted = method ?? (form !== undefined || json !== undefined ? 'POST' : 'GET');
  return {
    method: wanted,
    headers: {
      ...(cookie === '' ? {} : { cookie }),
      ...(wanted === 'GET' || wanted === 'HEAD' ? {} : { origin, 'sec-fetch-site': 'same-origin' }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    body:
      form === undefined
        ? json === undefined
          ? undefined
          : JSON.stringify(json)
        : new URLSearchParams(form).toString(),
  };
}

/** Node's own client, since `fetch` writes some headers of a browser by itself. */
async function send(url: string, { method, headers, body }: Outgoing): Promise<Response> {
  const outgoing = httpRequest(url, { method, headers, family: 4, agent: false });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const answered = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const one of value ?? []) answered.append(name, one);
  }
  const status = incoming.statusCode ?? 0;
  const hasBody = status !== 204 && status !== 304;
  return new Response(hasBody ? Buffer.concat(chunks) : null, { status, headers: answered });
}
