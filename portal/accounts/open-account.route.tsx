import { data, redirect } from 'react-router';
import { openAccount } from '#auth/accounts/open-account.ts';
import { findTieProposal } from '#portal/connectors/find-tie-proposals.server.ts';
import { toTieActor } from '../desk/tie-actor.server.ts';
import { deskWords } from '../desk/words.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { forbidden, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/open-account.route';
import { ACCOUNT_FIELDS, parseAccount } from './account-form.ts';
import type { AccountFault, AccountTexts } from './account-form.ts';
import { OpenAccountForm } from './open-account-form.tsx';
import { accountWords } from './words.ts';

/** A customer to write down; one that a source knows already brings its name along, and is tied next. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const counterpartyId = counterpartyIdOf(request);
  const proposal =
    counterpartyId === null
      ? null
      : await findTieProposal(context.services.db, {
          actor: toTieActor(actor, context.trace),
          counterpartyId,
          now: context.services.now(),
        });
  if (counterpartyId !== null && proposal === null) throw notFound();
  return {
    title: wordsIn(accountWords, context.locale).open.title,
    counterparty: proposal && { id: proposal.counterpartyId, name: proposal.name },
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const texts = textsOf(form, ACCOUNT_FIELDS);
  const parsed = parseAccount(texts);
  if (!parsed.ok) return problem(texts, parsed.faults);
  await requireStepUp(request, context, { actor, form });
  const outcome = await openAccount(context.auth, { ...parsed.account, actor, trace: context.trace });
  if (outcome.ok) throw redirect(nextStep(outcome.accountId, counterpartyIdOf(request)));
  if (outcome.reason === 'not_allowed') throw forbidden('not_your_role');
  return problem(texts, ['number_taken']);
}

function problem(texts: AccountTexts, faults: readonly AccountFault[]) {
  return data({ texts, faults }, { status: 422 });
}

function counterpartyIdOf(request: Request): string | null {
  return new URL(request.url).searchParams.get('counterparty');
}

function nextStep(accountId: string, counterpartyId: string | null): string {
  if (counterpartyId === null) return `/desk/customers/${accountId}?done=customer-opened`;
  return `${tiePath(counterpartyId)}?account=${accountId}`;
}

function tiePath(counterpartyId: string): string {
  return `/desk/ties/counterparties/${encodeURIComponent(counterpartyId)}`;
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function OpenAccount({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(accountWords).open;
  const { customers } = useWords(deskWords);
  const { counterparty } = loaderData;
  const back =
    counterparty === null
      ? { href: '/desk', word: customers.title }
      : { href: tiePath(counterparty.id), word: counterparty.name };
  return (
    <>
      <PageTitle title={words.title} lead={words.lead} back={back} />
      <OpenAccountForm
        counterpartyId={counterparty?.id ?? null}
        texts={actionData?.texts ?? { name: counterparty?.name ?? '', number: '' }}
        faults={actionData?.faults ?? []}
      />
    </>
  );
}
