import { data, redirect } from 'react-router';
import { findStockedKey, writeOffKey } from '#auth/keys/write-off-key.ts';
import { ReasonField } from '../desk/reason-field.tsx';
import { parseReason } from '../desk/reason.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/write-off.route';
import { stockWords } from './words.ts';

/** A fob that turns out faulty before anybody had it. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  await requireStaff(request, context, ['account-manager', 'administrator']);
  const key = await findStockedKey(context.services.db, params.keyId);
  if (key === null) throw notFound();
  const name = key.serial ?? key.label;
  return { title: wordsIn(stockWords, context.locale).writeOff.title(name), key, name };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager', 'administrator']);
  const form = await readForm(request);
  const typed = textOf(form, 'reason');
  const parsed = parseReason(typed);
  if (!parsed.ok) return data({ typed, fault: parsed.fault }, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const { keyId } = params;
  const { reason } = parsed;
  const outcome = await writeOffKey(context.auth, { keyId, reason, actor, trace: context.trace });
  if (!outcome.ok) throw notFound();
  throw redirect('/desk/stock?done=written-off');
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function WriteOff({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(stockWords);
  const { key, name, title } = loaderData;
  return (
    <>
      <PageTitle
        title={name}
        lead={key.modelName ?? undefined}
        back={{ href: '/desk/stock', word: words.title }}
      />
      <ConfirmPanel
        isConfirmedByKey
        title={title}
        consequence={<p>{words.writeOff.consequence}</p>}
        verb={words.writeOff.verb}
        isDangerous
        action={`/desk/stock/${key.keyId}/write-off`}
        cancelHref="/desk/stock"
      >
        <ReasonField fault={actionData?.fault ?? null} typed={actionData?.typed ?? ''} />
      </ConfirmPanel>
    </>
  );
}
