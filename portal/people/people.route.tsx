import { data, redirect } from 'react-router';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import { findSigningStart } from '#auth/step-up/signs-later.ts';
import { settleOwners } from '#portal/connectors/settle-owners.server.ts';
import { requireOwner } from '../http/guards.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { PageHandle } from '../root.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/people.route';
import { ConfirmedSheets } from './confirmed-sheets.tsx';
import { decideFromForm } from './decide-from-form.server.ts';
import { findPeople } from './find-people.server.ts';
import { PeopleTable } from './people-table.tsx';
import { ProposalList } from './proposal-list.tsx';
import { peopleWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['step-up'] };

const DONE = ['approved', 'declined', 'stopped'] as const;

/** Who of the company is in the portal, with which keys, and what its owner is asked to confirm. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, account } = await requireOwner(request, context, 'people:read');
  const { db, now } = context.services;
  const done = new URL(request.url).searchParams.get('done');
  return {
    title: wordsIn(peopleWords, context.locale).title,
    accountName: account.name,
    ownKeyId: actor.keyId,
    people: await findPeople(db, { actor }),
    proposals: await findOpenProposals(db, { of: actor, now: now() }),
    signsFrom: await findSigningStart(db, { keyId: actor.keyId, now: now() }),
    done: DONE.find((known) => known === done) ?? null,
  };
}

/** The claim code of a confirmed key, or its new PIN, is in this answer and nowhere else. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireOwner(request, context, 'proposal:decide');
  const decided = await decideFromForm(request, context, actor);
  // Rows of a company that went to another customer follow it; where nothing did, this is one read.
  await settleOwners(context.services.db);
  switch (decided.is) {
    case 'given':
      return data({ given: decided.given, problem: null });
    case 'done':
      return redirect(`/people?done=${decided.done}`);
    case 'problem':
      return data({ given: null, problem: decided.problem }, { status: 409 });
    case 'not_found':
      throw notFound();
    case 'malformed':
      throw badRequest();
  }
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function People({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(peopleWords);
  const { accountName, people, proposals, done, ownKeyId, signsFrom } = loaderData;
  const { format } = usePage();
  return (
    <>
      <PageTitle title={words.title} lead={words.lead(accountName)} />
      {actionData?.given && <ConfirmedSheets {...actionData.given} />}
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
      {signsFrom && proposals.length > 0 && (
        <Notice kind="watch">
          <p>{words.signsLater(format.instant(signsFrom))}</p>
        </Notice>
      )}
      {proposals.length > 0 && (
        <ProposalList proposals={proposals} path="/people" canDecide={signsFrom === null} />
      )}
      <PeopleTable people={people} ownKeyId={ownKeyId} />
    </>
  );
}
