import { data, redirect } from 'react-router';
import { changeAddress } from '#auth/holders/change-address.ts';
import { LONGEST_ADDRESS, isNotificationAddress } from '#auth/holders/notification-address.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { toOneLine } from '../lib/one-line.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/change-address.route';
import { findMember } from './find-member.server.ts';
import { ReasonField } from './reason-field.tsx';
import { parseReason } from './reason.ts';
import { deskWords } from './words.ts';

/** A person of the manager's customer, and where the portal is to write to them. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const member = await findMember(context.services.db, { ...params, actor });
  if (member === null) throw notFound();
  return { title: wordsIn(deskWords, context.locale).address.title(member.name), member };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  // Whoever may not change it learns nothing of what is wrong with what they typed; the change itself asks again.
  if ((await findMember(context.services.db, { ...params, actor })) === null) throw notFound();
  const form = await readForm(request);
  const texts = textsOf(form, ['address', 'reason']);
  const address = toOneLine(texts.address);
  const typed = { address, reason: texts.reason };
  const parsed = parseReason(texts.reason);
  const fault = parsed.ok ? null : parsed.fault;
  const isAddress = isNotificationAddress(address);
  if (!parsed.ok || !isAddress)
    return data({ typed, fault, problem: isAddress ? null : ('no_address' as const) }, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const outcome = await changeAddress(context.auth, {
    ...params,
    address,
    reason: parsed.reason,
    actor,
    trace: context.trace,
  });
  if (outcome.ok) {
    const done = outcome.isProposed ? 'owner-asked' : 'address-changed';
    throw redirect(`/desk/customers/${params.accountId}?done=${done}`);
  }
  if (outcome.reason === 'not_found') throw notFound();
  return data({ typed, fault: null, problem: outcome.reason }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function ChangeAddress({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords).address;
  const { member, title } = loaderData;
  const account = `/desk/customers/${member.account.id}`;
  const problem = actionData?.problem ?? null;
  return (
    <>
      <PageTitle title={member.name} back={{ href: account, word: member.account.name }} />
      {problem !== null && problem !== 'no_address' && (
        <Notice kind="problem">
          <p>{words.problems[problem]}</p>
        </Notice>
      )}
      <ConfirmPanel
        isConfirmedByKey
        title={title}
        consequence={<p>{words.consequence}</p>}
        verb={words.verb}
        action={`${account}/people/${member.holderId}/address`}
        cancelHref={account}
      >
        <Field
          name="address"
          type="email"
          label={words.field}
          error={problem === 'no_address' ? words.problems.no_address : undefined}
          defaultValue={actionData?.typed.address ?? member.email ?? ''}
          required
          maxLength={LONGEST_ADDRESS}
          autoComplete="off"
        />
        <ReasonField fault={actionData?.fault ?? null} typed={actionData?.typed.reason ?? ''} />
      </ConfirmPanel>
    </>
  );
}
