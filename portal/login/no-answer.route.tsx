import { wordsIn } from '../lib/i18n.ts';
import { LinkButton } from '../ui/button.tsx';
import { NoAnswer } from '../ui/no-answer.tsx';
import { useWords } from '../ui/page-context.tsx';
import { uiWords } from '../ui/words.ts';
import type { Route } from './+types/no-answer.route';
import { parseReturnPath } from './return-path.ts';
import { loginWords } from './words.ts';

/** Browsers tell one error for every way in which a key does not answer, so all are shown. */
export function loader({ request, context }: Route.LoaderArgs) {
  const query = new URL(request.url).searchParams;
  const isSuspended = query.get('reason') === 'suspended';
  const returnTo = parseReturnPath(query.get('return'));
  return {
    title: isSuspended
      ? wordsIn(loginWords, context.locale).noAnswer.suspendedTitle
      : wordsIn(uiWords, context.locale).noAnswer.title,
    isSuspended,
    signInPath: returnTo === null ? '/sign-in' : `/sign-in?return=${encodeURIComponent(returnTo)}`,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function NoAnswerPage({ loaderData }: Route.ComponentProps) {
  const { isSuspended, signInPath } = loaderData;
  const words = useWords(loginWords).noAnswer;
  const again = useWords(uiWords).noAnswer.again;
  if (!isSuspended) {
    return (
      <NoAnswer>
        <LinkButton kind="primary" href={signInPath}>
          {again}
        </LinkButton>
      </NoAnswer>
    );
  }
  return (
    <div className="trouble">
      <h1>{words.suspendedTitle}</h1>
      <p>{words.suspended}</p>
      <div className="form-actions">
        <LinkButton href={signInPath}>{words.back}</LinkButton>
      </div>
    </div>
  );
}
