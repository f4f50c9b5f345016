/**
 * The requests of the ceremonies, before the framework. They take and give JSON of at most 64 KiB from our
 * own pages (the same-origin check stands before them), and tell nothing about why a sign-in failed (AUT-12).
 */
import { Router, json } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { AuthServices } from '#auth/auth-services.ts';
import { beginAuthentication } from '#auth/ceremonies/begin-authentication.ts';
import { beginNumberAuthentication } from '#auth/ceremonies/begin-number-authentication.ts';
import { beginRegistration } from '#auth/ceremonies/begin-registration.ts';
import { finishAuthentication } from '#auth/ceremonies/finish-authentication.ts';
import { finishNumberAuthentication } from '#auth/ceremonies/finish-number-authentication.ts';
import { finishRegistration } from '#auth/ceremonies/finish-registration.ts';
import type { LimitKind } from '#auth/limits/limits.ts';
import { isDongleKind } from '#auth/dongles/dongle-kind.ts';
import { findFaultOfTyped, needsServerPin } from '#auth/pins/set-pin.ts';
import { clearCookie, readCookie } from '../http/cookies.server.ts';
import { countRequest } from '../http/limit.server.ts';
import { traceOf } from '../http/request-trace.server.ts';
import { beginStepUpOf } from '../step-up/step-up-endpoint.server.ts';
import { findTicketOf, letIn, onlyJson, refuseMalformed, refuseTicket } from './ceremony-request.server.ts';

/** Listed by name in the route-table test: no framework route stands for them. */
export const CEREMONY_PATHS = [
  '/sign-in/begin',
  '/sign-in/finish',
  '/sign-in/number/begin',
  '/sign-in/number/finish',
  '/enrol/begin',
  '/enrol/finish',
  '/step-up/begin',
] as const;

const LIMIT_OF: Readonly<Record<(typeof CEREMONY_PATHS)[number], LimitKind>> = {
  '/sign-in/begin': 'sign-in-begin',
  '/sign-in/finish': 'sign-in-finish',
  '/sign-in/number/begin': 'sign-in-begin',
  '/sign-in/number/finish': 'sign-in-finish',
  '/enrol/begin': 'enrol-begin',
  '/enrol/finish': 'enrol-finish',
  '/step-up/begin': 'step-up',
};

const BODY_LIMIT = '64kb';
const Answer = z.object({ state: z.string().max(2_000), response: z.unknown() });
const SignInAnswer = Answer.extend({ returnTo: z.string().max(2_000).nullish() });
const PrintedNumber = z.string().max(60);
const TypedPin = z.string().max(200);
const NumberToBegin = z.object({ number: PrintedNumber });
const NumberAnswer = SignInAnswer.extend({ number: PrintedNumber, pin: TypedPin });
const EnrolmentToBegin = z.object({ pin: TypedPin.nullish() });
const EnrolmentAnswer = Answer.extend({ pin: TypedPin.nullish() });

/** @param limit what stands before each of them, before its body is read */
export function ceremonyEndpoints(auth: AuthServices, limit: (kind: LimitKind) => RequestHandler): Router {
  const router = Router();
  for (const path of CEREMONY_PATHS) router.post(path, limit(LIMIT_OF[path]));
  router.use([...CEREMONY_PATHS], onlyJson, json({ limit: BODY_LIMIT, strict: true }));
  router.post('/sign-in/begin', (request, response) => beginSignIn(auth, request, response));
  router.post('/sign-in/finish', (request, response) => finishSignIn(auth, request, response));
  router.post('/sign-in/number/begin', (request, response) => beginNumberSignIn(auth, request, response));
  router.post('/sign-in/number/finish', (request, response) => finishNumberSignIn(auth, request, response));
  router.post('/enrol/begin', (request, response) => beginEnrolment(auth, request, response));
  router.post('/enrol/finish', (request, response) => finishEnrolment(auth, request, response));
  router.post('/step-up/begin', (request, response) => beginStepUpOf(auth, request, response));
  router.use([...CEREMONY_PATHS], refuseMalformed);
  return router;
}

async function beginSignIn(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const browserToken = readCookie(request.headers.cookie, 'browser');
  if (browserToken === null) return void response.status(400).json({ code: 'no_cookie' });
  response.json(await beginAuthentication(auth, browserToken));
}

async function finishSignIn(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const { cookie } = request.headers;
  const browserToken = readCookie(cookie, 'browser');
  const body = SignInAnswer.safeParse(request.body);
  if (browserToken === null || !body.success) return void response.status(400).json({ code: 'malformed' });

  if (!(await countKey(auth, request, { response, answered: body.data.response }))) return;
  const trace = traceOf(request);
  const outcome = await finishAuthentication(auth, {
    state: body.data.state,
    response: body.data.response,
    browserToken,
    previousToken: readCookie(cookie, 'session'),
    trace,
  });
  if (outcome.ok) {
    auth.limits.remember(trace.ip);
    return letIn(auth, response, { signedIn: outcome, returnTo: body.data.returnTo });
  }
  // A suspension is told only to whoever holds the key and its PIN: the signature was good.
  const code = outcome.reason === 'key_suspended' || outcome.reason === 'key_lost' ? 'suspended' : 'refused';
  response.status(403).json({ code, forget: outcome.isUnknownKey });
}

/** Counts an answer under the key that it names. @returns false when that was too many, and the answer is given */
async function countKey(
  auth: AuthServices,
  request: Request,
  { response, answered }: { response: Response; answered: unknown },
): Promise<boolean> {
  const whom = { claimedKey: claimedKeyOf(answered) };
  const admission = await countRequest(auth, 'sign-in-of-key', { request, whom });
  if (admission.ok) return true;
  response.setHeader('Retry-After', String(admission.retryAfterSeconds));
  response.status(429).json({ code: 'too_many' });
  return false;
}

const ClaimedKey = z.object({ id: z.string().max(1_400) });

/** Whatever is no answer of a key counts together. */
function claimedKeyOf(response: unknown): string {
  const claimed = ClaimedKey.safeParse(response);
  return claimed.success ? claimed.data.id : '';
}

async function beginNumberSignIn(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const browserToken = readCookie(request.headers.cookie, 'browser');
  const body = NumberToBegin.safeParse(request.body);
  if (browserToken === null) return void response.status(400).json({ code: 'no_cookie' });
  if (!body.success) return void response.status(400).json({ code: 'malformed' });
  response.json(await beginNumberAuthentication(auth, { number: body.data.number, browserToken }));
}

/** Wrong key, wrong PIN, too many tries, suspended: one answer (AUT-12, PIN-05). */
async function finishNumberSignIn(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const { cookie } = request.headers;
  const browserToken = readCookie(cookie, 'browser');
  const body = NumberAnswer.safeParse(request.body);
  if (browserToken === null || !body.success) return void response.status(400).json({ code: 'malformed' });
  if (!(await countKey(auth, request, { response, answered: body.data.response }))) return;
  const trace = traceOf(request);
  const { returnTo, ...answer } = body.data;
  const outcome = await finishNumberAuthentication(auth, {
    ...answer,
    browserToken,
    previousToken: readCookie(cookie, 'session'),
    trace,
  });
  if (outcome.ok) {
    auth.limits.remember(trace.ip);
    return letIn(auth, response, { signedIn: outcome, returnTo });
  }
  response.status(403).json({ code: 'refused' });
}

async function beginEnrolment(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const found = await findTicketOf(auth, request);
  if (found === null) return refuseTicket(auth, request, response);
  const body = EnrolmentToBegin.safeParse(request.body);
  if (!body.success) return void response.status(400).json({ code: 'malformed' });
  if (isDongleKind(found.ticket.key.kind)) return void response.status(422).json({ code: 'dongle_expected' });
  // Before somebody touches the key in vain; the finish judges the PIN again.
  const fault = needsServerPin(found.ticket) ? findFaultOfTyped(found.ticket.key, body.data.pin ?? '') : null;
  if (fault !== null) return void response.status(422).json({ code: `pin_${fault}` });
  response.json(await beginRegistration(auth, found));
}

async function finishEnrolment(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const found = await findTicketOf(auth, request);
  const body = EnrolmentAnswer.safeParse(request.body);
  if (found === null) return refuseTicket(auth, request, response);
  if (!body.success) return void response.status(400).json({ code: 'malformed' });

  const outcome = await finishRegistration(auth, { ...found, ...body.data, trace: traceOf(request) });
  if (!outcome.ok) {
    const status = outcome.reason === 'ticket_spent' || outcome.reason === 'challenge_spent' ? 409 : 422;
    return void response.status(status).json({ code: outcome.reason });
  }
  response.append('Set-Cookie', clearCookie('ticket'));
  const signIn = needsServerPin(found.ticket) ? '/sign-in/number' : '/sign-in';
  response.json({ location: `${signIn}?enrolled=yes` });
}
