import { data, redirect } from 'react-router';
import { noteRead } from '../desk/note-read.server.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { Route } from './+types/desk-claim.route';
import { ClaimLines } from './claim-lines.tsx';
import { ClaimNote } from './claim-note.tsx';
import { ClaimStateMark } from './claim-state.tsx';
import { ANSWER_LENGTH_MAX } from './claim.ts';
import { DecideClaim } from './decide-claim.tsx';
import { findDeskClaim } from './find-desk-claims.server.ts';
import type { DeskClaimDetail } from './find-desk-claims.server.ts';
import { NO_WAY } from './no-way.ts';
import { decideClaim, releaseClaim } from './settle-claim.server.ts';
import { claimsWords } from './words.ts';

const DONE = ['released', 'accepted', 'refused'] as const;
type Done = (typeof DONE)[number];

const DONE_BY: Readonly<Record<string, Done>> = {
  release: 'released',
  accept: 'accepted',
  refuse: 'refused',
};

/** One claim of a customer of the manager's, to be decided, and let go where it is held. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const found = await findDeskClaim(context.services.db, { actor, claimId: params.claimId });
  if (found === null) throw notFound();
  await noteRead(context.services, { actor, accountId: found.account.id, trace: context.trace });
  const done = new URL(request.url).searchParams.get('done');
  return {
    title: wordsIn(claimsWords, context.locale).numbered(found.number),
    claim: found,
    done: DONE.find((known) => known === done) ?? null,
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { claimId } = params;
  const form = await readForm(request);
  const { intent, answer } = textsOf(form, ['intent', 'answer']);
  if ((await findDeskClaim(context.services.db, { actor, claimId })) === null) throw notFound();
  const done = Object.hasOwn(DONE_BY, intent) ? DONE_BY[intent] : undefined;
  if (done === undefined) throw badRequest();
  const fault = faultOf(done, answer);
  if (fault !== null) return data({ problem: fault, answer, intent: done } as const, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const by = { actor, claimId, trace: context.trace };
  const outcome =
    done === 'released'
      ? await releaseClaim(context.auth, by)
      : await decideClaim(context.auth, { ...by, decision: done, answer });
  if (outcome.ok) return redirect(`/desk/claims/${encodeURIComponent(claimId)}?done=${done}`);
  if (outcome.reason === 'not_found') throw notFound();
  return data({ problem: outcome.reason, answer, intent: done } as const, { status: 409 });
}

function faultOf(done: Done, answer: string): 'reasonMissing' | 'answerLong' | null {
  if (done === 'released') return null;
  if (answer.length > ANSWER_LENGTH_MAX) return 'answerLong';
  return done === 'refused' && answer === '' ? 'reasonMissing' : null;
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function DeskClaimPage({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(claimsWords);
  const { title, claim, done } = loaderData;
  const problem = actionData?.problem;
  const isOfField = problem === 'reasonMissing' || problem === 'answerLong';
  return (
    <>
      <PageTitle title={title} back={{ href: '/desk/claims', word: words.desk.title }} />
      {problem !== undefined && !isOfField && (
        <Notice kind="problem">
          <p>{words.desk.problems[problem]}</p>
        </Notice>
      )}
      {problem === undefined && done !== null && (
        <Notice kind="good">
          <p>{words.desk.done[done]}</p>
        </Notice>
      )}
      <Waiting claim={claim} />
      <Facts claim={claim} />
      <ClaimNote note={claim.note} />
      {claim.lines.length > 0 && (
        <Sheet title={words.columns.kind} isFlush>
          <ClaimLines caption={words.columns.kind} lines={claim.lines} />
        </Sheet>
      )}
      <DecideClaim
        claim={claim}
        fault={
          isOfField ? { of: actionData?.intent, text: words.desk[problem], answer: actionData?.answer } : null
        }
      />
    </>
  );
}

/** Why it does not go on by itself, and what to look at first. */
function Waiting({ claim }: { claim: DeskClaimDetail }) {
  const words = useWords(claimsWords).desk;
  const { isHeld, order, way, number, keyLabel } = claim;
  return (
    <>
      {order === null && (
        <Notice kind="watch">
          <p>{words.orderMoved}</p>
        </Notice>
      )}
      {isHeld && (
        <Notice kind="watch" title={words.heldTitle}>
          <p>{words.heldText(keyLabel)}</p>
        </Notice>
      )}
      {way.state === 'stuck' && (
        <Notice
          kind={way.fault === NO_WAY ? 'info' : 'watch'}
          {...(way.fault !== NO_WAY && { title: words.stuckTitle })}
        >
          <p>{faultText(way, words)}</p>
          {way.mayBeThere && <p>{words.mayBeThere(number)}</p>}
        </Notice>
      )}
    </>
  );
}

/** What the ERP said is told to staff in its own words. */
function faultText(
  { fault, detail }: { fault: string; detail: string },
  words: { noWay: string; faults: Readonly<Record<string, string>>; notReached: (detail: string) => string },
): string {
  if (fault === NO_WAY) return words.noWay;
  return words.faults[fault] ?? words.notReached(detail === '' ? fault : detail);
}

function Facts({ claim }: { claim: DeskClaimDetail }) {
  const { facts, desk, columns, wishes } = useWords(claimsWords);
  const { account, sentAt, sentBy, keyLabel, state, answer, order, shipment, way, wish } = claim;
  const items = [
    { key: columns.state, value: <ClaimStateMark state={state} isAtDesk /> },
    { key: desk.answer, value: answer },
    {
      key: desk.customer,
      value: <a href={`/desk/customers/${encodeURIComponent(account.id)}`}>{account.name}</a>,
    },
    {
      key: columns.when,
      value: (
        <>
          <Instant at={sentAt} />
          {`, ${sentBy}`}
        </>
      ),
    },
    { key: desk.keyUsed, value: keyLabel },
    { key: facts.order, value: order?.number },
    { key: facts.shipment, value: shipment?.number },
    { key: desk.way, value: desk.ways[way.state] },
    { key: facts.erpNumber, value: way.number },
    { key: desk.wish, value: wish && wishes[wish] },
  ];
  return (
    <Sheet>
      <KeyValueList items={items.filter(({ value }) => value)} />
    </Sheet>
  );
}
