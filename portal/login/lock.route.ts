import { redirect } from 'react-router';
import { lockSession } from '#auth/sessions/lock-session.ts';
import type { Route } from './+types/lock.route';
import { lockedPath, pageOfForm } from './locked-path.ts';
import { parseReturnPath } from './return-path.ts';

/**
 * Locks at once: the session opens nothing more, and its key leads back to the same page. What somebody was typing stays in
 * the browser, sealed (portal/drafts); of everything else it keeps nothing.
 */
export async function action({ request, context }: Route.ActionArgs) {
  await lockSession(context.auth, { token: context.sessionToken, trace: context.trace });
  return redirect(lockedPath({ returnTo: parseReturnPath(pageOfForm(request)) }), {
    headers: { 'Clear-Site-Data': '"cache"' },
  });
}

/** Locking is a form; a link that leads here changes nothing. */
export function loader() {
  return redirect('/');
}
