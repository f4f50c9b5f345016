import { requireClass } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { EmptyList } from '../ui/empty-list.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/claims.route';
import { ClaimTable } from './claim-table.tsx';
import { findClaims } from './find-claims.server.ts';
import { claimsWords } from './words.ts';

/** What the customer claimed, each with what became of it. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'goods');
  const after = new URL(request.url).searchParams.get('after');
  return {
    title: wordsIn(claimsWords, context.locale).title,
    ...(await findClaims(context.services.db, { actor, after })),
    isFirstPage: after === null,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Claims({ loaderData }: Route.ComponentProps) {
  const words = useWords(claimsWords);
  const { title, rows, nextCursor, isFirstPage } = loaderData;
  return (
    <>
      <PageTitle title={title} lead={words.lead} />
      <Sheet isFlush>
        {rows.length === 0 && nextCursor === null && (
          <EmptyList
            icon="documents"
            isFirstPage={isFirstPage}
            widenHref={null}
            words={words.empty}
            sought=""
          />
        )}
        {rows.length > 0 && <ClaimTable caption={title} rows={rows} />}
      </Sheet>
      <Pager
        nextHref={nextCursor === null ? null : `/claims?after=${encodeURIComponent(nextCursor)}`}
        firstHref={isFirstPage ? null : '/claims'}
      />
    </>
  );
}
