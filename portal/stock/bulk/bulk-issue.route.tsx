import { data, redirect } from 'react-router';
import { proposeBulkIssue } from '#auth/keys/bulk-issue.ts';
import { CLAIMED_EVIDENCES, parseClaimedEvidence } from '#auth/keys/evidence.ts';
import { findBulkIssues } from '#auth/keys/find-bulk-issue.ts';
import { hashOfPlan, planBulkIssue } from '#auth/keys/plan-bulk-issue.ts';
import type { PlannedBulkRow } from '#auth/keys/plan-bulk-issue.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { requireStaff } from '../../http/guards.server.ts';
import type { PortalContext } from '../../http/portal-context.server.ts';
import { readForm, textsOf } from '../../http/read-form.server.ts';
import { badRequest } from '../../http/refuse.server.ts';
import { wordsIn } from '../../lib/i18n.ts';
import { requireStepUp } from '../../step-up/require-step-up.server.ts';
import { useWords } from '../../ui/page-context.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import type { Route } from './+types/bulk-issue.route';
import { BULK_FORM_BYTES, keepRows, parseKeptRows, readBulkFile } from './bulk-form.server.ts';
import type { BulkFault, BulkRows } from './bulk-form.server.ts';
import { AskedSheet, BulkPreview, ChooseListSheet } from './bulk-sheets.tsx';
import type { BulkProblem } from './bulk-sheets.tsx';
import { bulkWords } from './words.ts';

const LONGEST_REASON = 500;
const SHOWN = '/desk/stock/bulk-issue';

/** A list of keys, customers and people, and what has become of earlier ones. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, now } = context.services;
  return {
    title: wordsIn(bulkWords, context.locale).title,
    evidences: CLAIMED_EVIDENCES,
    asked: await findBulkIssues(db, { actor, now: now() }),
  };
}

/** First the list is judged and shown as it would be issued; from there an administrator is asked (ADM-04). */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request, BULK_FORM_BYTES);
  const { list, intent, ...texts } = textsOf(form, ['list', 'intent', 'evidence', 'reason', 'planHash']);
  if (intent !== 'ask') {
    const read = await readBulkFile(form);
    if (!read.ok) return data({ fault: read.fault, preview: null }, { status: 422 });
    return show(context, actor, { rows: read.rows, problem: null });
  }
  const rows = parseKeptRows(list);
  if (rows === null) throw badRequest();
  const evidence = parseClaimedEvidence(texts.evidence);
  if (evidence === null) return show(context, actor, { rows, problem: 'evidence' });
  if (texts.reason === '') return show(context, actor, { rows, problem: 'reason' });
  await requireStepUp(request, context, { actor, form });
  const outcome = await proposeBulkIssue(context.auth, {
    rows: rows.map(({ row }) => row),
    evidence,
    seenHash: texts.planHash,
    reason: texts.reason.slice(0, LONGEST_REASON),
    actor,
    trace: context.trace,
  });
  if (outcome.ok) throw redirect(`${SHOWN}/${outcome.proposalId}?done=asked`);
  const { reason } = outcome;
  const isTold = reason === 'plan_changed' || reason === 'proposed_already';
  return show(context, actor, { rows, problem: isTold ? reason : null });
}

type Preview = {
  plan: (PlannedBulkRow & { at: number })[];
  list: string;
  hash: string;
  problem: BulkProblem | null;
};

async function show(
  { services }: PortalContext,
  actor: StaffActor,
  { rows, problem }: { rows: BulkRows; problem: BulkProblem | null },
) {
  const plan = await planBulkIssue(services.db, { rows: rows.map(({ row }) => row), actor });
  const shown = plan.map((planned, index) => ({ ...planned, at: rows[index]?.at ?? 0 }));
  const preview: Preview = { plan: shown, list: keepRows(rows), hash: hashOfPlan(plan), problem };
  const isGood = problem === null && plan.every(({ verdict }) => verdict.is !== 'refused');
  const fault: BulkFault | null = null;
  return data({ fault, preview }, { status: isGood ? 200 : 422 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function BulkIssue({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(bulkWords);
  return (
    <>
      <PageTitle title={words.title} lead={words.lead} back={{ href: '/desk/stock', word: words.back }} />
      {actionData?.preview ? (
        <BulkPreview preview={actionData.preview} evidences={loaderData.evidences} />
      ) : (
        <ChooseListSheet fault={actionData?.fault ?? null} />
      )}
      <AskedSheet asked={loaderData.asked} />
    </>
  );
}
