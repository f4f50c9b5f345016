import { data, redirect } from 'react-router';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { setCookie } from '../http/cookies.server.ts';
import { homeOf } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { PageHandle } from '../root.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import type { Route } from './+types/number-sign-in.route';
import { PinField, PinHints } from './pin-fields.tsx';
import { parseReturnPath } from './return-path.ts';
import { loginWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['number-sign-in', 'pin-hints'] };

const LONGEST_NUMBER = 60;

/** For keys without a PIN of their own. Whoever is signed in already goes on. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const query = new URL(request.url).searchParams;
  const returnTo = parseReturnPath(query.get('return'));
  const session = await context.findSession();
  if (session.ok) {
    const { actor } = session.session;
    throw redirect(returnTo ?? homeOf(actor.kind === 'customer' ? 'customer' : actor.role));
  }
  const page = {
    title: wordsIn(loginWords, context.locale).numberSignIn.title,
    returnTo,
    isEnrolled: query.get('enrolled') === 'yes',
  };
  if (context.browserToken !== null) return data(page);
  return data(page, { headers: { 'Set-Cookie': setCookie('browser', mintToken()) } });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function NumberSignIn({ loaderData }: Route.ComponentProps) {
  const { numberSignIn: words, signIn } = useWords(loginWords);
  const { returnTo, isEnrolled } = loaderData;
  const back = returnTo === null ? '/sign-in' : `/sign-in?return=${encodeURIComponent(returnTo)}`;
  return (
    <div className="trouble">
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {isEnrolled && <Notice kind="good">{words.enrolled}</Notice>}
      <div id="refused" hidden>
        <Notice kind="problem" title={words.refused}>
          <p>{words.refusedWhy}</p>
        </Notice>
      </div>
      <div id="no-answer" hidden>
        <Notice kind="problem">{words.noAnswer}</Notice>
      </div>
      <form id="number-sign-in" method="post" className="form" data-return={returnTo ?? undefined}>
        <Field
          name="number"
          label={words.number}
          hint={words.numberHint}
          isCode
          required
          maxLength={LONGEST_NUMBER}
          autoComplete="off"
          spellCheck={false}
        />
        <PinField name="pin" label={words.pin} />
        <PinHints />
        <div className="form-actions">
          <Button id="sign-in" kind="primary" size="large" icon="key" disabled>
            {words.button}
          </Button>
        </div>
      </form>
      <p id="waiting" role="status" hidden>
        {words.waiting}
      </p>
      <noscript>
        <Notice kind="problem">{signIn.noScript}</Notice>
      </noscript>
      <p>
        <a href={back}>{words.otherWay}</a>
      </p>
    </div>
  );
}
