import { requireStaff } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Money } from '../ui/money.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Instant } from '../ui/when.tsx';
import type { Route } from './+types/desk-requests.route';
import { findDeskRequests } from './find-desk-requests.server.ts';
import type { DeskRequest } from './find-desk-requests.server.ts';
import { RequestStateMark } from './request-state.tsx';
import { requestsWords } from './words.ts';

/** What the manager's customers asked for: what waits for the manager, and what was sent lately. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  return {
    title: wordsIn(requestsWords, context.locale).desk.title,
    ...(await findDeskRequests(context.services.db, actor)),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function DeskRequests({ loaderData: { title, waiting, recent } }: Route.ComponentProps) {
  const words = useWords(requestsWords).desk;
  return (
    <>
      <PageTitle title={title} lead={words.lead} />
      <Sheet title={words.waiting} isFlush={waiting.length > 0}>
        {waiting.length === 0 && <p className="soft">{words.noWaiting}</p>}
        {waiting.length > 0 && <DeskTable caption={words.waiting} rows={waiting} />}
      </Sheet>
      <Sheet title={words.recent} isFlush={recent.length > 0}>
        {recent.length === 0 && <p className="soft">{words.noRecent}</p>}
        {recent.length > 0 && <DeskTable caption={words.recent} rows={recent} />}
      </Sheet>
    </>
  );
}

function DeskTable({ caption, rows }: { caption: string; rows: readonly DeskRequest[] }) {
  const words = useWords(requestsWords);
  const { columns, desk } = words;
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/desk/requests/${encodeURIComponent(id)}`}
      columns={[
        { key: 'request', head: columns.request, cell: ({ number }) => number },
        { key: 'customer', head: desk.customer, cell: ({ account }) => account.name },
        { key: 'when', head: columns.when, cell: ({ sentAt }) => <Instant at={sentAt} /> },
        {
          key: 'state',
          head: columns.state,
          phone: 'mark',
          cell: ({ state }) => <RequestStateMark state={state} />,
        },
        {
          key: 'total',
          head: columns.total,
          isNumber: true,
          phone: 'figure',
          cell: ({ total }) => total && <Money of={total} />,
        },
      ]}
    />
  );
}
