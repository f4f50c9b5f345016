import { data, redirect } from 'react-router';
import { openInvitation } from '#auth/invitations/open-invitation.ts';
import { mintToken } from '#auth/tokens/opaque-token.ts';
import { setCookie } from '../http/cookies.server.ts';
import { requireWithinLimit } from '../http/limit.server.ts';
import { readForm } from '../http/read-form.server.ts';
import { badRequest } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import type { PageHandle } from '../root.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import type { Route } from './+types/enrol.route';
import { loginWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['enrol-link'] };

const TOKEN = /^[\w-]{43}$/;
const MAX_CODE_LENGTH = 40;

/** Opening the link uses nothing up; only its form does something (GET never consumes). */
export function loader({ context }: Route.LoaderArgs) {
  const page = { title: wordsIn(loginWords, context.locale).enrol.title };
  if (context.browserToken !== null) return data(page);
  return data(page, { headers: { 'Set-Cookie': setCookie('browser', mintToken()) } });
}

/** Link and code together give this browser a ticket for a quarter of an hour. */
export async function action({ request, context }: Route.ActionArgs) {
  await requireWithinLimit(context, 'claim-code', null);
  const form = await readForm(request);
  const [token, claimCode] = [form.get('invitation'), form.get('code')];
  if (typeof token !== 'string' || typeof claimCode !== 'string' || context.browserToken === null)
    throw badRequest();
  if (!TOKEN.test(token))
    return data({ problem: 'no_token', triesLeft: 0, token: '' } as const, { status: 400 });

  const outcome = await openInvitation(context.auth, {
    token,
    claimCode: claimCode.slice(0, MAX_CODE_LENGTH),
    browserToken: context.browserToken,
    trace: context.trace,
  });
  if (outcome.ok)
    throw redirect('/enrol/key', { headers: { 'Set-Cookie': setCookie('ticket', outcome.ticket) } });
  const triesLeft = outcome.reason === 'wrong_code' ? outcome.triesLeft : 0;
  return data(
    { problem: outcome.reason, triesLeft, token },
    { status: outcome.reason === 'not_open' ? 409 : 422 },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Enrol({ actionData }: Route.ComponentProps) {
  const words = useWords(loginWords).enrol;
  const error =
    actionData && actionData.problem !== 'no_token' ? textOf(words.problems, actionData) : undefined;
  return (
    <div className="trouble">
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      {actionData?.problem === 'no_token' && <Notice kind="problem">{words.noToken}</Notice>}
      <form method="post" className="form">
        <input type="hidden" name="invitation" id="invitation" defaultValue={actionData?.token ?? ''} />
        <Field
          name="code"
          label={words.code}
          hint={words.codeHint}
          error={error}
          isCode
          required
          maxLength={MAX_CODE_LENGTH}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
        <div className="form-actions">
          <Button kind="primary">{words.button}</Button>
        </div>
      </form>
    </div>
  );
}

type Problem = { problem: 'malformed_code' | 'wrong_code' | 'not_open'; triesLeft: number };
type ProblemWords = { malformed_code: string; wrong_code: (left: number) => string; not_open: string };

function textOf(words: ProblemWords, { problem, triesLeft }: Problem): string {
  return problem === 'wrong_code' ? words.wrong_code(triesLeft) : words[problem];
}
