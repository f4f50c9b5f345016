import type { Request, Response } from 'express';
import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import { findSession, touchSession } from '#auth/sessions/find-session.ts';
import type { SessionOutcome } from '#auth/sessions/find-session.ts';
import { isTheme, negotiateLocale } from '#portal/lib/locale.ts';
import type { Locale, Theme } from '#portal/lib/locale.ts';
import type { PortalServices } from '../portal-services.server.ts';
import { readCookie } from './cookies.server.ts';
import { traceOf } from './request-trace.server.ts';
import { allowAgent } from './security-headers.server.ts';

/** What loaders and actions get: the program's services, and what this request brought. */
export type PortalContext = {
  services: PortalServices;
  auth: AuthServices;
  /** Of this answer's Content-Security-Policy; for the page's own scripts. */
  nonce: string;
  requestId: string;
  trace: RequestTrace;
  locale: Locale;
  theme: Theme;
  sessionToken: string | null;
  browserToken: string | null;
  ticket: string | null;
  /** Puts another Content-Security-Policy in place of the page's, for what is no page of ours. */
  setContentPolicy: (policy: string) => void;
  /** Lets this answer's page speak to the key-agent of its own computer. */
  allowAgent: () => void;
  /** Puts another Cache-Control in place of `no-store`, for what is nobody's secret. */
  setCachePolicy: (policy: string) => void;
  /** Adds a Set-Cookie header to the answer, whatever the answer is. */
  addCookie: (header: string) => void;
  /** Tells when it is worth trying again, beside a refusal. */
  setRetryAfter: (seconds: number) => void;
  /** The session of the request's cookie, judged once a request. */
  findSession: () => Promise<SessionOutcome>;
};

declare module 'react-router' {
  // An interface, since the framework declares it as one; its index signature would swallow an Omit.
  interface AppLoadContext extends PortalContext {}
}

/** Puts the context of one request together. Costs nothing until a loader asks for the session. */
export function createPortalContext(
  services: PortalServices,
  request: Request,
  response: Response,
): PortalContext {
  const cookies = request.headers.cookie;
  const sessionToken = readCookie(cookies, 'session');
  const theme = readCookie(cookies, 'theme');
  let session: Promise<SessionOutcome> | null = null;
  return {
    services,
    auth: services.auth,
    nonce: String(response.locals['nonce']),
    requestId: String(response.locals['requestId']),
    trace: traceOf(request),
    locale: negotiateLocale(readCookie(cookies, 'locale'), request.headers['accept-language']),
    theme: isTheme(theme) ? theme : 'system',
    sessionToken,
    browserToken: readCookie(cookies, 'browser'),
    ticket: readCookie(cookies, 'ticket'),
    setContentPolicy: (policy) => void response.setHeader('Content-Security-Policy', policy),
    allowAgent: () => allowAgent(response),
    setCachePolicy: (policy) => void response.setHeader('Cache-Control', policy),
    addCookie: (header) => void response.append('Set-Cookie', header),
    setRetryAfter: (seconds) => void response.setHeader('Retry-After', String(seconds)),
    findSession: () => (session ??= judgeSession(services.auth, sessionToken)),
  };
}

/** A page asked for is a sign of life; it moves the idle limit. Streams and beacons never come through here. */
async function judgeSession(auth: AuthServices, token: string | null): Promise<SessionOutcome> {
  if (token === null) return { ok: false, reason: 'none', endedReason: null };
  const now = auth.now();
  const outcome = await findSession(auth.db, { token, policy: await auth.policy(), now });
  if (outcome.ok) await touchSession(auth.db, { sessionId: outcome.session.actor.sessionId, now });
  return outcome;
}
