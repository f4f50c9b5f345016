import { data, redirect } from 'react-router';
import { changeRole } from '#auth/holders/change-role.ts';
import { isCustomerRole } from '#auth/permissions/roles.ts';
import { frameWords } from '../frame/words.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { Select } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/change-role.route';
import { findMember } from './find-member.server.ts';
import { useRoleOptions } from './new-person-sheet.tsx';
import { ReasonField } from './reason-field.tsx';
import { parseReason } from './reason.ts';
import { deskWords } from './words.ts';

/** A person of the manager's customer, and the role to give them instead. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const member = await findMember(context.services.db, { ...params, actor });
  if (member === null) throw notFound();
  return { title: wordsIn(deskWords, context.locale).role.title(member.name), member };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const { role, reason: typed } = textsOf(form, ['role', 'reason']);
  if (!isCustomerRole(role)) throw badRequest();
  const parsed = parseReason(typed);
  if (!parsed.ok) return data({ role, typed, fault: parsed.fault, isSame: false }, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const outcome = await changeRole(context.auth, {
    ...params,
    role,
    reason: parsed.reason,
    actor,
    trace: context.trace,
  });
  if (outcome.ok) {
    const done = outcome.isProposed ? 'owner-asked' : 'role-changed';
    throw redirect(`/desk/customers/${params.accountId}?done=${done}`);
  }
  if (outcome.reason === 'not_found') throw notFound();
  return data({ role, typed, fault: null, isSame: true }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function ChangeRole({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords).role;
  const roles = useWords(frameWords).roles;
  const { member, title } = loaderData;
  const account = `/desk/customers/${member.account.id}`;
  return (
    <>
      <PageTitle title={member.name} back={{ href: account, word: member.account.name }} />
      {actionData?.isSame && (
        <Notice kind="problem">
          <p>{words.same}</p>
        </Notice>
      )}
      <ConfirmPanel
        isConfirmedByKey
        title={title}
        consequence={
          <p>
            {words.now(roles[member.role])} {words.consequence}
          </p>
        }
        verb={words.verb}
        action={`${account}/people/${member.holderId}/role`}
        cancelHref={account}
      >
        <Select
          name="role"
          label={words.role}
          options={useRoleOptions()}
          defaultValue={actionData?.role ?? member.role}
          required
        />
        <ReasonField fault={actionData?.fault ?? null} typed={actionData?.typed ?? ''} />
      </ConfirmPanel>
    </>
  );
}
