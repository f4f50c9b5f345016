/**
 * Where an agent says that the key is still plugged in, or that it was pulled out (SES-07). Before the rule about pages: its
 * client is a program without cookies and without an origin. No browser may come here, our own pages included, so that no page
 * can play the agent; and what counts is the agent's signature alone.
 */
import { Router, json } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { AuthServices } from '#auth/auth-services.ts';
import { takeHeartbeat } from '#auth/dongles/take-heartbeat.ts';
import { HEARTBEAT_PATH } from '#auth/wire/protocol.ts';
import { neverStore } from '../http/security-headers.server.ts';
import { traceOf } from '../http/request-trace.server.ts';
import { onlyJson, refuseMalformed } from '../login/ceremony-request.server.ts';

const BODY_LIMIT = '16kb';
const Body = z.strictObject({ message: z.string().max(10_000) });

/** @param limit what stands before it, before its body is read */
export function heartbeatEndpoint(auth: AuthServices, limit: RequestHandler): Router {
  const router = Router();
  router.use(HEARTBEAT_PATH, neverStore, onlyPrograms);
  router.post(
    HEARTBEAT_PATH,
    limit,
    onlyJson,
    json({ limit: BODY_LIMIT, strict: true }),
    (request, response) => answer(auth, request, response),
  );
  router.use(HEARTBEAT_PATH, refuseMalformed);
  return router;
}

/** A browser names where a request comes from; an agent does not. */
const onlyPrograms: RequestHandler = ({ headers, method }, response, next) => {
  if (headers['sec-fetch-site'] !== undefined || headers.origin !== undefined || method !== 'POST') {
    response.status(403).json({ code: 'not_for_browsers' });
    return;
  }
  next();
};

/** A stranger is told nothing of why: an agent that is revoked or unknown stops either way. */
async function answer(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const body = Body.safeParse(request.body);
  if (!body.success) return void response.status(400).json({ code: 'malformed' });
  const outcome = await takeHeartbeat(auth, { message: body.data.message, trace: traceOf(request) });
  response.json({ watch: outcome.ok ? outcome.watch : 'stop' });
}
