/**
 * The two requests of the page that lets an agent watch a FIDO key (SES-07). Of the signed-in browser only, and they change
 * nothing but whether the session is watched.
 */
import { Router, json } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { AuthServices } from '#auth/auth-services.ts';
import { beginKeyWatch, finishKeyWatch } from '#auth/dongles/watch-key.ts';
import { readCookie } from '../http/cookies.server.ts';
import { traceOf } from '../http/request-trace.server.ts';
import { onlyJson, refuseMalformed } from '../login/ceremony-request.server.ts';

/** Listed by name in the route-table test: no framework route stands for them. */
export const KEY_WATCH_PATHS = ['/my-key/watch/begin', '/my-key/watch/finish'] as const;

const BODY_LIMIT = '64kb';
const Answered = z.object({ state: z.string().max(8_000), message: z.string().max(20_000) });

/** @param limit what stands before them, before their bodies are read */
export function keyWatchEndpoints(auth: AuthServices, limit: RequestHandler): Router {
  const router = Router();
  router.post([...KEY_WATCH_PATHS], limit);
  router.use([...KEY_WATCH_PATHS], onlyJson, json({ limit: BODY_LIMIT, strict: true }));
  router.post('/my-key/watch/begin', (request, response) => begin(auth, request, response));
  router.post('/my-key/watch/finish', (request, response) => finish(auth, request, response));
  router.use([...KEY_WATCH_PATHS], refuseMalformed);
  return router;
}

async function begin(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const token = readCookie(request.headers.cookie, 'session');
  const asked = token === null ? null : await beginKeyWatch(auth, { token, trace: traceOf(request) });
  if (asked === null) return void response.status(409).json({ code: 'not_watchable' });
  response.json(asked);
}

async function finish(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const token = readCookie(request.headers.cookie, 'session');
  const body = Answered.safeParse(request.body);
  if (token === null || !body.success) return void response.status(400).json({ code: 'malformed' });
  const outcome = await finishKeyWatch(auth, { ...body.data, token, trace: traceOf(request) });
  if (!outcome.ok) return void response.status(422).json({ code: outcome.reason });
  response.json({ pluggedKeys: outcome.pluggedKeys });
}
