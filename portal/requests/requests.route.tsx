import { requireClass } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { LinkButton } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyList } from '../ui/empty-list.tsx';
import { Money } from '../ui/money.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { Route } from './+types/requests.route';
import { mayOrder } from './find-ordering-sources.server.ts';
import { findRequests } from './find-requests.server.ts';
import type { RequestRow } from './order-request.ts';
import { RequestStateMark } from './request-state.tsx';
import { requestsWords } from './words.ts';

/** What the customer asked for, each with how far it has come. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'own-price');
  const after = new URL(request.url).searchParams.get('after');
  return {
    title: wordsIn(requestsWords, context.locale).title,
    ...(await findRequests(context.services.db, { actor, after })),
    isFirstPage: after === null,
    canOrder: mayOrder(actor),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Requests({ loaderData }: Route.ComponentProps) {
  const words = useWords(requestsWords);
  const { title, rows, nextCursor, isFirstPage, canOrder } = loaderData;
  return (
    <>
      <PageTitle
        title={title}
        lead={words.lead}
        actions={
          canOrder && (
            <LinkButton icon="plus" href="/requests/new">
              {words.byList}
            </LinkButton>
          )
        }
      />
      <Sheet isFlush>
        {rows.length === 0 && (
          <EmptyList icon="orders" isFirstPage={isFirstPage} widenHref={null} words={words.empty} sought="" />
        )}
        {rows.length > 0 && <RequestTable caption={title} rows={rows} />}
      </Sheet>
      <Pager
        nextHref={nextCursor === null ? null : `/requests?after=${encodeURIComponent(nextCursor)}`}
        firstHref={isFirstPage ? null : '/requests'}
      />
    </>
  );
}

function RequestTable({ caption, rows }: { caption: string; rows: readonly RequestRow[] }) {
  const words = useWords(requestsWords);
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/requests/${encodeURIComponent(id)}`}
      columns={[
        { key: 'request', head: words.columns.request, cell: ({ number }) => number ?? words.draft },
        { key: 'goods', head: words.columns.goods, cell: ({ lineCount }) => words.lines(lineCount) },
        {
          key: 'when',
          head: words.columns.when,
          cell: ({ sentAt, changedAt }) => <Instant at={sentAt ?? changedAt} />,
        },
        {
          key: 'state',
          head: words.columns.state,
          phone: 'mark',
          cell: ({ state }) => <RequestStateMark state={state} />,
        },
        {
          key: 'total',
          head: words.columns.total,
          isNumber: true,
          phone: 'figure',
          cell: ({ total }) => total && <Money of={total} />,
        },
      ]}
    />
  );
}
