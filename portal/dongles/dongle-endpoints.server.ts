/**
 * The requests of the pages that speak to a key-agent, before the framework. The page carries signed messages between the
 * portal and the agent of its own computer; what it carries is believed only as far as it is signed. Why a sign-in failed is
 * told to nobody (AUT-12); why a registration failed, to whoever has its ticket.
 */
import { Router, json } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { AuthServices } from '#auth/auth-services.ts';
import { beginComputer } from '#auth/dongles/begin-computer.ts';
import { beginDongleRegistration } from '#auth/dongles/begin-registration.ts';
import { beginDongleSignIn } from '#auth/dongles/begin-sign-in.ts';
import { isDongleKind } from '#auth/dongles/dongle-kind.ts';
import { beginAgentEnrolment, compareAgent, finishAgentEnrolment } from '#auth/dongles/enrol-agent.ts';
import type { AgentStep } from '#auth/dongles/enrol-agent.ts';
import { finishComputer } from '#auth/dongles/finish-computer.ts';
import type { ComputerRefusal } from '#auth/dongles/finish-computer.ts';
import { finishDongleRegistration } from '#auth/dongles/finish-registration.ts';
import { finishDongleSignIn } from '#auth/dongles/finish-sign-in.ts';
import { tryDongle } from '#auth/dongles/try-dongle.ts';
import type { LinkPurpose } from '#auth/invitations/invitation.ts';
import type { LimitKind } from '#auth/limits/limits.ts';
import { findFaultOfTyped } from '#auth/pins/set-pin.ts';
import type { CompanyReader } from '../company/company.server.ts';
import { clearCookie, readCookie } from '../http/cookies.server.ts';
import { traceOf } from '../http/request-trace.server.ts';
import {
  findTicketOf,
  letIn,
  onlyJson,
  refuseMalformed,
  refuseTicket,
} from '../login/ceremony-request.server.ts';
import { toShownText } from './shown-text.ts';

/** Listed by name in the route-table test: no framework route stands for them. */
export const DONGLE_PATHS = [
  '/sign-in/dongle/begin',
  '/sign-in/dongle/finish',
  '/enrol/agent/begin',
  '/enrol/agent/compare',
  '/enrol/agent/finish',
  '/enrol/dongle/begin',
  '/enrol/dongle/try',
  '/enrol/dongle/finish',
  '/enrol/computer/begin',
  '/enrol/computer/finish',
] as const;
type DonglePath = (typeof DONGLE_PATHS)[number];

const LIMIT_OF: Readonly<Record<DonglePath, LimitKind>> = {
  '/sign-in/dongle/begin': 'sign-in-begin',
  '/sign-in/dongle/finish': 'sign-in-finish',
  '/enrol/agent/begin': 'enrol-begin',
  '/enrol/agent/compare': 'enrol-finish',
  '/enrol/agent/finish': 'enrol-finish',
  '/enrol/dongle/begin': 'enrol-begin',
  '/enrol/dongle/try': 'enrol-finish',
  '/enrol/dongle/finish': 'enrol-finish',
  '/enrol/computer/begin': 'enrol-begin',
  '/enrol/computer/finish': 'enrol-finish',
};

const BODY_LIMIT = '64kb';
const TypedPin = z.string().max(200);
const Answered = z.object({ state: z.string().max(8_000), message: z.string().max(20_000) });
const SignInAnswer = Answered.extend({ pin: TypedPin, returnTo: z.string().max(2_000).nullish() });
const RegistrationToBegin = z.object({ pin: TypedPin });
const TypedName = z.string().max(200).default('');
const RegistrationAnswer = Answered.extend({ pin: TypedPin, name: TypedName });

type Served = { auth: AuthServices; company: CompanyReader };

/** @param limit what stands before each of them, before its body is read */
export function dongleEndpoints(served: Served, limit: (kind: LimitKind) => RequestHandler): Router {
  const router = Router();
  const { auth } = served;
  for (const path of DONGLE_PATHS) router.post(path, limit(LIMIT_OF[path]));
  router.use([...DONGLE_PATHS], onlyJson, json({ limit: BODY_LIMIT, strict: true }));
  router.post('/sign-in/dongle/begin', (request, response) => beginSignIn(auth, request, response));
  router.post('/sign-in/dongle/finish', (request, response) => finishSignIn(auth, request, response));
  router.post('/enrol/agent/begin', (request, response) => beginAgent(served, request, response));
  router.post('/enrol/agent/compare', (request, response) =>
    nextOfAgent(served, compareAgent, request, response),
  );
  router.post('/enrol/agent/finish', (request, response) =>
    nextOfAgent(served, finishAgentEnrolment, request, response),
  );
  router.post('/enrol/dongle/begin', (request, response) => beginDongle(served, request, response));
  router.post('/enrol/dongle/try', (request, response) => nextOfAgent(served, tryDongle, request, response));
  router.post('/enrol/dongle/finish', (request, response) => finishDongle(served, request, response));
  router.post('/enrol/computer/begin', (request, response) => beginAtComputer(served, request, response));
  router.post('/enrol/computer/finish', (request, response) => finishAtComputer(served, request, response));
  router.use([...DONGLE_PATHS], refuseMalformed);
  return router;
}

async function beginSignIn(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const browserToken = readCookie(request.headers.cookie, 'browser');
  if (browserToken === null) return void response.status(400).json({ code: 'no_cookie' });
  response.json(await beginDongleSignIn(auth, { browserToken, trace: traceOf(request) }));
}

/** A stranger's agent, another dongle, a wrong PIN, a suspension: one answer (AUT-12, PIN-05). */
async function finishSignIn(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const { cookie } = request.headers;
  const browserToken = readCookie(cookie, 'browser');
  const body = SignInAnswer.safeParse(request.body);
  if (browserToken === null || !body.success) return void response.status(400).json({ code: 'malformed' });
  const trace = traceOf(request);
  const { returnTo, ...answer } = body.data;
  const previousToken = readCookie(cookie, 'session');
  const outcome = await finishDongleSignIn(auth, { ...answer, browserToken, previousToken, trace });
  if (!outcome.ok) return void response.status(403).json({ code: 'refused' });
  auth.limits.remember(trace.ip);
  await letIn(auth, response, { signedIn: outcome, returnTo });
}

async function beginAgent(served: Served, request: Request, response: Response): Promise<void> {
  const step = await findStep(served, request, null);
  if (step === null) return refuseTicket(served.auth, request, response);
  response.json(await beginAgentEnrolment(served.auth, step));
}

type NextStep = (
  auth: AuthServices,
  step: AgentStep & z.infer<typeof Answered>,
) => Promise<{ ok: true } | { ok: false; reason: string }>;

async function nextOfAgent(
  served: Served,
  next: NextStep,
  request: Request,
  response: Response,
): Promise<void> {
  const step = await findStep(served, request, next === tryDongle ? 'key' : null);
  const body = Answered.safeParse(request.body);
  if (step === null) return refuseTicket(served.auth, request, response);
  if (!body.success) return void response.status(400).json({ code: 'malformed' });
  const outcome = await next(served.auth, { ...step, ...body.data });
  if (!outcome.ok) return void response.status(422).json({ code: outcome.reason });
  const { ok: _ok, ...told } = outcome;
  response.json(told);
}

async function beginDongle(served: Served, request: Request, response: Response): Promise<void> {
  const step = await findStep(served, request, 'key');
  const body = RegistrationToBegin.safeParse(request.body);
  if (step === null) return refuseTicket(served.auth, request, response);
  if (!body.success) return void response.status(400).json({ code: 'malformed' });
  // Before somebody looks for the dongle in vain; the finish judges the PIN again.
  const fault = findFaultOfTyped(step.ticket.key, body.data.pin);
  if (fault !== null) return void response.status(422).json({ code: `pin_${fault}` });
  response.json(await beginDongleRegistration(served.auth, step));
}

async function finishDongle(served: Served, request: Request, response: Response): Promise<void> {
  const step = await findStep(served, request, 'key');
  const body = RegistrationAnswer.safeParse(request.body);
  if (step === null) return refuseTicket(served.auth, request, response);
  if (!body.success) return void response.status(400).json({ code: 'malformed' });
  const outcome = await finishDongleRegistration(served.auth, { ...step, ...body.data });
  if (!outcome.ok) return void response.status(422).json({ code: outcome.reason });
  response.append('Set-Cookie', clearCookie('ticket'));
  response.json({ location: '/sign-in/dongle?enrolled=yes' });
}

async function beginAtComputer(served: Served, request: Request, response: Response): Promise<void> {
  const step = await findStep(served, request, 'computer');
  if (step === null) return refuseTicket(served.auth, request, response);
  response.json(await beginComputer(served.auth, step));
}

async function finishAtComputer(served: Served, request: Request, response: Response): Promise<void> {
  const step = await findStep(served, request, 'computer');
  const body = RegistrationAnswer.safeParse(request.body);
  if (step === null) return refuseTicket(served.auth, request, response);
  if (!body.success) return void response.status(400).json({ code: 'malformed' });
  const outcome = await finishComputer(served.auth, { ...step, ...body.data });
  if (!outcome.ok) return void response.status(422).json({ code: toldOf(outcome.reason) });
  response.append('Set-Cookie', clearCookie('ticket'));
  response.json({ location: '/sign-in/dongle?enrolled=computer' });
}

/** A wrong dongle and a wrong PIN are one answer (PIN-05); what whoever has the ticket can mend is told. */
const UNTOLD: readonly ComputerRefusal[] = [
  'proof_wrong',
  'dongle_in_use',
  'wrong_pin',
  'pin_wait',
  'pin_tries_spent',
  'pin_missing',
  'pin_expired',
  'pin_limit',
];

function toldOf(reason: ComputerRefusal): string {
  return UNTOLD.includes(reason) ? 'refused' : reason;
}

/** The ticket of this browser, where it is for a customer's dongle and for this; staff have none (ADM-01). */
async function findStep(
  { auth, company }: Served,
  request: Request,
  purpose: LinkPurpose | null,
): Promise<AgentStep | null> {
  const found = await findTicketOf(auth, request);
  if (found === null || !isDongleKind(found.ticket.key.kind) || found.ticket.holder.kind !== 'customer')
    return null;
  if (purpose !== null && found.ticket.purpose !== purpose) return null;
  return { ...found, portalName: toShownText((await company.find()).name), trace: traceOf(request) };
}
