import { data, redirect } from 'react-router';
import { stopByCode } from '#auth/keys/stop-by-code.ts';
import { requireWithinLimit } from '../http/limit.server.ts';
import { readForm, textOf } from '../http/read-form.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import type { Route } from './+types/stop.route';
import { loginWords } from './words.ts';

const MAX_CODE_LENGTH = 40;

export function loader({ request, context }: Route.LoaderArgs) {
  return {
    title: wordsIn(loginWords, context.locale).stop.title,
    isDone: new URL(request.url).searchParams.get('done') === 'yes',
  };
}

/** Whoever has the sheet stops the key: at once, from any computer, without a key of their own. */
export async function action({ request, context }: Route.ActionArgs) {
  await requireWithinLimit(context, 'stop-code', null);
  const typed = textOf(await readForm(request), 'code').slice(0, MAX_CODE_LENGTH);
  const outcome = await stopByCode(context.auth, { typed, trace: context.trace });
  if (outcome.ok) throw redirect('/stop?done=yes');
  return data({ isUnknown: true }, { status: 422 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Stop({ loaderData, actionData }: Route.ComponentProps) {
  const words = useWords(loginWords).stop;
  if (loaderData.isDone) {
    return (
      <div className="trouble">
        <h1>{words.done}</h1>
        <Notice kind="good">
          <p>{words.doneText}</p>
        </Notice>
        <div className="form-actions">
          <LinkButton href="/sign-in">{words.toSignIn}</LinkButton>
        </div>
      </div>
    );
  }
  return (
    <div className="trouble">
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <form method="post" className="form">
        <Field
          name="code"
          label={words.code}
          hint={words.codeHint}
          error={actionData?.isUnknown === true ? words.unknown : undefined}
          isCode
          required
          maxLength={MAX_CODE_LENGTH}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
        <div className="form-actions">
          <Button kind="danger">{words.button}</Button>
        </div>
      </form>
      <p className="soft">{words.without}</p>
    </div>
  );
}
