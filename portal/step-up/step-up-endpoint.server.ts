import type { Request, Response } from 'express';
import { z } from 'zod';
import type { AuthServices } from '#auth/auth-services.ts';
import { findSession } from '#auth/sessions/find-session.ts';
import { beginStepUp } from '#auth/step-up/begin-step-up.ts';
import { readCookie } from '../http/cookies.server.ts';
import { deedOf } from './deeds.ts';

const Asked = z.object({
  path: z.string().max(2_000),
  content: z.array(z.tuple([z.string().max(200), z.string().max(2_000)])).max(500),
});

/**
 * POST /step-up/begin: what a form will do, as its page says it, becomes a challenge for the key of the session. The
 * answer is good for that form alone: whatever else is sent with it does not fit the signature.
 */
export async function beginStepUpOf(auth: AuthServices, request: Request, response: Response): Promise<void> {
  const token = readCookie(request.headers.cookie, 'session');
  const now = auth.now();
  const found =
    token === null ? null : await findSession(auth.db, { token, policy: await auth.policy(), now });
  if (!found?.ok) return void response.status(401).json({ code: 'no_session' });
  const asked = Asked.safeParse(request.body);
  if (!asked.success) return void response.status(400).json({ code: 'malformed' });

  const deed = deedOf(asked.data.path, asked.data.content);
  if (deed === null) return void response.json({ isNeeded: false });
  const begun = await beginStepUp(auth, { actor: found.session.actor, deed });
  if (!begun.ok) return void response.status(403).json({ code: begun.reason });
  const { options, state } = begun;
  response.json({ isNeeded: true, options, state });
}
