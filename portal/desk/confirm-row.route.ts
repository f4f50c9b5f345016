import { redirect } from 'react-router';
import { confirmMovedRow } from '#portal/connectors/moved-rows.server.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import type { Route } from './+types/confirm-row.route';
import { toTieActor } from './tie-actor.server.ts';

/** Says that a row rightly belongs to its new counterparty; its customer sees it as soon as the former one agrees. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  await requireStepUp(request, context, { actor, form });
  const outcome = await confirmMovedRow(context.auth, {
    rowId: params.rowId,
    seenCounterpartyId: textOf(form, 'seenCounterpartyId'),
    actor: toTieActor(actor, context.trace),
  });
  if (outcome.ok) return redirect('/desk/ties?done=row-confirmed');
  switch (outcome.reason) {
    case 'not_found':
      throw notFound();
    case 'moved_again':
      return redirect('/desk/ties?done=moved-again');
    case 'former_customer_asked':
      return redirect('/desk/ties?done=row-asked');
  }
}

/** Confirming is a form; a link that leads here changes nothing. */
export async function loader({ request, context }: Route.LoaderArgs) {
  await requireStaff(request, context, ['account-manager']);
  return redirect('/desk/ties');
}
