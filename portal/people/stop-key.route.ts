import { redirect } from 'react-router';
import { stopKey } from '#auth/keys/stop-key.ts';
import { requireCustomer } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import type { Route } from './+types/stop-key.route';

/** A key of the company was lost: it is stopped at once. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireCustomer(request, context);
  const outcome = await stopKey(context.auth, { keyId: params.keyId, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  return redirect(actor.role === 'owner' ? '/people?done=stopped' : '/my-key?done=stopped');
}

/** Stopping is a form; a link that leads here changes nothing. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireCustomer(request, context);
  return redirect(actor.role === 'owner' ? '/people' : '/my-key');
}
