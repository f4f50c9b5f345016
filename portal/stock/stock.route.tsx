import { KEY_STATUSES } from '#auth/keys/key.ts';
import type { KeyStatus } from '#auth/keys/key.ts';
import { requireStaff } from '../http/guards.server.ts';
import { keysWords } from '../keys/words.ts';
import { wordsIn } from '../lib/i18n.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyList } from '../ui/empty-list.tsx';
import { Field, Select } from '../ui/field.tsx';
import { FilterForm } from '../ui/filter-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { usePage, useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Tabs } from '../ui/tabs.tsx';
import type { Route } from './+types/stock.route';
import { countStock, findStock, findStockChoices } from './find-stock.server.ts';
import { isNarrowed, parseStockFilter, stockHref } from './stock-filter.ts';
import type { StockFilter } from './stock-filter.ts';
import { StockTable } from './stock-table.tsx';
import { stockWords } from './words.ts';

const COUNT = /^\d{1,4}$/;

/** Which keys there are, and who has them. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireStaff(request, context, ['account-manager', 'administrator']);
  const { db } = context.services;
  const params = new URL(request.url).searchParams;
  const filter = parseStockFilter(params);
  const after = params.get('after');
  const [received, unchanged] = [params.get('received') ?? '', params.get('unchanged') ?? ''];
  return {
    title: wordsIn(stockWords, context.locale).title,
    isWrittenOff: params.get('done') === 'written-off',
    isManager: actor.role === 'account-manager',
    filter,
    ...(await findStock(db, { actor, filter, after })),
    counts: await countStock(db),
    choices: await findStockChoices(db, actor),
    isFirstPage: after === null,
    stored: COUNT.test(received) ? { received: Number(received), unchanged: Number(unchanged) || 0 } : null,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

type Choices = Route.ComponentProps['loaderData']['choices'];

export default function Stock({ loaderData }: Route.ComponentProps) {
  const words = useWords(stockWords);
  const { isManager, filter, rows, nextCursor, counts, choices, isFirstPage, stored } = loaderData;
  return (
    <>
      <PageTitle
        title={words.title}
        actions={
          <>
            {isManager ? (
              <>
                <LinkButton href="/desk/keys/reports">{words.toReports}</LinkButton>
                <LinkButton href="/desk/stock/bulk-issue">{words.toBulk}</LinkButton>
              </>
            ) : (
              <LinkButton href="/admin/keys/revoke">{words.toRevokeMany}</LinkButton>
            )}
            <LinkButton kind="primary" icon="plus" href="/desk/stock/receive">
              {words.toReceive}
            </LinkButton>
          </>
        }
      />
      {loaderData.isWrittenOff && (
        <Notice kind="good">
          <p>{words.writeOff.done}</p>
        </Notice>
      )}
      {stored && (
        <Notice kind={stored.received > 0 ? 'good' : 'info'}>
          <p>{words.stored(stored.received, stored.unchanged)}</p>
        </Notice>
      )}
      <States filter={filter} counts={counts} />
      <Filters filter={filter} choices={choices} />
      <Sheet isFlush>
        {rows.length > 0 && <StockTable rows={rows} />}
        {rows.length === 0 && (
          <EmptyList
            icon="key"
            isFirstPage={isFirstPage}
            widenHref={isNarrowed(filter) ? stockHref({ ...NOTHING_SET, status: filter.status }) : null}
            words={words.empty}
            sought={words.empty.nothingText}
          />
        )}
      </Sheet>
      <Pager
        nextHref={nextCursor === null ? null : stockHref(filter, nextCursor)}
        firstHref={isFirstPage ? null : stockHref(filter)}
      />
    </>
  );
}

const NOTHING_SET = { query: '', model: '', batch: '', holder: '', accountId: '' };

/** Every state in which there are keys, with their count; each is an address of its own. */
function States({ filter, counts }: { filter: StockFilter; counts: Partial<Record<string, number>> }) {
  const words = useWords(stockWords);
  const { statuses } = useWords(keysWords);
  const { format } = usePage();
  const sum = Object.values(counts).reduce((total: number, count) => total + (count ?? 0), 0);
  const isShown = (status: KeyStatus) =>
    status === 'stocked' || status === filter.status || (counts[status] ?? 0) > 0;
  const tabOf = (status: StockFilter['status'], word: string, count: number) => ({
    href: stockHref({ ...filter, status }),
    word: `${word} (${format.count(count)})`,
    isCurrent: filter.status === status,
  });
  return (
    <Tabs
      label={words.states}
      tabs={[
        ...KEY_STATUSES.filter(isShown).map((status) => tabOf(status, statuses[status], counts[status] ?? 0)),
        tabOf(null, words.allStates, sum),
      ]}
    />
  );
}

function Filters({ filter, choices }: { filter: StockFilter; choices: Choices }) {
  const words = useWords(stockWords);
  const optional = { isOptionalUnsaid: true } as const;
  const any = (options: readonly { value: string; word: string }[]) => [
    { value: '', word: words.any },
    ...options,
  ];
  const plain = (texts: readonly string[]) => any(texts.map((text) => ({ value: text, word: text })));
  const accounts = choices.accounts.map(({ id, name }) => ({ value: id, word: name }));
  return (
    <FilterForm
      action="/desk/stock"
      search={{ value: filter.query, label: words.search }}
      resetHref={isNarrowed(filter) ? stockHref({ ...NOTHING_SET, status: filter.status }) : null}
    >
      <input type="hidden" name="status" value={filter.status ?? 'all'} />
      <Select
        {...optional}
        name="model"
        label={words.columns.model}
        defaultValue={filter.model}
        options={plain(choices.models)}
      />
      <Select
        {...optional}
        name="batch"
        label={words.columns.batch}
        defaultValue={filter.batch}
        options={plain(choices.batches)}
      />
      <Field {...optional} name="holder" label={words.holder} defaultValue={filter.holder} maxLength={100} />
      {accounts.length > 0 && (
        <Select
          {...optional}
          name="account"
          label={words.account}
          defaultValue={filter.accountId}
          options={any(accounts)}
        />
      )}
    </FilterForm>
  );
}
