import { findSourceFacts } from '../freshness/find-source-facts.server.ts';
import { NotGiven } from '../freshness/not-given.tsx';
import { requireClass } from '../http/guards.server.ts';
import { onFromInstant } from '../lib/dates.ts';
import { wordsIn } from '../lib/i18n.ts';
import { mayOrder } from '../requests/find-ordering-sources.server.ts';
import { RequestsLink } from '../requests/requests-link.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyList } from '../ui/empty-list.tsx';
import { Select } from '../ui/field.tsx';
import { FilterForm } from '../ui/filter-form.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/prices.route';
import { findPriceList } from './find-price-list.server.ts';
import { findGoodsGroups } from './find-products.server.ts';
import { NO_PRICE_FILTER, isNarrowed, parsePriceFilter, pricesHref } from './price-filter.ts';
import type { PriceFilter } from './price-filter.ts';
import { taxesIn } from './price-row.ts';
import { PriceTable } from './price-table.tsx';
import { pricesWords } from './words.ts';

/** The customer's own price list: search, goods group, pages by cursor. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'list-price');
  const { db, company, now } = context.services;
  const params = new URL(request.url).searchParams;
  const filter = parsePriceFilter(params);
  const after = params.get('after');
  const { timeZone } = await company.find();
  const [page, groups, facts] = await Promise.all([
    findPriceList(db, { actor, filter, after, on: onFromInstant(now(), timeZone) }),
    findGoodsGroups(db),
    findSourceFacts(db, { actor }),
  ]);
  return {
    title: wordsIn(pricesWords, context.locale).title,
    ...page,
    groups,
    filter,
    facts,
    isFirstPage: after === null,
    hasOwnPrices: actor.classes.includes('own-price'),
    canOrder: mayOrder(actor),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Prices({ loaderData }: Route.ComponentProps) {
  const { title, rows, nextCursor, filter, groups, facts, isFirstPage, hasOwnPrices } = loaderData;
  const words = useWords(pricesWords);
  const taxes = taxesIn(rows);
  return (
    <>
      <PageTitle
        title={title}
        lead={hasOwnPrices ? words.lead.own : words.lead.list}
        actions={
          rows.length > 0 && (
            <>
              {loaderData.canOrder && <RequestsLink href="/requests/new" />}
              <LinkButton icon="download" href={pricesHref(filter, { path: '/prices/export.csv' })}>
                {words.export}
              </LinkButton>
            </>
          )
        }
      />
      <Filters filter={filter} groups={groups} />
      <Sheet
        isFlush
        freshness={facts.kinds['price-entry']}
        foot={taxes.length === 1 && <span className="soft">{words.tax[taxes[0] ? 'with' : 'without']}</span>}
      >
        {rows.length > 0 && (
          <PriceTable
            caption={title}
            rows={rows}
            hasOwnPrices={hasOwnPrices}
            hasStock={facts.kinds.stock !== undefined}
            isTaxSaid={taxes.length > 1}
          />
        )}
        {rows.length === 0 && <NoPrices filter={filter} isFirstPage={isFirstPage} />}
        {facts.isConnected && facts.kinds['price-entry'] === undefined && <NotGiven kind="price-entry" />}
      </Sheet>
      <Pager
        nextHref={nextCursor === null ? null : pricesHref(filter, { after: nextCursor })}
        firstHref={isFirstPage ? null : pricesHref(filter)}
      />
    </>
  );
}

function Filters({ filter, groups }: { filter: PriceFilter; groups: readonly string[] }) {
  const words = useWords(pricesWords).filter;
  const options = [
    { value: '', word: words.anyGroup },
    ...groups.map((group) => ({ value: group, word: group })),
  ];
  return (
    <FilterForm
      action="/prices"
      search={{ value: filter.query, label: words.search }}
      resetHref={isNarrowed(filter) ? pricesHref(NO_PRICE_FILTER) : null}
    >
      {groups.length > 0 && (
        <Select
          name="group"
          label={words.group}
          options={options}
          defaultValue={filter.goodsGroup ?? ''}
          isOptionalUnsaid
        />
      )}
    </FilterForm>
  );
}

function NoPrices({ filter, isFirstPage }: { filter: PriceFilter; isFirstPage: boolean }) {
  const words = useWords(pricesWords).empty;
  return (
    <EmptyList
      icon="prices"
      isFirstPage={isFirstPage}
      widenHref={isNarrowed(filter) ? pricesHref(NO_PRICE_FILTER) : null}
      words={words}
      sought={filter.query === '' ? words.narrow : words.searched(filter.query)}
    />
  );
}
