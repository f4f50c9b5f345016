import { redirect } from 'react-router';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { assignPriceList, withdrawPriceList } from '../prices/assign-price-list.server.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import type { Route } from './+types/price-lists.route';
import { findCustomer } from './find-customer.server.ts';

/** Opens a price list for a customer, or closes it. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const { priceListId, intent } = textsOf(form, ['priceListId', 'intent']);
  const { accountId } = params;
  if ((await findCustomer(context.services.db, { accountId, actor })) === null) throw notFound();
  if (intent !== 'open' && intent !== 'close') throw badRequest();
  await requireStepUp(request, context, { actor, form });
  const step = { accountId, priceListId, actor, trace: context.trace };
  switch (intent) {
    case 'open':
      if (!(await assignPriceList(context.auth, step)).ok) throw notFound();
      return redirect(`/desk/customers/${accountId}?done=price-list-opened`);
    case 'close':
      if (!(await withdrawPriceList(context.auth, step)).ok) throw notFound();
      return redirect(`/desk/customers/${accountId}?done=price-list-closed`);
  }
}

/** Both are forms; a link that leads here changes nothing. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  await requireStaff(request, context, ['account-manager']);
  return redirect(`/desk/customers/${encodeURIComponent(params.accountId)}`);
}
