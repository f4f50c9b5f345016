import { redirect } from 'react-router';
import { findSourceFacts } from '../freshness/find-source-facts.server.ts';
import { requireClass } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/search.route';
import { findHits } from './find-hits.server.ts';
import { HitList } from './hit-list.tsx';
import { HIT_KINDS, KIND_OF_HIT, straightHref } from './search-hit.ts';
import { searchWords } from './words.ts';

const QUERY_LENGTH_MAX = 100;

/** One box over everything that is the customer's. A whole number leads straight to what bears it. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'status');
  const query = (new URL(request.url).searchParams.get('q') ?? '').slice(0, QUERY_LENGTH_MAX).trim();
  const hits = await findHits(context.services.db, { actor, query });
  const straight = straightHref(hits);
  if (straight !== null) throw redirect(straight);
  const facts = await findSourceFacts(context.services.db, { actor });
  return { title: wordsIn(searchWords, context.locale).title, query, hits, facts };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Search({ loaderData }: Route.ComponentProps) {
  const words = useWords(searchWords);
  const { title, query, hits, facts } = loaderData;
  const ordersHref = `/orders?${new URLSearchParams({ q: query }).toString()}`;
  return (
    <>
      <PageTitle
        title={query === '' ? title : words.found(query)}
        lead={hits.length > 0 && <a href={ordersHref}>{words.allOrders}</a>}
      />
      {query === '' && (
        <Sheet>
          <EmptyState icon="search" title={words.start}>
            {words.startText}
          </EmptyState>
        </Sheet>
      )}
      {query !== '' && hits.length === 0 && (
        <Sheet>
          <EmptyState icon="search" title={words.nothing}>
            {words.nothingText(query)}
          </EmptyState>
        </Sheet>
      )}
      <div className="stack">
        {HIT_KINDS.map((kind) => ({ kind, ofKind: hits.filter((hit) => hit.kind === kind) }))
          .filter(({ ofKind }) => ofKind.length > 0)
          .map(({ kind, ofKind }) => (
            <Sheet key={kind} title={words.kinds[kind]} freshness={facts.kinds[KIND_OF_HIT[kind]]}>
              <HitList hits={ofKind} />
            </Sheet>
          ))}
      </div>
    </>
  );
}
