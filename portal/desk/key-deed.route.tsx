import { data, redirect } from 'react-router';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/key-deed.route';
import { parseDeed } from './deed.ts';
import { findDeskKey } from './find-key.server.ts';
import { deskWords } from './words.ts';

const REASON_LENGTH_MAX = 200;

/** Names the key, its holder and the consequence before anything is done. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const deed = parseDeed(params.deed);
  const key = deed === null ? null : await findDeskKey(context.services.db, { actor, keyId: params.keyId });
  if (deed === null || key === null) throw notFound();
  return { deed, key, title: wordsIn(deskWords, context.locale).deeds[deed].title(key.label) };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const deed = parseDeed(params.deed);
  if (deed === null) throw notFound();
  const reason = textOf(await readForm(request), 'reason')
    .trim()
    .slice(0, REASON_LENGTH_MAX);
  if (reason === '') return data({ problem: 'reason_missing' } as const, { status: 422 });
  const outcome = await changeKeyStatus(context.auth, {
    keyId: params.keyId,
    transition: deed,
    reason,
    actor,
    trace: context.trace,
  });
  if (outcome.ok) throw redirect(`/desk/keys/${params.keyId}?done=${deed}`);
  if (outcome.reason === 'not_found') throw notFound();
  return data({ problem: 'not_now' } as const, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function KeyDeed({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(deskWords);
  const { deed, key, title } = loaderData;
  const href = `/desk/keys/${key.id}`;
  return (
    <>
      <PageTitle title={title} back={{ href, word: key.label }} />
      {actionData?.problem === 'not_now' && <Notice kind="problem">{words.notNow}</Notice>}
      <ConfirmPanel
        title={key.holderName}
        consequence={words.deeds[deed].text(key.holderName)}
        verb={words.deeds[deed].link}
        action={`${href}/${deed}`}
        isDangerous={deed === 'revoke'}
        cancelHref={href}
      >
        <Field
          name="reason"
          label={words.reason}
          hint={words.reasonHint}
          error={actionData?.problem === 'reason_missing' ? words.reasonMissing : undefined}
          required
          maxLength={REASON_LENGTH_MAX}
        />
      </ConfirmPanel>
    </>
  );
}
