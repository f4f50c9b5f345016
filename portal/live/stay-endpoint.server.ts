import type { RequestHandler } from 'express';
import type { AuthServices } from '#auth/auth-services.ts';
import { findSession, touchSession } from '#auth/sessions/find-session.ts';
import type { SessionOutcome } from '#auth/sessions/find-session.ts';
import { readCookie } from '../http/cookies.server.ts';
import { timeLeftOf } from './time-left.ts';

/** Listed by name in the route-table test: no framework route stands for it. */
export const STAY_PATH = '/live/stay';

/**
 * POST /live/stay: a person is at a page and uses it, or says so; the page's script sends it for nothing else. It moves the
 * idle limit like a page that is asked for, and never the absolute one.
 */
export function stayEndpoint(auth: AuthServices): RequestHandler {
  return async (request, response) => {
    const token = readCookie(request.headers.cookie, 'session');
    const before = await judge(auth, token);
    if (!before.ok) return void response.status(401).json({ code: 'no_session' });
    await touchSession(auth.db, { sessionId: before.session.actor.sessionId, now: auth.now() });
    const after = await judge(auth, token);
    if (!after.ok) return void response.status(401).json({ code: 'no_session' });
    response.json(timeLeftOf(after.session, auth.now()));
  };
}

async function judge({ db, policy, now }: AuthServices, token: string | null): Promise<SessionOutcome> {
  if (token === null) return { ok: false, reason: 'none', endedReason: null };
  return findSession(db, { token, policy: await policy(), now: now() });
}
