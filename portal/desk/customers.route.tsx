import { findUnsafeKeys } from '#auth/metadata/find-unsafe-keys.ts';
import { findStandIns } from '#auth/deputies/find-deputies.ts';
import { companyToday } from '../deputies/find-deputy-page.server.ts';
import { StandInNotice } from '../deputies/stand-in-notices.tsx';
import { requireStaff } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { UnsafeKeys } from '../keys/unsafe-keys.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyList } from '../ui/empty-list.tsx';
import { FilterForm } from '../ui/filter-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/customers.route';
import { CustomerTable } from './customer-table.tsx';
import { findCustomers } from './find-customers.server.ts';
import { deskWords } from './words.ts';

const QUERY_LENGTH_MAX = 100;

/** The manager's own customers, and those of a colleague for whom they stand in: search, pages by cursor. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager']);
  const params = new URL(request.url).searchParams;
  const query = (params.get('q') ?? '').slice(0, QUERY_LENGTH_MAX).trim();
  const after = params.get('after');
  const { rows, nextCursor } = await findCustomers(context.services.db, { actor, query, after });
  return {
    title: wordsIn(deskWords, context.locale).customers.title,
    standIns:
      actor.deputyFor.length === 0
        ? []
        : await findStandIns(context.services.db, {
            holderId: actor.holderId,
            todayOn: await companyToday(context.services),
          }),
    unsafe: await findUnsafeKeys(context.services.db, actor),
    rows,
    nextCursor,
    query,
    isFirstPage: after === null,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Customers({ loaderData }: Route.ComponentProps) {
  const words = useWords(deskWords).customers;
  const { standIns, unsafe, rows, nextCursor, query, isFirstPage } = loaderData;
  return (
    <>
      <PageTitle
        title={words.title}
        actions={
          <LinkButton kind="primary" icon="plus" href="/desk/customers/new">
            {words.open}
          </LinkButton>
        }
      />
      <StandInNotice standIns={standIns} />
      <UnsafeKeys {...unsafe} />
      <FilterForm
        action="/desk"
        search={{ value: query, label: words.search }}
        resetHref={query === '' ? null : '/desk'}
      />
      <Sheet isFlush>
        {rows.length > 0 && <CustomerTable rows={rows} />}
        {rows.length === 0 && <NoCustomers query={query} isFirstPage={isFirstPage} />}
      </Sheet>
      <Pager
        nextHref={nextCursor === null ? null : hrefOf(query, nextCursor)}
        firstHref={isFirstPage ? null : hrefOf(query, null)}
      />
    </>
  );
}

function NoCustomers({ query, isFirstPage }: { query: string; isFirstPage: boolean }) {
  const words = useWords(deskWords).customers;
  return (
    <EmptyList
      icon="company"
      isFirstPage={isFirstPage}
      widenHref={query === '' ? null : '/desk'}
      words={{ ...words, widen: words.all }}
      sought={words.nothingText(query)}
    />
  );
}

function hrefOf(query: string, after: string | null): string {
  const params = new URLSearchParams();
  if (query !== '') params.set('q', query);
  if (after !== null) params.set('after', after);
  const text = params.toString();
  return text === '' ? '/desk' : `/desk?${text}`;
}
