import { redirect } from 'react-router';
import { isWatchable } from '#auth/dongles/watch-key.ts';
import { requireSession } from '../http/guards.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { parseReturnPath } from '../login/return-path.ts';
import type { PageHandle } from '../root.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import type { Route } from './+types/watch-key.route';
import { CeremonyProblems, CeremonyStages } from './ceremony-parts.tsx';
import { donglesWords } from './words.ts';

export const handle: PageHandle = { pageScripts: ['watch-key'] };

/**
 * Where a sign-in passes by whose holder has an agent, and where the holder asks for it themselves (`asked`). Nobody else has
 * this page, and nobody whose key is watched already.
 */
export async function loader({ request, context }: Route.LoaderArgs) {
  const session = await requireSession(request, context);
  const query = new URL(request.url).searchParams;
  const returnTo = parseReturnPath(query.get('return')) ?? '/my-key';
  if (session.isWatched) throw redirect(returnTo);
  const { sessionToken } = context;
  if (sessionToken === null || !(await isWatchable(context.auth, sessionToken))) throw notFound();
  context.allowAgent();
  return {
    title: wordsIn(donglesWords, context.locale).watch.title,
    returnTo,
    isAsked: query.get('asked') === 'yes',
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function WatchKeyPage({ loaderData }: Route.ComponentProps) {
  const { watch: words } = useWords(donglesWords);
  const { title, returnTo, isAsked } = loaderData;
  return (
    <div id="watch-key" className="stack" data-return={returnTo} data-asked={isAsked ? 'yes' : undefined}>
      <PageTitle title={title} lead={words.lead} />
      <CeremonyProblems />
      <CeremonyStages />
      <p className="soft">{words.whichKey}</p>
      <div className="form-actions">
        <Button id="watch" type="button" kind="primary" disabled hidden={!isAsked}>
          {words.button}
        </Button>
        <LinkButton href={returnTo}>{words.goOn}</LinkButton>
      </div>
    </div>
  );
}
