import { data, redirect } from 'react-router';
import { findFormerCustomer } from '#auth/ties/tie-or-ask.ts';
import { findTieProposal } from '#portal/connectors/find-tie-proposals.server.ts';
import type { TieProposal } from '#portal/connectors/find-tie-proposals.server.ts';
import { confirmTie } from '#portal/connectors/ties.server.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { LinkButton } from '../ui/button.tsx';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { Select } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/confirm-tie.route';
import { CounterpartyFacts } from './counterparty-facts.tsx';
import { findOpenAccounts } from './find-open-accounts.server.ts';
import { toTieActor } from './tie-actor.server.ts';
import { deskWords } from './words.ts';

/** A counterparty that waits, and the manager's customers of whom it may be one. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, now } = context.services;
  const { counterpartyId } = params;
  const tieActor = toTieActor(actor, context.trace);
  const proposal = await findTieProposal(db, { actor: tieActor, counterpartyId, now: now() });
  if (proposal === null) throw notFound();
  return {
    title: wordsIn(deskWords, context.locale).ties.confirm.title(proposal.name),
    proposal,
    accounts: await findOpenAccounts(db, actor),
    hasFormerCustomer: (await findFormerCustomer(db, { accountId: null, counterpartyId })) !== null,
    /** Just opened for this counterparty. */
    openedAccountId: new URL(request.url).searchParams.get('account'),
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const { accountId, taxId, legalName } = textsOf(form, ['accountId', 'taxId', 'legalName']);
  if (accountId === '') return data({ problem: 'no_account' } as const, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const { db, now } = context.services;
  const { counterpartyId } = params;
  const tieActor = toTieActor(actor, context.trace);
  const seen = { taxId, legalName };
  const outcome = await confirmTie(context.auth, { accountId, counterpartyId, seen, actor: tieActor });
  // Said twice, it is as true as once.
  if (outcome.ok || outcome.reason === 'tied_already')
    throw redirect(`/desk/customers/${encodeURIComponent(accountId)}?done=tie-confirmed`);
  switch (outcome.reason) {
    case 'account_not_found':
    case 'counterparty_not_found':
      throw notFound();
    case 'changed_since_seen':
    case 'tied_to_another_account':
      // What is tied is no longer for everybody: why it can't be tied again is told to those who still see it.
      if ((await findTieProposal(db, { actor: tieActor, counterpartyId, now: now() })) === null)
        throw notFound();
      return data({ problem: outcome.reason }, { status: 409 });
    case 'former_customer_asked':
      throw redirect('/desk/ties?done=tie-asked');
  }
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function ConfirmTie({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords).ties;
  const { proposal, accounts, openedAccountId, hasFormerCustomer } = loaderData;
  const formerName = accounts.find(({ id }) => id === proposal.waiting?.accountId)?.name ?? '';
  return (
    <>
      <PageTitle
        title={proposal.name}
        back={{ href: '/desk/ties', word: words.title }}
        actions={
          openedAccountId === null && (
            <LinkButton
              icon="plus"
              href={`/desk/customers/new?counterparty=${encodeURIComponent(proposal.counterpartyId)}`}
            >
              {words.confirm.isNew}
            </LinkButton>
          )
        }
      />
      {actionData && (
        <Notice kind="problem">
          <p>{words.confirm.problems[actionData.problem]}</p>
        </Notice>
      )}
      {proposal.waiting && (
        <Notice kind="watch" title={words.confirm.changed}>
          <p>{proposal.isRemoved ? words.confirm.removed : words.confirm.changedText(formerName)}</p>
        </Notice>
      )}
      {hasFormerCustomer && !proposal.waiting && (
        <Notice kind="watch">
          <p>{proposal.isAsked ? words.confirm.isAsked : words.confirm.former}</p>
        </Notice>
      )}
      <Sheet>
        <CounterpartyFacts proposal={proposal} />
      </Sheet>
      <Whose proposal={proposal} accounts={accounts} openedAccountId={openedAccountId} />
    </>
  );
}

type WhoseProps = {
  proposal: TieProposal;
  accounts: readonly { id: string; name: string }[];
  openedAccountId: string | null;
};

function Whose({ proposal, accounts, openedAccountId }: WhoseProps) {
  const words = useWords(deskWords).ties.confirm;
  const { waiting, matches, identity, counterpartyId } = proposal;
  if (accounts.length === 0) {
    return (
      <Notice kind="info">
        <p>{words.noAccounts}</p>
      </Notice>
    );
  }
  const likely = openedAccountId ?? waiting?.accountId ?? matches[0]?.accountId ?? '';
  return (
    <>
      <ConfirmPanel
        isConfirmedByKey
        title={words.title(proposal.name)}
        consequence={
          <>
            {matches.map(({ accountId, name }) => (
              <p key={accountId}>{words.matchFirst(name)}</p>
            ))}
            <p>{words.consequence}</p>
          </>
        }
        verb={words.verb}
        action={`/desk/ties/counterparties/${counterpartyId}`}
        cancelHref="/desk/ties"
      >
        <input type="hidden" name="taxId" value={identity.taxId} />
        <input type="hidden" name="legalName" value={identity.legalName} />
        <Select
          name="accountId"
          label={words.account}
          defaultValue={likely}
          required
          options={[
            { value: '', word: words.choose },
            ...accounts.map(({ id, name }) => ({ value: id, word: name })),
          ]}
        />
      </ConfirmPanel>
      {waiting && (
        <div className="form-actions">
          <LinkButton kind="danger" href={`/desk/ties/${waiting.tieId}/end`}>
            {words.end}
          </LinkButton>
        </div>
      )}
    </>
  );
}
