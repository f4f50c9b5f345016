import { data, redirect } from 'react-router';
import { decideProposal } from '#auth/proposals/decide-proposal.ts';
import { findOpenProposals } from '#auth/proposals/find-proposals.ts';
import { requireOwner } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { PageHandle } from '../root.tsx';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { CopyCode } from '../ui/copy-code.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/people.route';
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
    done: DONE.find((known) => known === done) ?? null,
  };
}

/** The claim code of a confirmed key is in this answer and nowhere else. */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireOwner(request, context, 'proposal:decide');
  const form = await readForm(request);
  const { intent, proposalId, seenHash } = textsOf(form, ['intent', 'proposalId', 'seenHash']);
  if (intent !== 'approve' && intent !== 'decline') throw badRequest();
  await requireStepUp(request, context, { actor, form });
  const decision = { proposalId, decision: intent, seenHash, actor, trace: context.trace } as const;
  const outcome = await decideProposal(context.auth, decision);
  if (outcome.ok && outcome.claimCode !== null) return data({ claimCode: outcome.claimCode, problem: null });
  if (outcome.ok) throw redirect(`/people?done=${intent === 'approve' ? 'approved' : 'declined'}`);
  if (outcome.reason === 'not_found') throw notFound();
  return data({ claimCode: null, problem: outcome.reason }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function People({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(peopleWords);
  const { accountName, people, proposals, done, ownKeyId } = loaderData;
  return (
    <>
      <PageTitle title={words.title} lead={words.lead(accountName)} />
      {actionData?.claimCode && <ClaimCodeSheet code={actionData.claimCode} />}
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
      {proposals.length > 0 && <ProposalList proposals={proposals} path="/people" />}
      <PeopleTable people={people} ownKeyId={ownKeyId} />
    </>
  );
}

function ClaimCodeSheet({ code }: { code: string }) {
  const words = useWords(peopleWords).code;
  return (
    <Sheet title={words.title}>
      <CopyCode code={code} isLarge />
      <p>{words.text}</p>
      <p className="soft">{words.once}</p>
    </Sheet>
  );
}
