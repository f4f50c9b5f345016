import { data, redirect } from 'react-router';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import { findStaffProposals } from '#auth/proposals/find-staff-proposals.ts';
import { settleOwners } from '#portal/connectors/settle-owners.server.ts';
import { requirePermission } from '../../http/guards.server.ts';
import { badRequest, notFound } from '../../http/refuse.server.ts';
import { wordsIn } from '../../lib/i18n.ts';
import { ConfirmedSheets } from '../../people/confirmed-sheets.tsx';
import { decideFromForm } from '../../people/decide-from-form.server.ts';
import { ProposalList } from '../../people/proposal-list.tsx';
import { peopleWords } from '../../people/words.ts';
import { Notice } from '../../ui/notice.tsx';
import { useWords } from '../../ui/page-context.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Route } from './+types/proposals.route';
import { StaffProposalTable } from './staff-proposal-table.tsx';
import { proposalWords } from './words.ts';

const DONE = ['approved', 'declined'] as const;

/**
 * What a second member of the staff decides: changes of rules and key models that another administrator asks for, and
 * what managers ask for in companies none of whose owners has a key that works.
 */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requirePermission(request, context, 'proposal:decide');
  const { db, now } = context.services;
  const done = new URL(request.url).searchParams.get('done');
  return {
    title: wordsIn(peopleWords, context.locale).staff.title,
    ownId: actor.holderId,
    changes: await findStaffProposals(db, { now: now() }),
    proposals: await findOpenProposals(db, {
      of: { ownerlessUnder: await context.auth.policy() },
      now: now(),
    }),
    done: DONE.find((known) => known === done) ?? null,
  };
}

/** The claim code of a confirmed key, or its new PIN, is in this answer and nowhere else. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requirePermission(request, context, 'proposal:decide');
  const decided = await decideFromForm(request, context, actor);
  // Rows of a company that went to another customer follow it; where nothing did, this is one read.
  await settleOwners(context.services.db);
  switch (decided.is) {
    case 'given':
      return data({ given: decided.given, problem: null });
    case 'done':
      return redirect(`/admin/proposals?done=${decided.done}`);
    case 'problem':
      return data({ given: null, problem: decided.problem }, { status: 409 });
    case 'not_found':
      throw notFound();
    case 'malformed':
      throw badRequest();
  }
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Proposals({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(peopleWords);
  const { title, ownId, changes, proposals, done } = loaderData;
  return (
    <>
      <PageTitle title={title} />
      {actionData?.given && <ConfirmedSheets {...actionData.given} isOfStaff />}
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
      <Changes changes={changes} ownId={ownId} />
      {proposals.length > 0 && (
        <>
          <Notice kind="info">{words.staff.lead}</Notice>
          <ProposalList proposals={proposals} path="/admin/proposals" isOfStaff />
        </>
      )}
      {proposals.length === 0 && (
        <Sheet title={words.staff.ofCompanies}>
          <p className="soft">{words.staff.noneText}</p>
        </Sheet>
      )}
      {changes.closed.length > 0 && <Closed changes={changes} ownId={ownId} />}
    </>
  );
}

type ChangesProps = Pick<Route.ComponentProps['loaderData'], 'changes' | 'ownId'>;

function Changes({ changes, ownId }: ChangesProps) {
  const words = useWords(proposalWords);
  if (changes.open.length === 0)
    return (
      <Sheet title={words.open}>
        <p className="soft">
          {words.none} {words.lead}
        </p>
      </Sheet>
    );
  return (
    <Sheet title={words.open} isFlush>
      <StaffProposalTable caption={words.open} proposals={changes.open} ownId={ownId} />
    </Sheet>
  );
}

function Closed({ changes, ownId }: ChangesProps) {
  const words = useWords(proposalWords);
  return (
    <Sheet title={words.closed} isFlush>
      <StaffProposalTable caption={words.closed} proposals={changes.closed} ownId={ownId} />
    </Sheet>
  );
}
