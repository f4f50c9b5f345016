import { redirect } from 'react-router';
import { endSessionByStaff } from '#auth/sessions/end-session-by-staff.ts';
import { requireStaff } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import type { Route } from './+types/end-session.route';
import { KEY_READERS } from './key-change.ts';

/** Ends one session of a customer's key; the key goes on working. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, KEY_READERS);
  const outcome = await endSessionByStaff(context.auth, { ...params, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  return redirect(`/desk/keys/${params.keyId}?done=session-ended`);
}

/** Ending is a form; a link that leads here changes nothing. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  await requireStaff(request, context, KEY_READERS);
  return redirect(`/desk/keys/${encodeURIComponent(params.keyId)}`);
}
