import { redirect } from 'react-router';
import { endOtherSessions } from '#auth/sessions/end-own-sessions.ts';
import { requireSession } from '../http/guards.server.ts';
import type { Route } from './+types/end-other-sessions.route';

/** Ends all sessions of the person but this one. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireSession(request, context);
  const count = await endOtherSessions(context.auth, { actor, trace: context.trace });
  return redirect(`/my-key?done=others&count=${count}`);
}

/** Ending is a form; a link that leads here changes nothing. */
export async function loader({ request, context }: Route.LoaderArgs) {
  await requireSession(request, context);
  return redirect('/my-key');
}
