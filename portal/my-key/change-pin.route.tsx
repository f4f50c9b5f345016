import { data, redirect } from 'react-router';
import { changePin } from '#auth/pins/change-pin.ts';
import type { ChangePinOutcome } from '#auth/pins/change-pin.ts';
import type { PinFault } from '#auth/pins/pin.ts';
import { findOwnPin } from '#auth/pins/set-pin.ts';
import { requireSession } from '../http/guards.server.ts';
import { readForm } from '../http/read-form.server.ts';
import { badRequest, notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { PinField, PinHints, PinRulesList } from '../login/pin-fields.tsx';
import { loginWords } from '../login/words.ts';
import type { PageHandle } from '../root.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/change-pin.route';
import { myKeyWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['pin-hints'] };

/** Only for a key whose PIN the portal checks. Whoever came in with one that was given out sees nothing else first. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, mustChangePin } = await requireSession(request, context);
  const ownPin = await findOwnPin(context.auth.db, { keyId: actor.keyId });
  if (ownPin === null) throw notFound();
  const words = wordsIn(myKeyWords, context.locale).pin;
  const { leastLength } = ownPin;
  return { title: mustChangePin ? words.mustTitle : words.title, mustChangePin, leastLength };
}

/** Nothing that was typed comes back (PIN-09). */
export async function action({ request, context }: Route.ActionArgs) {
  const { actor, mustChangePin } = await requireSession(request, context);
  const form = await readForm(request);
  const [current, chosen, again] = [form.get('current'), form.get('chosen'), form.get('again')];
  if (typeof current !== 'string' || typeof chosen !== 'string' || typeof again !== 'string')
    throw badRequest();
  if (chosen !== again) return data({ problem: 'differ' } as const, { status: 422 });
  const outcome = await changePin(context.auth, { current, chosen, actor, trace: context.trace });
  if (outcome.ok) throw redirect(mustChangePin ? '/' : '/my-key?done=pin');
  return data({ problem: problemOf(outcome) }, { status: 422 });
}

type Problem = 'differ' | 'wrong_pin' | 'pin_wait' | 'same_pin' | 'other' | PinFault;

function problemOf(outcome: ChangePinOutcome & { ok: false }): Problem {
  switch (outcome.reason) {
    case 'not_chosen_well':
      return outcome.fault;
    case 'wrong_pin':
    case 'pin_wait':
    case 'same_pin':
      return outcome.reason;
    case 'pin_tries_spent':
    case 'pin_missing':
    case 'pin_expired':
    case 'pin_limit':
      return 'other';
  }
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function ChangePin({ loaderData, actionData }: Route.ComponentProps) {
  const { pin: words, title: toMyKey } = useWords(myKeyWords);
  const { differ, faults } = useWords(loginWords).pin;
  const { title, mustChangePin, leastLength } = loaderData;
  const back = mustChangePin ? undefined : { href: '/my-key', word: toMyKey };
  return (
    <>
      <PageTitle title={title} lead={mustChangePin ? words.must : words.lead} {...(back && { back })} />
      {actionData && (
        <Notice kind="problem">{{ differ, ...faults, ...words.problems }[actionData.problem]}</Notice>
      )}
      <PinRulesList least={leastLength} />
      <form method="post" action="/my-key/pin" className="form">
        <PinField name="current" label={words.current} />
        <PinField name="chosen" label={words.chosen} />
        <PinField name="again" label={words.again} />
        <PinHints />
        <div className="form-actions">
          <Button kind="primary">{words.button}</Button>
        </div>
      </form>
    </>
  );
}
