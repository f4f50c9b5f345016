import { data, redirect } from 'react-router';
import { changeOwnAddress } from '#auth/holders/change-own-address.ts';
import { LONGEST_ADDRESS, isNotificationAddress } from '#auth/holders/notification-address.ts';
import { requireSession } from '../http/guards.server.ts';
import { readForm, textsOf } from '../http/read-form.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { toOneLine } from '../lib/one-line.ts';
import type { PageHandle } from '../root.tsx';
import { requireStepUp } from '../step-up/require-step-up.server.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { KeyForm } from '../ui/key-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/change-address.route';
import { findOwnAddress } from './find-own-address.server.ts';
import { myKeyWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['step-up'] };

/** Only a key that proves everything confirms anything. */
const CONFIRMING_TIER = 4;

/** The address to which the portal writes to whoever is signed in, customer or staff. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireSession(request, context);
  return {
    title: wordsIn(myKeyWords, context.locale).address.changeTitle,
    address: await findOwnAddress(context.services.db, { actor }),
    canConfirm: actor.tier === CONFIRMING_TIER,
    isStaff: actor.kind === 'staff',
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor } = await requireSession(request, context);
  const form = await readForm(request);
  const typed = toOneLine(textsOf(form, ['address']).address);
  if (!isNotificationAddress(typed)) return data({ problem: 'no_address', typed } as const, { status: 422 });
  await requireStepUp(request, context, { actor, form });
  const outcome = await changeOwnAddress(context.auth, { address: typed, actor, trace: context.trace });
  if (outcome.ok) throw redirect(`/my-key?done=${outcome.isProposed ? 'address-asked' : 'address'}`);
  return data({ problem: outcome.reason, typed } as const, { status: 409 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function ChangeOwnAddress({ loaderData, actionData }: Route.ComponentProps) {
  const { address: words, title: toMyKey } = useWords(myKeyWords);
  const { title, address, canConfirm, isStaff } = loaderData;
  const isTheirsAlone = actionData?.problem === 'theirs_alone';
  return (
    <>
      <PageTitle title={title} lead={words.lead} back={{ href: '/my-key', word: toMyKey }} />
      {!canConfirm && (
        <Notice kind="watch">
          <p>{words.otherKey}</p>
        </Notice>
      )}
      {isTheirsAlone && (
        <Notice kind="problem" title={words.problems.theirs_alone}>
          <p>{words.whose}</p>
          <p>{words.noSuchKey}</p>
        </Notice>
      )}
      {canConfirm && (
        <KeyForm action="/my-key/address" className="form">
          <Field
            name="address"
            type="email"
            label={words.field}
            hint={isStaff ? words.hintStaff : words.hint}
            error={actionData === undefined || isTheirsAlone ? undefined : words.problems[actionData.problem]}
            defaultValue={actionData?.typed ?? address ?? ''}
            required
            maxLength={LONGEST_ADDRESS}
            autoComplete="email"
          />
          <div className="form-actions">
            <Button kind="primary" icon="key">
              {words.button}
            </Button>
          </div>
        </KeyForm>
      )}
    </>
  );
}
