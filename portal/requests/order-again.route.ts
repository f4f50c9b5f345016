import { redirect } from 'react-router';
import { requireBuyer } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import type { Route } from './+types/order-again.route';
import { draftFromOrder } from './draft-request.server.ts';

/** Makes a draft with the goods of an order and leads to it. Nothing leaves by this. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireBuyer(request, context);
  const { db, now } = context.services;
  const { orderId } = params;
  const outcome = await draftFromOrder(db, { actor, orderId, at: now() });
  if (outcome.ok) {
    const leftOut = outcome.leftOut > 0 ? `?left=${outcome.leftOut}` : '';
    return redirect(`/requests/${encodeURIComponent(outcome.requestId)}${leftOut}`);
  }
  if (outcome.reason === 'not_found') throw notFound();
  return redirect(`/requests/new?problem=${outcome.reason}`);
}

/** A link that leads here changes nothing. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  await requireBuyer(request, context);
  return redirect(`/orders/${encodeURIComponent(params.orderId)}`);
}
