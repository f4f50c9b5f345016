import { data, redirect } from 'react-router';
import { findSourceFacts } from '../freshness/find-source-facts.server.ts';
import { requireBuyer, requireClass } from '../http/guards.server.ts';
import type { CustomerSession } from '../http/guards.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { onFromInstant } from '../lib/dates.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { PageHandle } from '../root.tsx';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/request.route';
import { addFromForm } from './add-from-form.server.ts';
import type { AddProblem } from './add-from-form.server.ts';
import { changeDraft, discardDraft } from './draft-request.server.ts';
import { DraftSheets } from './draft-sheets.tsx';
import { findOrderingSources, mayOrder } from './find-ordering-sources.server.ts';
import { findRequest } from './find-requests.server.ts';
import type { RequestDetail } from './find-requests.server.ts';
import { needsTouch } from './order-request.ts';
import { readRequestForm } from './request-form.ts';
import { RequestLines, RequestTotals } from './request-lines.tsx';
import { sendRequest, stampOf } from './send-request.server.ts';
import { SentFacts } from './sent-facts.tsx';
import { UnknownLines } from './unknown-lines.tsx';
import { requestsWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['step-up'] };

const DONE = ['sent', 'saved'] as const;

/** A draft to be looked over and sent; afterwards what became of it. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'own-price');
  const found = await find(context, actor, params.requestId);
  const query = new URL(request.url).searchParams;
  const { changedAt, total, sourceId, ...shown } = found;
  const isDraft = found.sentAt === null;
  const [facts, places, { orderTouchAbove }] = await Promise.all([
    findSourceFacts(context.services.db, { actor, sourceId }),
    isDraft ? findOrderingSources(context.services.db, actor) : [],
    context.auth.policy(),
  ]);
  const words = wordsIn(requestsWords, context.locale);
  return {
    title: found.number === null ? words.draft : words.numbered(found.number),
    request: { ...shown, total },
    stamp: isDraft && total !== null ? stampOf(found.lines, total) : '',
    isTouched: total !== null && needsTouch(total, orderTouchAbove),
    provesAll: actor.tier === 4,
    canChange: isDraft && mayOrder(actor),
    places: places.filter((place) => place.sourceId === sourceId),
    pricesAsOf: isDraft ? (facts.kinds['price-entry'] ?? null) : null,
    leftOut: leftOutIn(query),
    done: DONE.find((known) => known === query.get('done')) ?? null,
    at: changedAt.toISOString(),
  };
}

function leftOutIn(query: URLSearchParams): number {
  const left = query.get('left') ?? '';
  return /^\d{1,4}$/.test(left) ? Number(left) : 0;
}

async function find(
  { services }: PortalContext,
  actor: CustomerSession['actor'],
  requestId: string,
): Promise<RequestDetail> {
  const { db, company, now } = services;
  const { timeZone } = await company.find();
  const found = await findRequest(db, { actor, requestId, on: onFromInstant(now(), timeZone) });
  if (found === null) throw notFound();
  return found;
}

type Problem =
  AddProblem['reason'] | 'changed' | 'not_orderable' | 'no_price' | 'needs_key' | 'changed_meanwhile';
type Answer = {
  problem: Problem;
  unknown?: AddProblem['unknown'];
  list?: string;
  faulty?: string[];
  typed?: Map<string, string>;
};

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireBuyer(request, context);
  const { requestId } = params;
  const { db } = context.services;
  const form = await readForm(request);
  const path = `/requests/${encodeURIComponent(requestId)}`;
  switch (textOf(form, 'intent')) {
    case 'discard':
      if (!(await discardDraft(db, { actor, requestId }))) throw notFound();
      return redirect('/requests');
    case 'add': {
      const texts = { list: textOf(form, 'list'), productId: '', quantity: '' };
      const outcome = await addFromForm(context.services, { actor, requestId, texts });
      if (outcome.ok) return redirect(`${path}?done=saved`);
      if (outcome.problem.reason === 'not_found') throw notFound();
      const { reason, unknown } = outcome.problem;
      return refuse({ problem: reason, unknown, list: texts.list }, 422);
    }
    case 'update': {
      const problem = await save(context, { actor, requestId, form });
      return problem === null ? redirect(`${path}?done=saved`) : refuse(problem, 422);
    }
    case 'send':
    case 'sign':
      return send({ request, context, actor, requestId, form });
    default:
      throw badRequest();
  }
}

type Change = { actor: CustomerSession['actor']; requestId: string; form: FormData };

/** @returns what is wrong with what was typed; then nothing was changed */
async function save({ services }: PortalContext, { actor, requestId, form }: Change): Promise<Answer | null> {
  const { faulty, typed, ...read } = readRequestForm(form);
  if (faulty.length > 0) return { problem: 'wrong_quantity', faulty, typed };
  const isSaved = await changeDraft(services.db, { actor, requestId, ...read, at: services.now() });
  if (!isSaved) throw notFound();
  return null;
}

/** What was on the screen is sent, or nothing: a price that changed meanwhile is looked at first. */
async function send({
  request,
  context,
  actor,
  requestId,
  form,
}: Change & { request: Request; context: PortalContext }) {
  const wrong = await save(context, { actor, requestId, form });
  if (wrong !== null) return refuse(wrong, 422);
  const { lines, total, changedAt } = await find(context, actor, requestId);
  if (lines.some(({ problem }) => problem !== null)) return refuse({ problem: 'not_orderable' }, 409);
  if (total === null) return refuse({ problem: 'no_price' }, 409);
  if (textOf(form, 'stamp') !== stampOf(lines, total)) return refuse({ problem: 'changed' }, 409);

  const { orderTouchAbove } = await context.auth.policy();
  const isSigned = needsTouch(total, orderTouchAbove);
  if (isSigned && actor.tier !== 4) return refuse({ problem: 'needs_key' }, 409);
  if (isSigned && textOf(form, 'intent') !== 'sign') return refuse({ problem: 'changed' }, 409);
  if (isSigned) await requireStepUp(request, context, { actor, form });
  const outcome = await sendRequest(context.auth, {
    actor,
    requestId,
    changedAt,
    lines,
    total,
    isSigned,
    trace: context.trace,
  });
  if (!outcome.ok) return refuse({ problem: outcome.reason }, 409);
  return redirect(`/requests/${encodeURIComponent(requestId)}?done=sent`);
}

function refuse(answer: Answer, status: 409 | 422) {
  return data(answer, { status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function OrderRequestPage({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(requestsWords);
  const { title, request, canChange, done, leftOut } = loaderData;
  const answer: Answer | undefined = actionData;
  return (
    <>
      <PageTitle title={title} back={{ href: '/requests', word: words.title }} />
      {answer && (
        <Notice kind="problem">
          <p>{words.problems[answer.problem]}</p>
          <UnknownLines lines={answer.unknown ?? []} />
        </Notice>
      )}
      {!answer && done !== null && (
        <Notice kind="good">
          <p>{words.done[done]}</p>
        </Notice>
      )}
      {leftOut > 0 && (
        <Notice kind="watch">
          <p>{words.leftOut(leftOut)}</p>
        </Notice>
      )}
      {canChange ? (
        <DraftSheets
          page={loaderData}
          faulty={answer?.faulty ?? []}
          typed={answer?.typed ?? new Map<string, string>()}
          list={answer?.list ?? ''}
        />
      ) : (
        <>
          <SentFacts request={request} />
          <Sheet
            title={words.columns.goods}
            isFlush
            foot={<RequestTotals total={request.total} lines={request.lines} />}
          >
            <RequestLines
              caption={words.columns.goods}
              lines={request.lines}
              currency={request.total?.total.currency ?? null}
            />
          </Sheet>
        </>
      )}
    </>
  );
}
