import { data, redirect } from 'react-router';
import { STAFF_DECISIONS, decideStaffProposal } from '#auth/proposals/decide-staff-proposal.ts';
import { findStaffProposal } from '#auth/proposals/find-staff-proposals.ts';
import { requirePermission } from '../../http/guards.server.ts';
import { readForm, textsOf } from '../../http/read-form.server.ts';
import { badRequest, notFound } from '../../http/refuse.server.ts';
import { formatterFor } from '../../lib/format.ts';
import { wordsIn } from '../../lib/i18n.ts';
import { requireStepUp } from '../../step-up/require-step-up.server.ts';
import { Notice } from '../../ui/notice.tsx';
import { usePage, useWords } from '../../ui/page-context.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Route } from './+types/staff-proposal.route';
import { differenceOf } from './difference.server.ts';
import { RevokeProgress } from './revoke-progress.tsx';
import { DecisionForm, Difference, ProposalFacts } from './staff-proposal-sheets.tsx';
import { titleOf } from './title-of.ts';
import { proposalWords } from './words.ts';

const DONE = { approve: 'approved', decline: 'declined', withdraw: 'withdrawn' } as const;
const SAID = ['asked', ...Object.values(DONE)] as const;

/** One change that waits for a second administrator: exactly what it would make different, and the answers. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requirePermission(request, context, 'proposal:decide');
  const { db, now, company } = context.services;
  const { proposalId } = params;
  const proposal = await findStaffProposal(db, { proposalId, now: now() });
  if (proposal === null) throw notFound();
  const { locale } = context;
  const format = formatterFor(locale, (await company.find()).timeZone);
  const said = new URL(request.url).searchParams.get('done');
  return {
    title: titleOf(proposal.payload, wordsIn(proposalWords, locale)),
    proposal,
    rows: differenceOf(proposal, { locale, format }),
    isOwn: proposal.proposedById === actor.holderId,
    said: SAID.find((known) => known === said) ?? null,
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'proposal:decide');
  const form = await readForm(request);
  const { intent, seenHash } = textsOf(form, ['intent', 'seenHash']);
  const decision = STAFF_DECISIONS.find((known) => known === intent);
  if (decision === undefined) throw badRequest();
  await requireStepUp(request, context, { actor, form });
  const { proposalId } = params;
  const outcome = await decideStaffProposal(context.auth, {
    proposalId,
    decision,
    seenHash,
    mode: context.services.env.mode,
    actor,
    trace: context.trace,
  });
  if (outcome.ok) return redirect(`/admin/proposals/${proposalId}?done=${DONE[decision]}`);
  if (outcome.reason === 'not_found') throw notFound();
  return data({ problem: outcome.reason }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function StaffProposalPage({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(proposalWords);
  const { title, proposal, rows, isOwn, said } = loaderData;
  return (
    <>
      <PageTitle title={title} back={{ href: '/admin/proposals', word: words.back }} />
      {actionData && <Notice kind="problem">{words.problems[actionData.problem]}</Notice>}
      <RevokeProgress proposal={proposal} />
      {said && !actionData && <Said what={said} effectiveAt={proposal.effectiveAt} />}
      <Sheet title={words.difference} isFlush>
        <Difference rows={rows} isOpen={proposal.status === 'open'} />
      </Sheet>
      <div className="columns">
        <Sheet title={words.about}>
          <ProposalFacts proposal={proposal} />
        </Sheet>
        {proposal.status === 'open' && (
          <Sheet title={isOwn ? words.yours : words.decide}>
            <DecisionForm proposal={proposal} isOwn={isOwn} />
          </Sheet>
        )}
      </div>
    </>
  );
}

function Said({ what, effectiveAt }: { what: (typeof SAID)[number]; effectiveAt: Date | null }) {
  const words = useWords(proposalWords);
  const { format } = usePage();
  if (what !== 'asked') return <Notice kind="good">{words.done[what]}</Notice>;
  if (effectiveAt === null) return <Notice kind="good">{words.asked}</Notice>;
  return <Notice kind="watch">{words.askedAlone(format.instant(effectiveAt))}</Notice>;
}
