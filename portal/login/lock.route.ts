import { redirect } from 'react-router';
import { endSession } from '#auth/sessions/end-session.ts';
import { clearCookie } from '../http/cookies.server.ts';
import type { Route } from './+types/lock.route';
import { parseReturnPath } from './return-path.ts';

/** Locks at once: the session ends, and the key leads back to the same page. */
export async function action({ request, context }: Route.ActionArgs) {
  const referrer = request.headers.get('Referer');
  const returnTo = referrer === null ? null : parseReturnPath(pathOf(referrer));
  await endSession(context.auth, { token: context.sessionToken, reason: 'locked', trace: context.trace });
  const query = new URLSearchParams({ reason: 'locked', ...(returnTo === null ? {} : { return: returnTo }) });
  return redirect(`/sign-in?${query.toString()}`, {
    headers: { 'Set-Cookie': clearCookie('session'), 'Clear-Site-Data': '"cache", "storage"' },
  });
}

/** Locking is a form; a link that leads here changes nothing. */
export function loader() {
  return redirect('/');
}

/** Referrer-Policy is same-origin, so a referrer is one of our own pages. */
function pathOf(referrer: string): string | null {
  if (!URL.canParse(referrer)) return null;
  const { pathname, search } = new URL(referrer);
  return `${pathname}${search}`;
}
