import { data, redirect } from 'react-router';
import { closeAccount } from '#auth/accounts/close-account.ts';
import { findClosing } from '#auth/accounts/find-closing.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/close-customer.route';
import { ClosingKeys, ClosingList } from './closing-list.tsx';
import { closeWords } from './close-words.ts';
import { KEY_READERS } from './key-change.ts';
import { ReasonField } from './reason-field.tsx';
import { parseReason } from './reason.ts';

const COUNT = /^\d{1,6}$/;

/** Everything that ends with a customer, with numbers, before it does. Open to its manager and to administrators. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, KEY_READERS);
  const closing = await findClosing(context.services.db, { accountId: params.accountId, actor });
  if (closing === null) throw notFound();
  const query = new URL(request.url).searchParams;
  const countOf = (name: string) => (COUNT.test(query.get(name) ?? '') ? Number(query.get(name)) : 0);
  return {
    title: wordsIn(closeWords, context.locale).title(closing.name),
    closing,
    isManager: actor.role === 'account-manager',
    done:
      query.get('done') === 'closed' && closing.isClosed
        ? { keys: countOf('keys'), sessions: countOf('sessions'), returned: countOf('returned') }
        : null,
  };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, KEY_READERS);
  const form = await readForm(request);
  const { reason: typed, keysHash } = textsOf(form, ['reason', 'keysHash']);
  const parsed = parseReason(typed);
  if (!parsed.ok) return data({ typed, fault: parsed.fault, isChanged: false }, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const outcome = await closeAccount(context.auth, {
    accountId: params.accountId,
    reason: parsed.reason,
    seenKeysHash: keysHash,
    returnedKeyIds: form.getAll('returned').flatMap((id) => (typeof id === 'string' ? id : [])),
    actor,
    trace: context.trace,
  });
  if (!outcome.ok && outcome.reason === 'not_found') throw notFound();
  const isChanged = !outcome.ok && outcome.reason === 'keys_changed';
  if (!outcome.ok) return data({ typed, fault: null, isChanged }, { status: 409 });
  const { revokedKeys, endedSessions, returnedKeys } = outcome;
  const numbers = `keys=${revokedKeys}&sessions=${endedSessions}&returned=${returnedKeys}`;
  throw redirect(`/desk/customers/${params.accountId}/close?done=closed&${numbers}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function CloseCustomer({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(closeWords);
  const { closing, isManager, done, title } = loaderData;
  const customer = `/desk/customers/${closing.accountId}`;
  const back = isManager
    ? { href: customer, word: closing.name }
    : { href: '/desk/stock', word: words.backToKeys };
  return (
    <>
      <PageTitle title={closing.name} back={back} />
      {done && (
        <Notice kind="good">
          <p>{words.done(done.keys, done.sessions, done.returned)}</p>
        </Notice>
      )}
      {closing.isClosed && !done && (
        <Notice kind="watch">
          <p>{words.closedAlready}</p>
        </Notice>
      )}
      {actionData?.isChanged && (
        <Notice kind="problem">
          <p>{words.changed}</p>
        </Notice>
      )}
      {!closing.isClosed && (
        <ConfirmPanel
          isConfirmedByKey
          title={title}
          consequence={<ClosingList closing={closing} />}
          verb={words.verb}
          isDangerous
          action={`${customer}/close`}
          cancelHref={back.href}
        >
          <input type="hidden" name="keysHash" value={closing.keysHash} />
          <ClosingKeys keys={closing.keys} />
          <ReasonField fault={actionData?.fault ?? null} typed={actionData?.typed ?? ''} />
        </ConfirmPanel>
      )}
    </>
  );
}
