import { randomUUID } from 'node:crypto';
import { data, redirect } from 'react-router';
import { findRequestedKey } from '#auth/invitations/find-requested-key.ts';
import { issueKey } from '#auth/keys/issue-key.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { HandOver, ShownOnce } from '../keys/hand-over.tsx';
import { wordsIn } from '../lib/i18n.ts';
import type { PageHandle } from '../root.tsx';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/issue-key.route';
import { findCustomer } from './find-customer.server.ts';
import { IssueKeyForm } from './issue-key-form.tsx';
import { parseKey, parseRequestId } from './key-form.ts';
import { toHandOver } from './to-hand-over.server.ts';
import { deskWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['print-sheet'] };

/**
 * The form, with an id of its own in its address. Once that id has issued a key, the same address says that the link
 * was shown: reloading the page shows nothing again, and sending the form twice issues one key.
 */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db } = context.services;
  const customer = await findCustomer(db, { accountId: params.accountId, actor });
  if (customer === null || customer.isClosed) throw notFound();
  const query = new URL(request.url).searchParams;
  const requestId = parseRequestId(query.get('request'));
  return {
    title: wordsIn(deskWords, context.locale).issue.title,
    customer,
    requestId: requestId ?? randomUUID(),
    shownKeyId: requestId === null ? null : await findRequestedKey(db, { requestId, actor }),
    person: query.get('person') ?? '',
  };
}

/** The link and its code are in this answer and nowhere else. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const requestId = parseRequestId(new URL(request.url).searchParams.get('request'));
  if (requestId === null) throw badRequest();
  // A page that is loaded again sends its form again: no second touch is asked for what was done.
  const isDone = (await findRequestedKey(context.services.db, { requestId, actor })) !== null;
  if (isDone) throw redirect(`/desk/customers/${params.accountId}/issue-key?request=${requestId}`);
  const form = await readForm(request);
  const texts = textsOf(form, ['person', 'label', 'serial']);
  const parsed = parseKey(texts);
  if (!parsed.ok) return data({ kind: 'faults', texts, faults: parsed.faults } as const, { status: 422 });

  await requireStepUp(request, context, { actor, form });

  const { db, env } = context.services;
  const { accountId } = params;
  const customer = await findCustomer(db, { accountId, actor });
  if (customer === null) throw notFound();
  const { holderId, label, serial } = parsed;
  const order = { accountId, holderId, label, serial, requestId, actor, trace: context.trace };
  const outcome = await issueKey(context.auth, order);
  if (outcome.ok) {
    const holderName = customer.people.find((person) => person.holderId === holderId)?.name ?? '';
    const whose = { holderName, accountName: customer.name, label, serial };
    const facts = toHandOver(outcome.invitation, whose, env.origin);
    return data({ kind: 'issued', facts, keyId: outcome.keyId } as const);
  }
  if (outcome.reason === 'issued_already') {
    throw redirect(`/desk/customers/${accountId}/issue-key?request=${requestId}`);
  }
  return data({ kind: 'faults', texts, faults: ['person'] } as const, { status: 422 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function IssueKey({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords).issue;
  const { customer, requestId, shownKeyId, person } = loaderData;
  const back = { href: `/desk/customers/${customer.accountId}`, word: customer.name };
  if (actionData?.kind === 'issued') {
    const { facts, keyId } = actionData;
    return (
      <>
        <div className="screen-only">
          <PageTitle title={words.shown} back={back} />
        </div>
        <HandOver facts={facts} doneHref={`/desk/keys/${keyId}`} />
      </>
    );
  }
  if (shownKeyId !== null) {
    return (
      <>
        <PageTitle title={words.title} back={back} />
        <ShownOnce keyId={shownKeyId} />
      </>
    );
  }
  return (
    <>
      <PageTitle title={words.title} lead={words.lead(customer.name)} back={back} />
      <IssueKeyForm
        customer={customer}
        requestId={requestId}
        texts={actionData?.texts ?? { person, label: '', serial: '' }}
        faults={actionData?.faults ?? []}
      />
    </>
  );
}
