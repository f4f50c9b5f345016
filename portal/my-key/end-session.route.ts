import { redirect } from 'react-router';
import { endOwnSession } from '#auth/sessions/end-own-sessions.ts';
import { requireSession } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import type { Route } from './+types/end-session.route';

/** Ends one of the person's other sessions. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireSession(request, context);
  const { sessionId } = params;
  const outcome = await endOwnSession(context.auth, { sessionId, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  return redirect('/my-key?done=one');
}

/** Ending is a form; a link that leads here changes nothing. */
export async function loader({ request, context }: Route.LoaderArgs) {
  await requireSession(request, context);
  return redirect('/my-key');
}
