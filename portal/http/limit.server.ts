/**
 * Where limits (auth/limits) meet requests. Whoever passes one is answered 429 with the time after which it is worth
 * trying again: a page for people, `{ code: 'too_many' }` for scripts. That it happened is written down once a minute
 * for each limit, with the address that met it then.
 */
import type { Request, RequestHandler } from 'express';
import { actedBy } from '#auth/audit/acted-by.ts';
import type { AuthServices, RequestTrace } from '#auth/auth-services.ts';
import type { Admission, Whom } from '#auth/limits/limiter.ts';
import type { LimitKind } from '#auth/limits/limits.ts';
import type { Actor } from '#auth/permissions/actor.ts';
import type { PortalServices } from '../portal-services.server.ts';
import { createPortalContext } from './portal-context.server.ts';
import type { PortalContext } from './portal-context.server.ts';
import { renderRefusalPage } from './refusal-pages.server.tsx';
import { tooMany } from './refuse.server.ts';
import { traceOf } from './request-trace.server.ts';

const TOO_MANY_REQUESTS = 429;

/** Lets a request pass while its address, and all addresses together, are within the limit. Reads no body. */
export function limitRequests(services: PortalServices, kind: LimitKind): RequestHandler {
  return async (request, response, next) => {
    const trace = traceOf(request);
    const admission = await countAndRecord(services.auth, kind, { whom: { address: trace.ip }, trace });
    if (admission.ok) return next();
    const { retryAfterSeconds } = admission;
    response.status(TOO_MANY_REQUESTS).setHeader('Retry-After', String(retryAfterSeconds));
    if (isOfScript(request)) return void response.json({ code: 'too_many' });
    const context = createPortalContext(services, request, response);
    const page = { path: request.originalUrl, status: TOO_MANY_REQUESTS, retryAfterSeconds };
    response.type('html').send(await renderRefusalPage(context, page));
  };
}

/** Answers nothing: for a limit that only the end of a ceremony can count. */
export function countRequest(
  auth: AuthServices,
  kind: LimitKind,
  { request, whom }: { request: Request; whom: Whom },
): Promise<Admission> {
  const trace = traceOf(request);
  return countAndRecord(auth, kind, { whom: { address: trace.ip, ...whom }, trace });
}

/**
 * Counts what somebody does in a loader or an action: under their key and account, or under their address while nobody
 * has proven who they are.
 * @throws Response 429
 */
export async function requireWithinLimit(
  { auth, trace, setRetryAfter }: PortalContext,
  kind: LimitKind,
  actor: Actor | null,
): Promise<void> {
  const admission = await countAndRecord(auth, kind, { whom: whomOf(actor, trace), actor, trace });
  if (admission.ok) return;
  setRetryAfter(admission.retryAfterSeconds);
  throw tooMany(admission.retryAfterSeconds);
}

function whomOf(actor: Actor | null, { ip }: RequestTrace): Whom {
  if (actor === null) return { address: ip };
  return { key: actor.keyId, account: actor.kind === 'customer' ? actor.accountId : null };
}

type Counted = { whom: Whom; actor?: Actor | null; trace: RequestTrace };

async function countAndRecord(
  { db, audit, limits, now }: AuthServices,
  kind: LimitKind,
  { whom, actor = null, trace }: Counted,
): Promise<Admission> {
  const admission = limits.admit(kind, whom);
  if (admission.ok) return admission;
  const { scope } = admission;
  const by = actor === null ? {} : { ...actedBy(actor), holderId: actor.holderId, keyId: actor.keyId };
  await audit.recordRepeatable(
    db,
    { type: 'limit_reached', result: 'refused', reason: kind, details: { scope }, ...by, trace, at: now() },
    `${kind} ${scope} ${actor?.sessionId ?? ''}`,
  );
  return admission;
}

/** Our page scripts and event streams, which show no page. */
function isOfScript(request: Request): boolean {
  return Boolean(request.is('application/json')) || request.headers.accept === 'text/event-stream';
}
