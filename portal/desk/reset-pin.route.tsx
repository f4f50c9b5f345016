import { data, redirect } from 'react-router';
import { findKey } from '#auth/keys/find-key.ts';
import { askPinReset } from '#auth/pins/ask-pin-reset.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { keysWords } from '../keys/words.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/reset-pin.route';
import { ReasonField } from './reason-field.tsx';
import { parseReason } from './reason.ts';

/** Only for a key whose PIN the portal checks: of any other nobody but its holder can change it. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { db, now } = context.auth;
  const key = await findKey(db, { keyId: params.keyId, actor, now: now() });
  if (key === null || key.serverPin === null) throw notFound();
  return { title: wordsIn(keysWords, context.locale).pin.reset.title(key.label), key };
}

/** The manager asks; an owner of the company confirms, and is shown the PIN. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const typed = textOf(form, 'reason');
  const parsed = parseReason(typed);
  if (!parsed.ok) return data({ typed, fault: parsed.fault }, { status: 422 });
  const { keyId } = params;
  const { reason } = parsed;
  await requireStepUp(request, context, { actor, form });
  const outcome = await askPinReset(context.auth, { keyId, reason, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  throw redirect(`/desk/keys/${keyId}?done=reset-pin`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function ResetPin({ loaderData, actionData }: Route.ComponentProps) {
  const { reset: words, toKey } = useWords(keysWords).pin;
  const { title, key } = loaderData;
  const path = `/desk/keys/${key.keyId}`;
  return (
    <>
      <PageTitle title={key.label} lead={key.holder.name} back={{ href: path, word: toKey }} />
      <ConfirmPanel
        isConfirmedByKey
        title={title}
        verb={words.verb}
        action={`${path}/reset-pin`}
        cancelHref={path}
        consequence={
          <>
            <p>{words.whose(key.holder.name, key.account.name)}</p>
            <p>{words.consequence}</p>
            <p className="soft">{words.why}</p>
          </>
        }
      >
        <ReasonField fault={actionData?.fault ?? null} typed={actionData?.typed ?? ''} />
      </ConfirmPanel>
    </>
  );
}
