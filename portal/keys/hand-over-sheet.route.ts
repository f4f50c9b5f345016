import { redirect } from 'react-router';
import { makeStopCode } from '#auth/keys/print-hand-over.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import type { Route } from './+types/hand-over-sheet.route';
import { setHandOverSheet, wordsForHolder } from './hand-over-paper.server.ts';
import { paperHouse, paperResponse } from './paper-response.server.ts';

/** The sheet as a PDF. The page that shows a link, this once, sends it back: nobody else knows its token. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const token = textOf(await readForm(request), 'token');
  const { keyId } = params;
  const outcome = await makeStopCode(context.auth, { keyId, token, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  const { key, stopCode } = outcome;
  const bytes = await setHandOverSheet(key, { token, stopCode, house: await paperHouse(context) });
  return paperResponse(context, bytes, wordsForHolder(key).words.fileName(key.label));
}

/** It is a form; a link that leads here prints nothing. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  await requireStaff(request, context, ['account-manager']);
  return redirect(`/desk/keys/${encodeURIComponent(params.keyId)}`);
}
