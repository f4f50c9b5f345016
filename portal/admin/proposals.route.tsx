import { data, redirect } from 'react-router';
import { decideProposal } from '#auth/proposals/decide-proposal.ts';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import { requirePermission } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { ProposalList } from '../people/proposal-list.tsx';
import { peopleWords } from '../people/words.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { CopyCode } from '../ui/copy-code.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/proposals.route';

const DONE = ['approved', 'declined'] as const;

/** What managers ask for in companies none of whose owners has a key that works: a second member of the staff decides. */
export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'proposal:decide');
  const { db, now } = context.services;
  const done = new URL(request.url).searchParams.get('done');
  return {
    title: wordsIn(peopleWords, context.locale).staff.title,
    proposals: await findOpenProposals(db, { of: 'ownerless', now: now() }),
    done: DONE.find((known) => known === done) ?? null,
  };
}

/** The claim code of a confirmed key is in this answer and nowhere else. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'proposal:decide');
  const form = await readForm(request);
  const { intent, proposalId, seenHash } = textsOf(form, ['intent', 'proposalId', 'seenHash']);
  if (intent !== 'approve' && intent !== 'decline') throw badRequest();
  await requireStepUp(request, context, { actor, form });
  const decision = { proposalId, decision: intent, seenHash, actor, trace: context.trace } as const;
  const outcome = await decideProposal(context.auth, decision);
  if (outcome.ok && outcome.claimCode !== null) return data({ claimCode: outcome.claimCode, problem: null });
  if (outcome.ok) throw redirect(`/admin/proposals?done=${intent === 'approve' ? 'approved' : 'declined'}`);
  if (outcome.reason === 'not_found') throw notFound();
  return data({ claimCode: null, problem: outcome.reason }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Proposals({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(peopleWords);
  const { proposals, done } = loaderData;
  return (
    <>
      <PageTitle title={words.staff.title} lead={words.staff.lead} />
      {actionData?.claimCode && (
        <Sheet title={words.code.title}>
          <CopyCode code={actionData.claimCode} isLarge />
          <p>{words.staff.code}</p>
          <p className="soft">{words.code.once}</p>
        </Sheet>
      )}
      {actionData?.problem && (
        <Notice kind="problem">
          <p>{words.problems[actionData.problem]}</p>
        </Notice>
      )}
      {done && (
        <Notice kind="good">
          <p>{words.done[done]}</p>
        </Notice>
      )}
      {proposals.length > 0 && <ProposalList proposals={proposals} path="/admin/proposals" isOfStaff />}
      {proposals.length === 0 && (
        <EmptyState icon="check" title={words.staff.none}>
          {words.staff.noneText}
        </EmptyState>
      )}
    </>
  );
}
