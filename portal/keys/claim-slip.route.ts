import { redirect } from 'react-router';
import { parseClaimCode } from '#auth/invitations/invitation.ts';
import { findPrintableKey } from '#auth/keys/print-hand-over.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import type { Route } from './+types/claim-slip.route';
import { setClaimSlip, wordsForHolder } from './hand-over-paper.server.ts';
import { paperHouse, paperResponse } from './paper-response.server.ts';

/**
 * The slip with the code of a link, which the page that shows it sends back. The code is printed as it came and not
 * compared: an answer to whether it is right would let somebody with the link alone try codes for nothing.
 */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { token, claimCode: sent } = textsOf(await readForm(request), ['token', 'claimCode']);
  const { keyId } = params;
  const outcome = await findPrintableKey(context.auth, { keyId, token, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  const claimCode = parseClaimCode(sent);
  if (claimCode === null) throw badRequest();
  const { key } = outcome;
  const bytes = await setClaimSlip(key, { claimCode, house: await paperHouse(context) });
  return paperResponse(context, bytes, wordsForHolder(key).words.slipFileName(key.label));
}

/** It is a form; a link that leads here prints nothing. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  await requireStaff(request, context, ['account-manager']);
  return redirect(`/desk/keys/${encodeURIComponent(params.keyId)}`);
}
