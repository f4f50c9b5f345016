import { randomUUID } from 'node:crypto';
import { data, redirect } from 'react-router';
import { findRequestedKey } from '#auth/invitations/find-requested-key.ts';
import type { CreatedInvitation } from '#auth/invitations/create-invitation.ts';
import { findKey } from '#auth/keys/find-key.ts';
import { issueKey } from '#auth/keys/issue-key.ts';
import { KEY_KINDS } from '#auth/keys/key-kind.ts';
import type { StaffActor } from '#auth/permissions/actor.ts';
import { requireStaff } from '../http/guards.server.ts';
import type { PortalContext } from '../http/portal-context.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { HandOver, ShownOnce } from '../keys/hand-over.tsx';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/issue-key.route';
import { findCustomer } from './find-customer.server.ts';
import { IssueKeyForm } from './issue-key-form.tsx';
import { findRecentOrders } from './find-recent-orders.server.ts';
import { KEY_FIELDS, parseKey, parseRequestId } from './key-form.ts';
import type { KeyFaults, KeyTexts } from './key-form.ts';
import { toHandOver } from './to-hand-over.server.ts';
import { deskWords } from './words.ts';

const EMPTY: KeyTexts = {
  person: '',
  code: '',
  serial: '',
  kind: KEY_KINDS[0],
  label: '',
  order: '',
  replaces: '',
  evidence: '',
};

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
    orders: await findRecentOrders(db, customer.accountId),
    requestId: requestId ?? randomUUID(),
    shownKeyId: requestId === null ? null : await findRequestedKey(db, { requestId, actor }),
    person: query.get('person') ?? '',
    replaces: query.get('replaces') ?? '',
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
  const texts = textsOf(form, KEY_FIELDS);
  const parsed = parseKey(texts);
  if (!parsed.ok) return refused(texts, parsed.faults);

  await requireStepUp(request, context, { actor, form });
  const { accountId } = params;
  if ((await findCustomer(context.services.db, { accountId, actor })) === null) throw notFound();
  const order = { ...parsed.key, accountId, requestId, actor, trace: context.trace };
  const outcome = await issueKey(context.auth, order);
  if (outcome.ok) return issued(context, { actor, keyId: outcome.keyId, invitation: outcome.invitation });
  switch (outcome.reason) {
    case 'issued_already':
      throw redirect(`/desk/customers/${accountId}/issue-key?request=${requestId}`);
    case 'holder_not_of_account':
      return refused(texts, { person: 'person' });
    case 'not_in_stock':
      return refused(texts, { code: 'code' });
    case 'serial_of_live_key':
      return refused(texts, { serial: 'serialIsOut' });
    case 'order_not_of_account':
      return refused(texts, { order: 'order' });
    case 'not_replaceable':
      return refused(texts, { replaces: 'replaces' });
  }
}

function refused(texts: KeyTexts, faults: KeyFaults) {
  return data({ kind: 'faults', texts, faults } as const, { status: 422 });
}

type Issued = { actor: StaffActor; keyId: string; invitation: CreatedInvitation };

async function issued({ services }: PortalContext, { actor, keyId, invitation }: Issued) {
  const key = await findKey(services.db, { keyId, actor, now: services.now() });
  if (key === null) throw notFound(); // given to another manager in this very moment
  return data({ kind: 'issued', facts: toHandOver(invitation, key, services.env.origin) } as const);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function IssueKey({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords).issue;
  const { customer, orders, requestId, shownKeyId, person, replaces } = loaderData;
  const back = { href: `/desk/customers/${customer.accountId}`, word: customer.name };
  if (actionData?.kind === 'issued') {
    const { facts } = actionData;
    return (
      <>
        <div className="screen-only">
          <PageTitle title={words.shown} back={back} />
        </div>
        <HandOver facts={facts} doneHref={`/desk/keys/${facts.keyId}`} />
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
        orders={orders}
        requestId={requestId}
        texts={actionData?.texts ?? { ...EMPTY, person, replaces }}
        faults={actionData?.faults ?? {}}
      />
    </>
  );
}
