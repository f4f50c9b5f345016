import { redirect } from 'react-router';
import { switchAccount } from '#auth/sessions/switch-account.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { requireCustomer } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import type { Route } from './+types/switch-account.route';

/** Moves the session to another account of the same person. What was open belonged to the one before, so: home. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireCustomer(request, context);
  const accountId = textOf(await readForm(request), 'accountId');
  const outcome = await switchAccount(context.auth, { accountId, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  return redirect('/home');
}

/** Switching is a form; a link that leads here changes nothing. */
export async function loader({ request, context }: Route.LoaderArgs) {
  await requireCustomer(request, context);
  return redirect('/home');
}
