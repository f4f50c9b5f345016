import { findSourceFacts } from '../freshness/find-source-facts.server.ts';
import { NotConnected, NotGiven } from '../freshness/not-given.tsx';
import { requireClass } from '../http/guards.server.ts';
import { onFromInstant } from '../lib/dates.ts';
import { wordsIn } from '../lib/i18n.ts';
import { ClaimsLink } from '../claims/claim-link.tsx';
import { RequestsLink } from '../requests/requests-link.tsx';
import { EmptyList } from '../ui/empty-list.tsx';
import { DateField, Select } from '../ui/field.tsx';
import { FilterForm } from '../ui/filter-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/orders.route';
import { findOrders } from './find-orders.server.ts';
import { SHOWN_STATUSES } from './order.ts';
import { NO_FILTER, isFiltered, ordersHref, parseOrderFilter } from './order-filter.ts';
import type { OrderFilter } from './order-filter.ts';
import { OrderTable } from './order-table.tsx';
import { ordersWords } from './words.ts';

/** The customer's orders: search, filters, pages by cursor. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'status');
  const { db, company, now } = context.services;
  const params = new URL(request.url).searchParams;
  const filter = parseOrderFilter(params);
  const after = params.get('after');
  const [page, facts, { timeZone }] = await Promise.all([
    findOrders(db, { actor, filter, after }),
    findSourceFacts(db, { actor }),
    company.find(),
  ]);
  return {
    title: wordsIn(ordersWords, context.locale).title,
    ...page,
    filter,
    isFirstPage: after === null,
    isPriced: actor.classes.includes('own-price'),
    hasGoods: actor.classes.includes('goods'),
    todayOn: onFromInstant(now(), timeZone),
    facts,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Orders({ loaderData }: Route.ComponentProps) {
  const { title, rows, nextCursor, filter, isFirstPage, isPriced, todayOn, facts } = loaderData;
  const hasList = facts.isConnected && facts.kinds.order !== undefined;
  return (
    <>
      <PageTitle
        title={title}
        actions={
          <>
            {loaderData.hasGoods && <ClaimsLink />}
            {isPriced && <RequestsLink href="/requests" />}
          </>
        }
      />
      {hasList && <Filters filter={filter} />}
      <Sheet isFlush freshness={facts.kinds.order}>
        {!facts.isConnected && <NotConnected icon="orders" />}
        {facts.isConnected && !hasList && <NotGiven kind="order" />}
        {hasList && rows.length === 0 && <NoOrders filter={filter} isFirstPage={isFirstPage} />}
        {rows.length > 0 && <OrderTable caption={title} rows={rows} todayOn={todayOn} isPriced={isPriced} />}
      </Sheet>
      <Pager
        nextHref={nextCursor === null ? null : ordersHref(filter, nextCursor)}
        firstHref={isFirstPage ? null : ordersHref(filter)}
      />
    </>
  );
}

function Filters({ filter }: { filter: OrderFilter }) {
  const words = useWords(ordersWords);
  const options = [
    { value: '', word: words.filter.anyStatus },
    { value: 'open', word: words.filter.open },
    ...SHOWN_STATUSES.map((status) => ({ value: status, word: words.statuses[status] })),
  ];
  return (
    <FilterForm
      action="/orders"
      search={{ value: filter.query, label: words.filter.search }}
      resetHref={isFiltered(filter) ? ordersHref(NO_FILTER) : null}
    >
      <Select
        name="status"
        label={words.filter.status}
        options={options}
        defaultValue={filter.status ?? ''}
        isOptionalUnsaid
      />
      <DateField
        name="from"
        label={words.filter.from}
        defaultValue={filter.fromOn ?? undefined}
        isOptionalUnsaid
      />
      <DateField name="to" label={words.filter.to} defaultValue={filter.toOn ?? undefined} isOptionalUnsaid />
    </FilterForm>
  );
}

function NoOrders({ filter, isFirstPage }: { filter: OrderFilter; isFirstPage: boolean }) {
  const words = useWords(ordersWords).empty;
  return (
    <EmptyList
      icon="orders"
      isFirstPage={isFirstPage}
      widenHref={isFiltered(filter) ? ordersHref(NO_FILTER) : null}
      words={words}
      sought={filter.query === '' ? words.narrow : `${words.searched(filter.query)} ${words.places}`}
    />
  );
}
