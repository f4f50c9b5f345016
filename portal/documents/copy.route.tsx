import { redirect } from 'react-router';
import { requireCustomer } from '../http/guards.server.ts';
import { requireWithinLimit } from '../http/limit.server.ts';
import { notFound } from '../http/refuse.server.ts';
import { LinkButton, Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { Route } from './+types/copy.route';
import { askForCopy, findKeptAtSource } from './ask-for-copy.server.ts';
import { waitingPath } from './document-copy.ts';
import type { CopyState } from './document-copy.ts';
import { documentsWords } from './words.ts';

/** A document that its source keeps, on its way to the customer. The page asks nobody and waits for nothing. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor } = await requireCustomer(request, context);
  const { services } = context;
  const wanted = await findKeptAtSource(services, { documentId: params.documentId, actor });
  if (wanted === null) throw notFound();
  const path = `/documents/${encodeURIComponent(params.documentId)}`;
  if (wanted === 'came_with_file') throw redirect(path);
  const isView = isViewed(request);
  const { copy } = wanted;
  if (copy?.is === 'here' && isView) throw redirect(`${path}?view=1`);
  return { title: wanted.title, path, copy, isView, refreshSeconds: refreshSecondsOf(copy, services.now()) };
}

/** Most come at once; whoever waits longer is not interrupted more often, whether they read or listen. */
const AT_FIRST_SECONDS = 3;
const WHILE_COMING_SECONDS = 10;
const WITHIN_SECONDS = 150;
const AFTER_TRY_SECONDS = 15;

/**
 * How soon the page looks again; null for not at all. Only for a while after it was asked for, or while the next try is
 * near: each look is a sign of life, and a page that nobody looks at must not keep a session alive.
 */
function refreshSecondsOf(copy: CopyState | null, now: Date): number | null {
  if (copy?.is === 'coming') {
    const waited = (now.getTime() - copy.askedAt.getTime()) / 1_000;
    if (waited > WITHIN_SECONDS) return null;
    return waited < AT_FIRST_SECONDS ? AT_FIRST_SECONDS : WHILE_COMING_SECONDS;
  }
  if (copy?.is !== 'late') return null;
  const seconds = Math.ceil((copy.nextAt.getTime() - now.getTime()) / 1_000);
  return Math.abs(seconds) <= WITHIN_SECONDS ? Math.max(0, seconds) + AFTER_TRY_SECONDS : null;
}

function isViewed(request: Request): boolean {
  return new URL(request.url).searchParams.get('view') === '1';
}

/** Asks for it, also once more after it was given up. */
export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor } = await requireCustomer(request, context);
  await requireWithinLimit(context, 'document', actor);
  const { services } = context;
  const wanted = await findKeptAtSource(services, { documentId: params.documentId, actor });
  if (wanted === null || wanted === 'came_with_file') throw notFound();
  if (await askForCopy(services, wanted)) services.copies.wake();
  return redirect(waitingPath(params.documentId, isViewed(request)));
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: loaderData?.title },
  ...(loaderData && loaderData.refreshSeconds !== null
    ? [{ httpEquiv: 'refresh', content: String(loaderData.refreshSeconds) }]
    : []),
];

export default function DocumentCopyPage({ loaderData }: Route.ComponentProps) {
  const words = useWords(documentsWords);
  const { title, path, copy, isView, refreshSeconds } = loaderData;
  return (
    <>
      <PageTitle title={title} back={{ href: '/documents', word: words.title }} />
      <Sheet>
        <State copy={copy} path={path} isView={isView} looksAgain={refreshSeconds !== null} />
      </Sheet>
    </>
  );
}

type StateProps = { copy: CopyState | null; path: string; isView: boolean; looksAgain: boolean };

function State({ copy, path, isView, looksAgain }: StateProps) {
  const { copy: words, view, download } = useWords(documentsWords);
  const { format } = usePage();
  const own = `${path}/copy${isView ? '?view=1' : ''}`;
  const look = <LinkButton href={own}>{words.look}</LinkButton>;
  switch (copy?.is) {
    case 'here':
      return (
        <EmptyState
          icon="check"
          title={words.here}
          action={
            <>
              <LinkButton kind="primary" href={path} icon="download">
                {download}
              </LinkButton>
              <LinkButton href={`${path}?view=1`}>{view}</LinkButton>
            </>
          }
        >
          {format.fileSize(copy.sizeBytes)}
        </EmptyState>
      );
    case 'coming':
      return (
        <EmptyState icon="clock" title={words.coming} action={look}>
          {looksAgain ? words.comingText : words.comingSlowly}
        </EmptyState>
      );
    case 'late':
      return (
        <EmptyState icon="alert" title={words.late} action={look}>
          {words.why[copy.why]} {words.lateText} {words.nextAt} <Instant at={copy.nextAt} />
        </EmptyState>
      );
    case 'given-up':
      return (
        <EmptyState icon="alert" title={words.givenUp} action={<Ask path={own} word={words.again} />}>
          {words.why[copy.why]} {words.givenUpText}
        </EmptyState>
      );
    case undefined:
      return (
        <EmptyState icon="documents" title={words.notAsked} action={<Ask path={own} word={words.ask} />}>
          {words.notAskedText}
        </EmptyState>
      );
  }
}

function Ask({ path, word }: { path: string; word: string }) {
  return (
    <form method="post" action={path}>
      <Button kind="primary">{word}</Button>
    </form>
  );
}
