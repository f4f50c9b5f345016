import { data, redirect } from 'react-router';
import { endTie } from '#portal/connectors/ties.server.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { LinkButton } from '../ui/button.tsx';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/end-tie.route';
import { findTie } from './find-tie.server.ts';
import { ReasonField } from './reason-field.tsx';
import { parseReason } from './reason.ts';
import { toTieActor } from './tie-actor.server.ts';
import { deskWords } from './words.ts';

/** Names the company, the customer and what will be hidden, before it happens. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const tie = await findTie(context.services.db, { tieId: params.tieId, actor });
  if (tie === null) throw notFound();
  const words = wordsIn(deskWords, context.locale).ties.endTie;
  return { title: words.title(tie.legalName, tie.account.name), tie };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const typed = textOf(form, 'reason');
  const parsed = parseReason(typed);
  if (!parsed.ok) return data({ typed, fault: parsed.fault }, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const outcome = await endTie(context.auth, {
    tieId: params.tieId,
    reason: parsed.reason,
    actor: toTieActor(actor, context.trace),
  });
  if (outcome.ok) throw redirect('/desk/ties?done=tie-ended');
  if (outcome.reason === 'not_found') throw notFound();
  return data({ typed, fault: null }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function EndTie({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords).ties.endTie;
  const { tie, title } = loaderData;
  const account = `/desk/customers/${tie.account.id}`;
  return (
    <>
      <PageTitle title={tie.account.name} back={{ href: account, word: tie.account.name }} />
      {tie.isEnded && (
        <>
          <Notice kind="problem">
            <p>{words.endedAlready}</p>
          </Notice>
          <div className="form-actions">
            <LinkButton href={account}>{tie.account.name}</LinkButton>
          </div>
        </>
      )}
      {!tie.isEnded && (
        <ConfirmPanel
          isConfirmedByKey
          title={title}
          consequence={<p>{words.consequence}</p>}
          verb={words.verb}
          isDangerous
          action={`/desk/ties/${tie.tieId}/end`}
          cancelHref={account}
        >
          <ReasonField fault={actionData?.fault ?? null} typed={actionData?.typed ?? ''} />
        </ConfirmPanel>
      )}
    </>
  );
}
