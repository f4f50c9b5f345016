import { requireStaff } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import type { Column } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterForm } from '../ui/filter-form.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/desk.route';
import { findCustomers } from './find-customers.server.ts';
import type { CustomerRow } from './find-customers.server.ts';
import { deskWords } from './words.ts';

const QUERY_LENGTH_MAX = 100;

/** The account manager's own customers. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const params = new URL(request.url).searchParams;
  const query = (params.get('q') ?? '').slice(0, QUERY_LENGTH_MAX).trim();
  const page = await findCustomers(context.services.db, { actor, query, after: params.get('after') });
  return { title: wordsIn(deskWords, context.locale).title, ...page, query };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Desk({ loaderData }: Route.ComponentProps) {
  const words = useWords(deskWords);
  const { title, rows, nextCursor, query } = loaderData;
  return (
    <>
      <PageTitle title={title} />
      <FilterForm
        action="/desk"
        search={{ value: query, label: words.search }}
        resetHref={query === '' ? null : '/desk'}
      />
      <Sheet isFlush>
        {rows.length === 0 && (
          <EmptyState icon="company" title={query === '' ? words.none : words.nothing}>
            {query === '' ? words.noneText : words.nothingText}
          </EmptyState>
        )}
        {rows.length > 0 && <CustomerTable caption={title} rows={rows} />}
      </Sheet>
      <Pager nextHref={nextCursor === null ? null : hrefOf(query, nextCursor)} />
    </>
  );
}

function CustomerTable({ caption, rows }: { caption: string; rows: readonly CustomerRow[] }) {
  const { columns: heads } = useWords(deskWords);
  const { format } = usePage();
  const columns: Column<CustomerRow>[] = [
    { key: 'name', head: heads.name, cell: ({ name }) => name },
    { key: 'number', head: heads.number, cell: ({ number }) => number },
    {
      key: 'people',
      head: heads.people,
      cell: ({ people }) => format.count(people),
      isNumber: true,
      phone: 'none',
    },
    {
      key: 'keys',
      head: heads.keys,
      cell: ({ workingKeys }) => format.count(workingKeys),
      isNumber: true,
      phone: 'figure',
    },
    {
      key: 'waiting',
      head: heads.waiting,
      cell: ({ waitingKeys }) => format.count(waitingKeys),
      isNumber: true,
      phone: 'none',
    },
    {
      key: 'lastUsed',
      head: heads.lastUsed,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? '—' : format.instant(lastUsedAt)),
      phoneWord: heads.lastUsed,
    },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/desk/customers/${id}`}
    />
  );
}

function hrefOf(query: string, after: string): string {
  const params = new URLSearchParams({ ...(query === '' ? {} : { q: query }), after });
  return `/desk?${params.toString()}`;
}
