import { redirect } from 'react-router';
import { homeOf, requireSession } from '../http/guards.server.ts';
import type { Route } from './+types/index.route';

/** The bare address leads everybody to where they begin. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireSession(request, context);
  return redirect(homeOf(actor.kind === 'customer' ? 'customer' : actor.role));
}
