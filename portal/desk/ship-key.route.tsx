import { data, redirect } from 'react-router';
import { changeKeyStatus } from '#auth/keys/change-key-status.ts';
import { findKey } from '#auth/keys/find-key.ts';
import { canMakeTransition } from '#auth/keys/key.ts';
import { SHIPPING_WAYS, parseShippingWay } from '#auth/keys/shipping.ts';
import { requireStaff } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { keysWords } from '../keys/words.ts';
import { wordsIn } from '../lib/i18n.ts';
import { toOneLine } from '../lib/one-line.ts';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { ConfirmPanel } from '../ui/confirm-panel.tsx';
import { Field, Select } from '../ui/field.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/ship-key.route';
import { ImpossibleChange } from './impossible-change.tsx';
import { KEY_TEXT_LENGTH_MAX } from './key-form.ts';

/** Asks how an issued key travels, and by which number it can be followed. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const { auth, locale } = context;
  const key = await findKey(auth.db, { keyId: params.keyId, actor, now: auth.now() });
  if (key === null) throw notFound();
  return { title: wordsIn(keysWords, locale).ship.title(key.label), key };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const form = await readForm(request);
  const texts = textsOf(form, ['way', 'tracking']);
  const way = parseShippingWay(texts.way);
  const tracking = toOneLine(texts.tracking);
  if (way === null) return data({ texts, fault: 'way' } as const, { status: 422 });
  if (tracking.length > KEY_TEXT_LENGTH_MAX) {
    return data({ texts, fault: 'tracking' } as const, { status: 422 });
  }
  await requireStepUp(request, context, { actor, form });
  const outcome = await changeKeyStatus(context.auth, {
    keyId: params.keyId,
    transition: 'ship',
    way,
    reason: tracking || null,
    actor,
    trace: context.trace,
  });
  if (outcome.ok) throw redirect(`/desk/keys/${params.keyId}?done=ship`);
  if (outcome.reason === 'not_found') throw notFound();
  return data({ texts, fault: null } as const, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function ShipKey({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(keysWords);
  const { title, key } = loaderData;
  const path = `/desk/keys/${key.keyId}`;
  const isPossible = canMakeTransition(key.status, 'ship');
  const faultOf = (name: 'way' | 'tracking') =>
    actionData?.fault === name ? words.ship.faults[name] : undefined;
  return (
    <>
      <PageTitle title={key.label} lead={key.holder.name} back={{ href: path, word: words.change.toKey }} />
      {!isPossible && <ImpossibleChange status={key.status} path={path} />}
      {isPossible && (
        <ConfirmPanel
          isConfirmedByKey
          title={title}
          verb={words.ship.verb}
          action={`${path}/ship`}
          cancelHref={path}
          consequence={
            <>
              <p>{words.change.whose(key.holder.name, key.account.name)}</p>
              <p>{words.ship.consequence}</p>
            </>
          }
        >
          <Select
            name="way"
            label={words.ship.way}
            options={SHIPPING_WAYS.map((value) => ({ value, word: words.ship.ways[value] }))}
            defaultValue={actionData?.texts.way ?? SHIPPING_WAYS[0]}
            error={faultOf('way')}
            required
          />
          <Field
            name="tracking"
            label={words.ship.tracking}
            hint={words.ship.trackingHint}
            error={faultOf('tracking')}
            defaultValue={actionData?.texts.tracking ?? ''}
            maxLength={KEY_TEXT_LENGTH_MAX}
            isCode
            autoComplete="off"
          />
        </ConfirmPanel>
      )}
    </>
  );
}
