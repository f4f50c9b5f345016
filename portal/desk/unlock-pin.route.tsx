import { data, redirect } from 'react-router';
import { findKey } from '#auth/keys/find-key.ts';
import { areTriesSpentForGood } from '#auth/pins/count-pin-try.ts';
import { unlockPin } from '#auth/pins/unlock-pin.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { keysWords } from '../keys/words.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { LinkButton } from '../ui/button.tsx';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/unlock-pin.route';
import { ReasonField } from './reason-field.tsx';
import { parseReason } from './reason.ts';

/** How often somebody has mistyped, before it is forgiven. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, now } = context.auth;
  const key = await findKey(db, { keyId: params.keyId, actor, now: now() });
  if (key === null || key.serverPin === null) throw notFound();
  const title = wordsIn(keysWords, context.locale).pin.unlock.title(key.label);
  const { failures } = key.serverPin;
  return { title, key, failures, isSpent: areTriesSpentForGood(key.serverPin) };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const typed = textOf(form, 'reason');
  const parsed = parseReason(typed);
  if (!parsed.ok) return data({ typed, fault: parsed.fault }, { status: 422 });
  const { keyId } = params;
  const { reason } = parsed;
  await requireStepUp(request, context, { actor, form });
  const outcome = await unlockPin(context.auth, { keyId, reason, actor, trace: context.trace });
  if (outcome.ok) throw redirect(`/desk/keys/${keyId}?done=unlock-pin`);
  if (outcome.reason === 'not_found') throw notFound();
  return data({ typed, fault: null }, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function UnlockPin({ loaderData, actionData }: Route.ComponentProps) {
  const { unlock: words, reset, toKey } = useWords(keysWords).pin;
  const { title, key, failures, isSpent } = loaderData;
  const path = `/desk/keys/${key.keyId}`;
  return (
    <>
      <PageTitle title={key.label} lead={key.holder.name} back={{ href: path, word: toKey }} />
      {isSpent && (
        <>
          <Notice kind="problem">{words.spent}</Notice>
          <div className="form-actions">
            <LinkButton href={`${path}/reset-pin`} kind="primary">
              {reset.verb}
            </LinkButton>
            <LinkButton href={path}>{toKey}</LinkButton>
          </div>
        </>
      )}
      {!isSpent && failures === 0 && (
        <>
          <Notice kind="info">{words.nothing}</Notice>
          <div className="form-actions">
            <LinkButton href={path}>{toKey}</LinkButton>
          </div>
        </>
      )}
      {!isSpent && failures > 0 && (
        <ConfirmPanel
          isConfirmedByKey
          title={title}
          verb={words.verb}
          action={`${path}/unlock-pin`}
          cancelHref={path}
          consequence={
            <>
              <p>{words.failures(failures)}</p>
              <p>{words.consequence}</p>
            </>
          }
        >
          <ReasonField fault={actionData?.fault ?? null} typed={actionData?.typed ?? ''} />
        </ConfirmPanel>
      )}
    </>
  );
}
