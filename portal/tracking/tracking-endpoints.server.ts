/**
 * Where carriers' programs come. Before the rule about pages: their clients have no origin and no cookies, and no browser
 * may come here, our own pages included. What counts is a signature, or a secret in the address that opens very little.
 */
import { Router, raw } from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { countRequest } from '../http/limit.server.ts';
import { traceOf } from '../http/request-trace.server.ts';
import { neverStore } from '../http/security-headers.server.ts';
import type { PortalServices } from '../portal-services.server.ts';
import { BODY_BYTES } from './inbox-message.ts';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from './inbox-signature.ts';
import { takeHint } from './take-hint.server.ts';
import { takeMessage } from './take-message.server.ts';

export const INBOX_PATH = '/tracking/inbox';
export const HINT_PATH = '/tracking/hint';

const HINT_BYTES = 16 * 1024;

/** RFC 9457. Whoever writes the program reads them; a stranger learns nothing from them. */
const PROBLEMS = {
  not_for_browsers: { status: 403, title: 'This address is for programs, not for browsers.' },
  not_post: { status: 405, title: 'Send it with POST.' },
  not_found: { status: 404, title: 'There is nothing here.' },
  not_signed: {
    status: 401,
    title: 'Source, time and signature do not go together, or come from elsewhere.',
  },
  malformed: { status: 400, title: 'The message is not what it should be.' },
  repeated: { status: 409, title: 'This message was taken already.' },
  too_large: { status: 413, title: 'The message is too large.' },
  too_many: { status: 429, title: 'Too often: come back later.' },
} as const;

/** @returns both addresses, with what stands before them */
export function trackingEndpoints(services: PortalServices): Router {
  const router = Router();
  const bodyOf = (limit: number) => raw({ type: () => true, limit, inflate: false });
  router.use([INBOX_PATH, HINT_PATH], neverStore, onlyPrograms);
  router.post(
    `${INBOX_PATH}/:sourceId`,
    within(services, 'tracking-inbox'),
    bodyOf(BODY_BYTES),
    (request, response) => answerMessage(services, request, response),
  );
  router.post(
    `${HINT_PATH}/:secret`,
    within(services, 'tracking-hint'),
    bodyOf(HINT_BYTES),
    (request, response) => answerHint(services, request, response),
  );
  router.use([INBOX_PATH, HINT_PATH], (_request, response) => refuse(response, 'not_found'));
  router.use([INBOX_PATH, HINT_PATH], refuseUnreadable);
  return router;
}

/** A browser names where a request comes from; a carrier's program does not. */
const onlyPrograms: RequestHandler = ({ headers, method }, response, next) => {
  const isBrowser = headers['sec-fetch-site'] !== undefined || headers.origin !== undefined;
  if (isBrowser) return refuse(response, 'not_for_browsers');
  if (method !== 'POST') return refuse(response, 'not_post');
  next();
};

function within(services: PortalServices, kind: 'tracking-inbox' | 'tracking-hint'): RequestHandler {
  return async (request, response, next) => {
    const admission = await countRequest(services.auth, kind, { request, whom: {} });
    if (admission.ok) return next();
    response.setHeader('Retry-After', String(admission.retryAfterSeconds));
    refuse(response, 'too_many');
  };
}

async function answerMessage(services: PortalServices, request: Request, response: Response): Promise<void> {
  const outcome = await takeMessage(services, {
    sourceId: String(request.params['sourceId']),
    message: {
      timestamp: request.get(TIMESTAMP_HEADER) ?? '',
      signature: request.get(SIGNATURE_HEADER) ?? '',
      body: bytesOf(request.body),
    },
    trace: traceOf(request),
  });
  if (outcome.ok) {
    const { taken, held, refused } = outcome;
    services.auth.limits.remember(traceOf(request).ip);
    return void response.status(202).json({ taken, held, refused });
  }
  if (outcome.reason === 'not_signed') await recordRefusal(services, request);
  refuse(response, outcome.reason, outcome.reason === 'malformed' ? outcome.detail : undefined);
}

/** The same answer whether or not the parcel is known. */
async function answerHint(services: PortalServices, request: Request, response: Response): Promise<void> {
  const body = parseJson(bytesOf(request.body));
  const isKnown = await takeHint(services, { secret: String(request.params['secret']), body });
  if (isKnown) return void response.status(204).end();
  refuse(response, 'not_found');
}

async function recordRefusal({ db, audit, now }: PortalServices, request: Request): Promise<void> {
  const trace = traceOf(request);
  const event = { type: 'tracking_refused', result: 'refused', trace, at: now() } as const;
  await audit.recordRepeatable(db, event, `tracking_refused ${trace.ip}`);
}

/** The reader leaves no bytes where there is no body. */
function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function refuse(response: Response, code: keyof typeof PROBLEMS, detail?: string): void {
  const { status, title } = PROBLEMS[code];
  response.status(status).type('application/problem+json').json({ status, title, detail });
}

/** What the reader of bodies refused; anything else is a bug and goes on. */
const refuseUnreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  if (typeof status !== 'number' || status < 400 || status >= 500) return next(error);
  refuse(response, status === 413 ? 'too_large' : 'malformed');
};
