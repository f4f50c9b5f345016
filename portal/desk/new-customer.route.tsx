import { data, redirect } from 'react-router';
import { openAccount } from '#auth/accounts/open-account.ts';
import { findTieProposal } from '#portal/connectors/find-tie-proposals.server.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf, textsOf } from '../http/read-form.server.ts';
import { forbidden, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/new-customer.route';
import { CUSTOMER_FIELDS, parseCustomer } from './customer-form.ts';
import type { CustomerFault, CustomerTexts } from './customer-form.ts';
import { NewCustomerSheet } from './new-customer-sheet.tsx';
import { toTieActor } from './tie-actor.server.ts';
import { deskWords } from './words.ts';

/** A customer to write down; one that a source knows already brings its name along, and is tied next. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const counterpartyId = new URL(request.url).searchParams.get('counterparty');
  const proposal =
    counterpartyId === null
      ? null
      : await findTieProposal(context.services.db, {
          actor: toTieActor(actor, context.trace),
          counterpartyId,
        });
  if (counterpartyId !== null && proposal === null) throw notFound();
  return {
    title: wordsIn(deskWords, context.locale).newCustomer.title,
    counterparty: proposal && { id: proposal.counterpartyId, name: proposal.name },
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const texts = textsOf(form, CUSTOMER_FIELDS);
  const parsed = parseCustomer(texts);
  if (!parsed.ok) return problem(texts, parsed.faults);
  const outcome = await openAccount(context.auth, { ...parsed.customer, actor, trace: context.trace });
  if (outcome.ok) throw redirect(nextStep(outcome.accountId, textOf(form, 'counterpartyId')));
  if (outcome.reason === 'not_allowed') throw forbidden('not_your_role');
  return problem(texts, ['number_taken']);
}

function problem(texts: CustomerTexts, faults: readonly CustomerFault[]) {
  return data({ texts, faults }, { status: 422 });
}

function nextStep(accountId: string, counterpartyId: string): string {
  if (counterpartyId === '') return `/desk/customers/${accountId}?done=customer-opened`;
  return `${tiePath(counterpartyId)}?account=${accountId}`;
}

function tiePath(counterpartyId: string): string {
  return `/desk/ties/counterparties/${encodeURIComponent(counterpartyId)}`;
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function NewCustomer({ loaderData, actionData }: Route.ComponentProps) {
  const { customers, newCustomer: words } = useWords(deskWords);
  const { counterparty } = loaderData;
  const back =
    counterparty === null
      ? { href: '/desk', word: customers.title }
      : { href: tiePath(counterparty.id), word: counterparty.name };
  return (
    <>
      <PageTitle title={words.title} lead={words.lead} back={back} />
      <NewCustomerSheet
        counterpartyId={counterparty?.id ?? ''}
        texts={actionData?.texts ?? { name: counterparty?.name ?? '', number: '' }}
        faults={actionData?.faults ?? []}
      />
    </>
  );
}
