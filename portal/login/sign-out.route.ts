import { redirect } from 'react-router';
import { endSession } from '#auth/sessions/end-session.ts';
import { clearCookie } from '../http/cookies.server.ts';
import type { Route } from './+types/sign-out.route';

/** Ends the session, and has the browser forget what it kept of it (SES-08). */
export async function action({ context }: Route.ActionArgs) {
  await endSession(context.auth, { token: context.sessionToken, trace: context.trace });
  return redirect('/sign-in?reason=signed-out', {
    headers: { 'Set-Cookie': clearCookie('session'), 'Clear-Site-Data': '"cache", "storage"' },
  });
}

/** A sign-out is a form; a link that leads here changes nothing. */
export function loader() {
  return redirect('/');
}
