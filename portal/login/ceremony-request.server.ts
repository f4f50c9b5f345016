/** What all requests of ceremonies have in common, whatever proves itself in them. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { AuthServices } from '#auth/auth-services.ts';
import { isWatchable } from '#auth/dongles/watch-key.ts';
import { findOpenTicket } from '#auth/invitations/find-ticket.ts';
import type { OpenTicket } from '#auth/invitations/find-ticket.ts';
import { recordSpentTicket } from '#auth/invitations/record-spent-ticket.ts';
import type { StaffRole } from '#auth/permissions/roles.ts';
import { clearCookie, readCookie, setCookie } from '../http/cookies.server.ts';
import { homeOf } from '../http/guards.server.ts';
import { traceOf } from '../http/request-trace.server.ts';
import { parseReturnPath } from './return-path.ts';

type SignedIn = { token: string; role: StaffRole | 'customer'; endedOthers: number };

/** Gives the browser its session, and leads on: by way of the agent where one of its holder may watch the key (SES-07). */
export async function letIn(
  auth: AuthServices,
  response: Response,
  { signedIn, returnTo }: { signedIn: SignedIn; returnTo: string | null | undefined },
): Promise<void> {
  const place = placeAfter(signedIn, parseReturnPath(returnTo));
  const byAgent = `/my-key/watch?${new URLSearchParams({ return: place })}`;
  response.append('Set-Cookie', setCookie('session', signedIn.token));
  response.append('Set-Cookie', clearCookie('browser'));
  response.json({ location: (await isWatchable(auth, signedIn.token)) ? byAgent : place });
}

/** Whoever's older session was ended for this one is shown which others go on (SES-09); a link leads on. */
function placeAfter({ role, endedOthers }: SignedIn, returnTo: string | null): string {
  if (endedOthers === 0) return returnTo ?? homeOf(role);
  const goOn = returnTo === null ? {} : { return: returnTo };
  return `/my-key?${new URLSearchParams({ done: 'displaced', ...goOn })}`;
}

/** The open ticket of this browser, if it has one. */
export async function findTicketOf(
  auth: AuthServices,
  request: Request,
): Promise<{ ticket: OpenTicket; browserToken: string } | null> {
  const browserToken = readCookie(request.headers.cookie, 'browser');
  const token = readCookie(request.headers.cookie, 'ticket');
  if (browserToken === null || token === null) return null;
  const ticket = await findOpenTicket(auth.db, { ticket: token, browserToken, now: auth.now() });
  return ticket === null ? null : { ticket, browserToken };
}

/** Whatever is wrong with the ticket, the answer is one. */
export async function refuseTicket(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const ticket = readCookie(request.headers.cookie, 'ticket');
  const browserToken = readCookie(request.headers.cookie, 'browser');
  if (ticket !== null) await recordSpentTicket(auth, { ticket, browserToken, trace: traceOf(request) });
  response.status(409).json({ code: 'ticket_spent' });
}

export const onlyJson: RequestHandler = (request, response, next) => {
  if (request.method === 'POST' && request.is('application/json') === false) {
    response.status(415).json({ code: 'not_json' });
    return;
  }
  next();
};

/** What the JSON reader refused: too large, not JSON, an unknown encoding. Anything else is a bug and goes on. */
export const refuseMalformed: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  if (typeof status !== 'number' || status < 400 || status >= 500) {
    next(error);
    return;
  }
  response.status(status).json({ code: status === 413 ? 'too_large' : 'malformed' });
};
