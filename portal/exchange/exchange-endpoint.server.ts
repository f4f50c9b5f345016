/**
 * The address to which 1C sends its files, before the framework. Its client is a program: no browser may come here, our
 * own pages included, so that the rule about the origin of a request, which stands behind it, is not missed. What opens
 * it is a name and a password of its own, from addresses of the administrator's choice, and then a token that no browser
 * holds.
 */
import { Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { AuthServices } from '#auth/auth-services.ts';
import { ordersXml } from '#portal/connectors/orders-for-exchange.server.ts';
import { countRequest } from '../http/limit.server.ts';
import { traceOf } from '../http/request-trace.server.ts';
import type { PortalServices } from '../portal-services.server.ts';
import { acknowledgeSnapshot, takeSnapshot } from '../requests/exchange-requests.server.ts';
import { findProvenAccess } from './exchange-access.server.ts';
import { failure, orders, progress, settings, signedIn, success } from './exchange-answer.ts';
import type { ExchangeAnswer } from './exchange-answer.ts';
import {
  EXCHANGE_PATH,
  PART_BYTES,
  readBasic,
  readExchangeCall,
  readExchangeToken,
} from './exchange-call.ts';
import type { ExchangeCall, ExchangeFileName } from './exchange-call.ts';
import { beginExchangeSession, findExchangeSession } from './exchange-session.server.ts';
import type { ExchangeSession } from './exchange-session.server.ts';
import { receivePart } from './receive-part.server.ts';
import type { ReceiveOutcome } from './receive-part.server.ts';
import { takeIn } from './take-in-files.server.ts';
import type { TakeInDeps } from './take-in-files.server.ts';

const REALM = 'Basic realm="brelok exchange", charset="UTF-8"';

const FAULTS = {
  kind: 'неизвестный тип обмена: поддерживаются catalog и sale',
  mode: 'неизвестный режим обмена',
  file_name: 'недопустимое имя файла: нужен файл .xml или .zip без пути',
} as const;

const RECEIVE_FAULTS: Readonly<Record<Exclude<ReceiveOutcome, { ok: true }>['reason'], string>> = {
  empty: 'часть файла пустая',
  part_too_large: `часть файла больше ${PART_BYTES} байт: учитывайте file_limit`,
  file_too_large: 'файл слишком большой',
  run_too_large: 'обмен слишком большой или уже закончен: начните с checkauth',
  too_many_files: 'в обмене слишком много файлов',
  out_of_turn: 'этот файл уже загружен: начните с checkauth',
};

/** @returns the one address, with what stands before it */
export function exchangeEndpoint(services: PortalServices): Router {
  const router = Router();
  router.all(EXCHANGE_PATH, refuseBrowsers, (request, response) => answer(services, request, response));
  return router;
}

/** What the parts of the exchange need of the running portal. */
export function takeInDeps(services: PortalServices): TakeInDeps {
  return { ...services, dataDir: services.env.dataDir };
}

/** A browser names where a request comes from; 1C does not. */
const refuseBrowsers: RequestHandler = (request, response, next) => {
  const { headers, method } = request;
  const isBrowser = headers['sec-fetch-site'] !== undefined || headers.origin !== undefined;
  if (isBrowser) return send(response, failure('this address is for 1C, not for a browser', 403));
  if (method !== 'GET' && method !== 'POST') return send(response, failure('GET or POST', 405));
  next();
};

async function answer(services: PortalServices, request: Request, response: Response): Promise<void> {
  if (!(await isWithinLimit(services.auth, 'exchange', { request, response }))) return;
  const reading = readExchangeCall(request.query);
  if (!reading.ok) return send(response, failure(FAULTS[reading.fault]));
  const { call } = reading;
  if (call.mode === 'checkauth') {
    if (!(await isWithinLimit(services.auth, 'exchange-sign-in', { request, response }))) return;
    return send(response, await signIn(services, { request, call, response }));
  }
  const { db, now } = services;
  const token = readExchangeToken(request.headers.cookie);
  const address = traceOf(request).ip;
  const session = token === null ? null : await findExchangeSession(db, { token, address, at: now() });
  if (session === null || session.kind !== call.kind)
    return send(response, failure('сеанс обмена не открыт: начните с checkauth', 403));
  try {
    send(response, await carryOut(services, { call, session, request }));
  } catch (error) {
    if (!request.destroyed || request.complete) throw error;
    // The line broke: nobody waits for an answer, and the part that was being sent counts for nothing.
  }
}

/** @returns false when it was too much, and the answer is given */
async function isWithinLimit(
  auth: AuthServices,
  kind: 'exchange' | 'exchange-sign-in',
  { request, response }: { request: Request; response: Response },
): Promise<boolean> {
  const admission = await countRequest(auth, kind, { request, whom: {} });
  if (admission.ok) return true;
  response.setHeader('Retry-After', String(admission.retryAfterSeconds));
  send(response, failure('слишком часто: повторите позже', 429));
  return false;
}

type SigningIn = { request: Request; call: ExchangeCall; response: Response };

async function signIn(
  { auth, db, now }: PortalServices,
  { request, call, response }: SigningIn,
): Promise<ExchangeAnswer> {
  const basic = readBasic(request.headers.authorization);
  const trace = traceOf(request);
  const access = basic === null ? null : await findProvenAccess(db, { ...basic, address: trace.ip });
  if (access === null) {
    await recordRefusal(auth, request);
    response.setHeader('WWW-Authenticate', REALM);
    return failure('неверное имя или пароль обмена, либо вход с этого адреса не разрешён', 401);
  }
  auth.limits.remember(trace.ip);
  return signedIn(await beginExchangeSession(db, { accessId: access.id, kind: call.kind, at: now() }));
}

async function recordRefusal({ db, audit, now }: AuthServices, request: Request): Promise<void> {
  const trace = traceOf(request);
  const event = { type: 'exchange_refused', result: 'refused', trace, at: now() } as const;
  await audit.recordRepeatable(db, event, `exchange_refused ${trace.ip}`);
}

type Asked = {
  call: Exclude<ExchangeCall, { mode: 'checkauth' }>;
  session: ExchangeSession;
  request: Request;
};

async function carryOut(
  services: PortalServices,
  { call, session, request }: Asked,
): Promise<ExchangeAnswer> {
  switch (call.mode) {
    case 'init':
      return settings(call.version);
    case 'file':
      return receive(services, { file: call.file, session, request });
    case 'import':
      return importFile(services, { file: call.file, session });
    case 'query':
      return handOver(services, session);
    case 'success':
      if (call.kind === 'sale')
        await acknowledgeSnapshot(services, { exchangeId: session.id, at: services.now() });
      return success();
    case 'complete':
    case 'deactivate':
      return success();
  }
}

/** Orders for the base to take over; what a run was given is what its `success` acknowledges. */
async function handOver(
  { db, company, now }: PortalServices,
  session: ExchangeSession,
): Promise<ExchangeAnswer> {
  const at = now();
  const isSale = session.kind === 'sale';
  const given = isSale
    ? await takeSnapshot(db, { exchangeId: session.id, accessId: session.accessId, at })
    : [];
  const { timeZone } = await company.find();
  return orders(ordersXml(given, { formedAt: at, timeZone }));
}

async function receive(
  { db, env, now }: PortalServices,
  { file, session, request }: { file: ExchangeFileName; session: ExchangeSession; request: Request },
): Promise<ExchangeAnswer> {
  if (request.method !== 'POST') return failure('файл передаётся методом POST');
  if (file.is === 'picture') return success(); // node throws away a body that nobody reads
  const outcome = await receivePart(db, {
    dataDir: env.dataDir,
    sessionId: session.id,
    name: file.name,
    body: request,
    most: PART_BYTES,
    at: now(),
  });
  return outcome.ok ? success() : failure(RECEIVE_FAULTS[outcome.reason]);
}

async function importFile(
  services: PortalServices,
  { file, session }: { file: ExchangeFileName; session: ExchangeSession },
): Promise<ExchangeAnswer> {
  if (file.is === 'picture') return success();
  const outcome = await takeIn(takeInDeps(services), { session, name: file.name });
  if (outcome.ok) return success();
  return outcome.reason === 'progress' ? progress('файлы загружаются в портал') : failure(outcome.message);
}

function send(response: Response, { status, type, body }: ExchangeAnswer): void {
  response.status(status).setHeader('Cache-Control', 'no-store');
  response.type(type === 'xml' ? 'application/xml' : 'text/plain').send(body);
}
