import { data, redirect } from 'react-router';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { setCookie } from '../http/cookies.server.ts';
import { homeOf } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { PinField, PinHints } from '../login/pin-fields.tsx';
import { parseReturnPath } from '../login/return-path.ts';
import { loginWords } from '../login/words.ts';
import type { PageHandle } from '../root.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import type { Route } from './+types/dongle-sign-in.route';
import { CeremonyProblems, CeremonyStages } from './ceremony-parts.tsx';
import { donglesWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['dongle-sign-in', 'pin-hints'] };

const ENROLLED = ['yes', 'computer'] as const;

/** For keys that only an agent can read. Whoever is signed in already goes on. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const query = new URL(request.url).searchParams;
  const returnTo = parseReturnPath(query.get('return'));
  const session = await context.findSession();
  if (session.ok) {
    const { actor } = session.session;
    throw redirect(returnTo ?? homeOf(actor.kind === 'customer' ? 'customer' : actor.role));
  }
  context.allowAgent();
  const page = {
    title: wordsIn(donglesWords, context.locale).signIn.title,
    returnTo,
    enrolled: ENROLLED.find((known) => known === query.get('enrolled')) ?? null,
  };
  if (context.browserToken !== null) return data(page);
  return data(page, { headers: { 'Set-Cookie': setCookie('browser', mintToken()) } });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function DongleSignIn({ loaderData }: Route.ComponentProps) {
  const words = useWords(donglesWords).signIn;
  const { noScript } = useWords(loginWords).signIn;
  const { returnTo, enrolled } = loaderData;
  const back = returnTo === null ? '/sign-in' : `/sign-in?return=${encodeURIComponent(returnTo)}`;
  return (
    <div className="trouble">
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {enrolled && <Notice kind="good">{words.enrolled[enrolled]}</Notice>}
      <CeremonyProblems />
      <form id="dongle-sign-in" method="post" className="form" data-return={returnTo ?? undefined}>
        <PinField name="pin" label={words.pin} hint={words.pinHint} />
        <PinHints />
        <div className="form-actions">
          <Button id="sign-in" kind="primary" size="large" icon="key" disabled>
            {words.button}
          </Button>
        </div>
      </form>
      <CeremonyStages />
      <noscript>
        <Notice kind="problem">{noScript}</Notice>
      </noscript>
      <p className="soft">{words.opensLess}</p>
      <p>
        <a href={back}>{words.otherWay}</a>
      </p>
    </div>
  );
}
