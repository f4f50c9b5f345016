import { requirePermission } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { LinkButton } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Select } from '../ui/field.tsx';
import { FilterForm } from '../ui/filter-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/discounts.route';
import { CoveredGoods, DiscountMark, Effect, Period } from './discount-view.tsx';
import { DISCOUNT_STATUSES, findDiscounts } from './find-discounts.server.ts';
import { loyaltyWords } from './words.ts';

const PATH = '/loyalty';

export async function loader({ request, context }: Route.LoaderArgs) {
  await requirePermission(request, context, 'discount:manage');
  const query = new URL(request.url).searchParams;
  const status = DISCOUNT_STATUSES.find((known) => known === query.get('status')) ?? null;
  const { rows, nextCursor } = await findDiscounts(context.services.db, {
    status,
    cursor: query.get('after'),
  });
  return {
    title: wordsIn(loyaltyWords, context.locale).title,
    statuses: DISCOUNT_STATUSES,
    status,
    rows,
    nextCursor,
    isLaterPage: query.has('after'),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Discounts({ loaderData }: Route.ComponentProps) {
  const words = useWords(loyaltyWords);
  const { rows, status, statuses, nextCursor, isLaterPage } = loaderData;
  const here = status === null ? PATH : `${PATH}?status=${status}`;
  const next =
    nextCursor && `${PATH}?${new URLSearchParams({ ...(status && { status }), after: nextCursor })}`;
  return (
    <>
      <PageTitle
        title={words.title}
        lead={words.lead}
        actions={
          <LinkButton kind="primary" icon="plus" href={`${PATH}/new`}>
            {words.add}
          </LinkButton>
        }
      />
      <FilterForm action={PATH} resetHref={status && PATH}>
        <Select
          name="status"
          label={words.filter.status}
          isOptionalUnsaid
          defaultValue={status ?? ''}
          options={[
            { value: '', word: words.filter.all },
            ...statuses.map((value) => ({ value, word: words.statuses[value] })),
          ]}
        />
      </FilterForm>
      <Sheet
        isFlush
        foot={(next || isLaterPage) && <Pager nextHref={next} firstHref={isLaterPage ? here : null} />}
      >
        {rows.length === 0 ? (
          <EmptyState icon="discount" title={words.empty.title}>
            {words.empty.text}
          </EmptyState>
        ) : (
          <DiscountTable rows={rows} />
        )}
      </Sheet>
    </>
  );
}

function DiscountTable({ rows }: { rows: Route.ComponentProps['loaderData']['rows'] }) {
  const words = useWords(loyaltyWords);
  const { columns } = words;
  return (
    <DataTable
      caption={words.title}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `${PATH}/${id}`}
      columns={[
        { key: 'name', head: columns.name, cell: ({ name }) => name },
        { key: 'effect', head: columns.effect, cell: (row) => <Effect of={row} />, phone: 'figure' },
        { key: 'goods', head: columns.goods, cell: (row) => <CoveredGoods of={row} /> },
        { key: 'period', head: columns.period, cell: (row) => <Period of={row} /> },
        { key: 'keys', head: columns.keys, cell: ({ keyCount }) => words.keyCount(keyCount) },
        {
          key: 'status',
          head: columns.status,
          cell: ({ status }) => <DiscountMark status={status} />,
          phone: 'mark',
        },
      ]}
    />
  );
}
