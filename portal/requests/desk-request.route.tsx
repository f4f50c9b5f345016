import { data, redirect } from 'react-router';
import { noteRead } from '../desk/note-read.server.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Textarea } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { KeyValueList } from '../ui/key-value-list.tsx';
import { Money } from '../ui/money.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { Route } from './+types/desk-request.route';
import { findDeskRequest } from './find-desk-requests.server.ts';
import type { DeskRequestDetail } from './find-desk-requests.server.ts';
import { RequestStateMark } from './request-state.tsx';
import { refuseRequest, releaseRequest } from './settle-request.server.ts';
import { requestsWords } from './words.ts';

const DONE = ['released', 'refused'] as const;
const LONGEST_REASON = 500;

/** One request of a customer of the manager's, to be released or refused where it waits for them. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const found = await findDeskRequest(context.services.db, { actor, requestId: params.requestId });
  if (found === null) throw notFound();
  await noteRead(context.services, { actor, accountId: found.account.id, trace: context.trace });
  const done = new URL(request.url).searchParams.get('done');
  return {
    title: wordsIn(requestsWords, context.locale).numbered(found.number),
    request: found,
    done: DONE.find((known) => known === done) ?? null,
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { requestId } = params;
  const form = await readForm(request);
  const { intent, reason } = textsOf(form, ['intent', 'reason']);
  if ((await findDeskRequest(context.services.db, { actor, requestId })) === null) throw notFound();
  if (intent !== 'release' && intent !== 'refuse') throw badRequest();
  if (intent === 'refuse' && (reason === '' || reason.length > LONGEST_REASON))
    return data({ problem: 'reason_missing' } as const, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const by = { actor, requestId, trace: context.trace };
  const outcome =
    intent === 'release'
      ? await releaseRequest(context.auth, by)
      : await refuseRequest(context.auth, { ...by, reason });
  if (outcome.ok)
    return redirect(
      `/desk/requests/${encodeURIComponent(requestId)}?done=${intent === 'release' ? 'released' : 'refused'}`,
    );
  if (outcome.reason === 'not_found') throw notFound();
  return data({ problem: outcome.reason }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function DeskRequestPage({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(requestsWords).desk;
  const { title, request, done } = loaderData;
  const problem = actionData?.problem;
  return (
    <>
      <PageTitle title={title} back={{ href: '/desk/requests', word: words.title }} />
      {problem !== undefined && problem !== 'reason_missing' && (
        <Notice kind="problem">
          <p>{words.problems[problem]}</p>
        </Notice>
      )}
      {problem === undefined && done !== null && (
        <Notice kind="good">
          <p>{words.done[done]}</p>
        </Notice>
      )}
      {request.waitsFor && <Waiting request={request} />}
      <Facts request={request} />
      <Lines request={request} />
      {request.canSettle && <Settle request={request} isReasonMissing={problem === 'reason_missing'} />}
    </>
  );
}

function Waiting({ request }: { request: DeskRequestDetail }) {
  const words = useWords(requestsWords).desk;
  const { waitsFor, mayBeThere, number, keyLabel } = request;
  if (waitsFor === null) return null;
  const isKey = waitsFor.why === 'key';
  return (
    <Notice kind="watch" title={isKey ? words.heldTitle : words.stuckTitle}>
      <p>{isKey ? words.heldText(keyLabel) : faultText(waitsFor, words)}</p>
      {mayBeThere && <p>{words.mayBeThere(number)}</p>}
    </Notice>
  );
}

/** What the ERP said is told to staff in its own words. */
function faultText(
  { fault, detail }: { fault: string; detail: string },
  words: { faults: Readonly<Record<string, string>>; notReached: (detail: string) => string },
): string {
  return words.faults[fault] ?? words.notReached(detail === '' ? fault : detail);
}

function Facts({ request }: { request: DeskRequestDetail }) {
  const { facts, desk, reference, note } = useWords(requestsWords);
  const { account, sentAt, sentBy, isSigned, keyLabel, total, state, reason, erpNumber } = request;
  const items = [
    { key: facts.state, value: <RequestStateMark state={state} /> },
    { key: facts.reason, value: reason },
    {
      key: desk.customer,
      value: <a href={`/desk/customers/${encodeURIComponent(account.id)}`}>{account.name}</a>,
    },
    {
      key: facts.sentAt,
      value: (
        <>
          <Instant at={sentAt} />
          {`, ${sentBy}`}
          {isSigned && <span className="soft"> · {facts.signed}</span>}
        </>
      ),
    },
    { key: desk.keyUsed, value: keyLabel },
    { key: facts.erpNumber, value: erpNumber },
    { key: reference, value: request.customerReference },
    { key: note, value: request.note },
    { key: useWords(requestsWords).columns.total, value: total && <Money of={total} /> },
  ];
  return (
    <Sheet>
      <KeyValueList items={items.filter(({ value }) => value)} />
    </Sheet>
  );
}

function Lines({ request }: { request: DeskRequestDetail }) {
  const { format } = usePage();
  const words = useWords(requestsWords);
  const currency = request.total?.currency ?? null;
  return (
    <Sheet title={words.desk.lines} isFlush>
      <DataTable
        caption={words.desk.lines}
        rows={request.lines}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'goods',
            head: words.columnsOfLines.goods,
            cell: ({ name, sku }) => (
              <>
                {name} <span className="code soft">{sku}</span>
              </>
            ),
          },
          {
            key: 'quantity',
            head: words.columnsOfLines.quantity,
            isNumber: true,
            cell: ({ quantity, unit }) => format.quantity(quantity, unit),
          },
          {
            key: 'net',
            head: words.columnsOfLines.net,
            isNumber: true,
            phone: 'figure',
            cell: ({ netMinor }) =>
              netMinor === null || currency === null ? (
                <span className="soft">{words.noPrice}</span>
              ) : (
                <Money of={{ amountMinor: netMinor, currency }} />
              ),
          },
        ]}
      />
    </Sheet>
  );
}

function Settle({ request, isReasonMissing }: { request: DeskRequestDetail; isReasonMissing: boolean }) {
  const words = useWords(requestsWords).desk;
  const action = `/desk/requests/${encodeURIComponent(request.id)}`;
  return (
    <div className="columns">
      <Sheet title={words.releaseTitle(request.number)}>
        <KeyForm className="form" action={action}>
          <p>{words.releaseText}</p>
          <div className="form-actions">
            <Button kind="primary" name="intent" value="release">
              {words.release}
            </Button>
          </div>
        </KeyForm>
      </Sheet>
      <Sheet title={words.refuseTitle(request.number)}>
        <KeyForm className="form" action={action}>
          <p>{words.refuseText}</p>
          <Textarea
            name="reason"
            label={words.reason}
            rows={2}
            maxLength={LONGEST_REASON}
            error={isReasonMissing ? words.reasonMissing : undefined}
            required
          />
          <div className="form-actions">
            <Button kind="danger" name="intent" value="refuse">
              {words.refuse}
            </Button>
          </div>
        </KeyForm>
      </Sheet>
    </div>
  );
}
