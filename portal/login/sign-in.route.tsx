import { data, redirect } from 'react-router';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { setCookie } from '../http/cookies.server.ts';
import { homeOf } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { PageHandle } from '../root.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { TouchPicture } from '../ui/pictures/touch-picture.tsx';
import type { Route } from './+types/sign-in.route';
import { parseReturnPath } from './return-path.ts';
import { loginWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['sign-in'] };

const REASONS = ['ended', 'displaced', 'key', 'signed-out'] as const;
const PROBLEMS = ['cookies', 'too_many', 'server'] as const;

/** Gives the browser the cookie that binds a ceremony to it. Whoever is signed in already goes on. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const query = new URL(request.url).searchParams;
  const returnTo = parseReturnPath(query.get('return'));
  const session = await context.findSession();
  if (session.ok) {
    const { actor } = session.session;
    throw redirect(returnTo ?? homeOf(actor.kind === 'customer' ? 'customer' : actor.role));
  }
  const page = {
    title: wordsIn(loginWords, context.locale).signIn.title,
    returnTo,
    reason: REASONS.find((known) => known === query.get('reason')) ?? null,
    problem: PROBLEMS.find((known) => known === query.get('problem')) ?? null,
    isEnrolled: query.get('enrolled') === 'yes',
  };
  if (context.browserToken !== null) return data(page);
  return data(page, { headers: { 'Set-Cookie': setCookie('browser', mintToken()) } });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function SignIn({ loaderData }: Route.ComponentProps) {
  const words = useWords(loginWords).signIn;
  const { reason, problem, isEnrolled, returnTo } = loaderData;
  return (
    <>
      {reason && <Notice kind="info">{words.reasons[reason]}</Notice>}
      {isEnrolled && <Notice kind="good">{words.enrolled}</Notice>}
      {problem && <Notice kind="problem">{words.problems[problem]}</Notice>}
      <div className="sign-in">
        <div>
          <h1>{words.title}</h1>
          <p>{words.lead}</p>
          <Button
            id="sign-in"
            type="button"
            kind="primary"
            size="large"
            icon="key"
            disabled
            data-return={returnTo ?? undefined}
          >
            {words.button}
          </Button>
          <p id="waiting" role="status" hidden>
            {words.waiting}
          </p>
          <noscript>
            <Notice kind="problem">{words.noScript}</Notice>
          </noscript>
          <p className="soft">{words.pin}</p>
          <p className="soft">
            {words.lost} <a href="/stop">{words.stop}</a>
          </p>
          <p>
            <a href={withReturn('/sign-in/number', returnTo)}>{words.byNumber}</a>
          </p>
          <p>
            <a href={withReturn('/sign-in/dongle', returnTo)}>{words.byAgent}</a>
          </p>
        </div>
        <TouchPicture />
      </div>
    </>
  );
}

function withReturn(path: string, returnTo: string | null): string {
  return returnTo === null ? path : `${path}?return=${encodeURIComponent(returnTo)}`;
}
