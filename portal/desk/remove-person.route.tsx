import { data, redirect } from 'react-router';
import { removeMembership } from '#auth/holders/remove-membership.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { Checkbox } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/remove-person.route';
import { findMember } from './find-member.server.ts';
import { ReasonField } from './reason-field.tsx';
import { parseReason } from './reason.ts';
import { deskWords } from './words.ts';

/** A person of the manager's customer who is to be taken out of it. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const member = await findMember(context.services.db, { ...params, actor });
  if (member === null) throw notFound();
  const words = wordsIn(deskWords, context.locale).remove;
  return { title: words.title(member.name, member.account.name), member };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const { reason: typed, revokesKeys } = textsOf(form, ['reason', 'revokesKeys']);
  const parsed = parseReason(typed);
  if (!parsed.ok) return data({ typed, fault: parsed.fault, revokesKeys }, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const outcome = await removeMembership(context.auth, {
    ...params,
    reason: parsed.reason,
    revokesKeys: revokesKeys === 'yes',
    actor,
    trace: context.trace,
  });
  if (!outcome.ok) throw notFound();
  throw redirect(`/desk/customers/${params.accountId}?done=person-removed`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function RemovePerson({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords).remove;
  const { member, title } = loaderData;
  const account = `/desk/customers/${member.account.id}`;
  return (
    <>
      <PageTitle title={member.name} back={{ href: account, word: member.account.name }} />
      <ConfirmPanel
        isConfirmedByKey
        title={title}
        consequence={<p>{words.consequence}</p>}
        verb={words.verb}
        isDangerous
        action={`${account}/people/${member.holderId}/remove`}
        cancelHref={account}
      >
        {member.keys > 0 && (
          <Checkbox
            name="revokesKeys"
            value="yes"
            label={words.revokeKeys(member.keys)}
            hint={words.revokeKeysHint}
            defaultChecked={actionData === undefined || actionData.revokesKeys === 'yes'}
          />
        )}
        <ReasonField fault={actionData?.fault ?? null} typed={actionData?.typed ?? ''} />
      </ConfirmPanel>
    </>
  );
}
