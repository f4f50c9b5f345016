import { redirect } from 'react-router';
import { parseClaimCode } from '#auth/invitations/invitation.ts';
import { findBulkIssue } from '#auth/keys/find-bulk-issue.ts';
import { findPrintableKey, makeStopCode } from '#auth/keys/print-hand-over.ts';
import type { PrintableKey } from '#auth/keys/print-hand-over.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { requireStaff } from '../../http/guards.server.ts';
import type { PortalContext } from '../../http/portal-context.server.ts';
import { readForm, textsOf } from '../../http/read-form.server.ts';
import { badRequest, notFound } from '../../http/refuse.server.ts';
import { setClaimSlips, setHandOverSheets } from '../../keys/hand-over-paper.server.ts';
import { paperHouse, paperResponse } from '../../keys/paper-response.server.ts';
import { wordsIn } from '../../lib/i18n.ts';
import type { Route } from './+types/bulk-papers.route';
import { parseKeptLinks } from './bulk-form.server.ts';
import { bulkWords } from './words.ts';

/** Five hundred links with their codes fit in. */
const FORM_BYTES = 128 * 1024;

type Link = { keyId: string; token: string; claimCode: string | null };
type Printing = { context: PortalContext; actor: StaffActor; links: readonly Link[] };

/** The papers of a list as one PDF: all sheets, or all slips. The page that shows the links sends them back. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { proposalId } = params;
  const issue = await findBulkIssue(context.services.db, { proposalId, actor, now: context.auth.now() });
  if (issue === null) throw notFound();
  const { paper, links: sent } = textsOf(await readForm(request, FORM_BYTES), ['paper', 'links']);
  const links = parseKeptLinks(sent);
  if (links === null || (paper !== 'sheets' && paper !== 'slips')) throw badRequest();
  const keyIds = issue.lines.map(({ key }) => key?.keyId);
  if (!links.every(({ keyId }) => keyIds.includes(keyId))) throw notFound();
  const words = wordsIn(bulkWords, context.locale).one;
  const printing = { context, actor, links };
  return paper === 'sheets'
    ? paperResponse(context, await printSheets(printing, words.sheetsTitle), words.sheetsFile)
    : paperResponse(context, await printSlips(printing, words.slipsTitle), words.slipsFile);
}

/** Each sheet carries a stop code of its own; printed again, the earlier ones are void. */
async function printSheets({ context, actor, links }: Printing, title: string): Promise<Uint8Array> {
  const sheets: { key: PrintableKey; token: string; stopCode: string }[] = [];
  for (const { keyId, token } of links) {
    const made = await makeStopCode(context.auth, { keyId, token, actor, trace: context.trace });
    if (!made.ok) throw notFound();
    sheets.push({ key: made.key, token, stopCode: made.stopCode });
  }
  const [first, ...others] = sheets;
  if (first === undefined) throw notFound();
  return setHandOverSheets([first, ...others], { title, house: await paperHouse(context) });
}

/** The codes are printed as they came and not compared: whether one is right is nobody's to try here. */
async function printSlips({ context, actor, links }: Printing, title: string): Promise<Uint8Array> {
  const slips: { key: PrintableKey; claimCode: string }[] = [];
  for (const { keyId, token, claimCode: sent } of links) {
    const claimCode = sent === null ? null : parseClaimCode(sent);
    if (sent !== null && claimCode === null) throw badRequest();
    const found = await findPrintableKey(context.auth, { keyId, token, actor, trace: context.trace });
    if (!found.ok) throw notFound();
    if (claimCode !== null) slips.push({ key: found.key, claimCode });
  }
  const [first, ...others] = slips;
  if (first === undefined) throw notFound();
  return setClaimSlips([first, ...others], { title, house: await paperHouse(context) });
}

/** It is a form; a link that leads here prints nothing. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  await requireStaff(request, context, ['account-manager']);
  return redirect(`/desk/stock/bulk-issue/${encodeURIComponent(params.proposalId)}`);
}
