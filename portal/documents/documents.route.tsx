import { findSourceFacts } from '../freshness/find-source-facts.server.ts';
import { NotConnected, NotGiven } from '../freshness/not-given.tsx';
import { requireClass } from '../http/guards.server.ts';
import { wordsIn } from '../lib/i18n.ts';
import { EmptyList } from '../ui/empty-list.tsx';
import { DateField, Select } from '../ui/field.tsx';
import { FilterForm } from '../ui/filter-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWords } from '../ui/page-context.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { Pager } from '../ui/pager.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { Route } from './+types/documents.route';
import { DOCUMENT_DATA_CLASS, DOCUMENT_KINDS } from './document.ts';
import type { DocumentKind } from './document.ts';
import {
  NO_DOCUMENT_FILTER,
  documentsHref,
  isDocumentFilterSet,
  parseDocumentFilter,
} from './document-filter.ts';
import type { DocumentFilter } from './document-filter.ts';
import { DocumentTable } from './document-table.tsx';
import { findDocuments } from './find-documents.server.ts';
import { documentsWords } from './words.ts';

/** The customer's documents: filters, search by number, pages by cursor. */
export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor } = await requireClass(request, context, 'goods');
  const { db } = context.services;
  const params = new URL(request.url).searchParams;
  const filter = parseDocumentFilter(params);
  const after = params.get('after');
  const [page, facts] = await Promise.all([
    findDocuments(db, { actor, filter, after }),
    findSourceFacts(db, { actor }),
  ]);
  return {
    title: wordsIn(documentsWords, context.locale).title,
    ...page,
    filter,
    facts,
    isFirstPage: after === null,
    kinds: DOCUMENT_KINDS.filter((kind) => actor.classes.includes(DOCUMENT_DATA_CLASS[kind])),
    isUnavailable: params.get('problem') === 'unavailable',
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData?.title }];

export default function Documents({ loaderData }: Route.ComponentProps) {
  const words = useWords(documentsWords);
  const { title, rows, nextCursor, filter, facts, isFirstPage, kinds, isUnavailable } = loaderData;
  const hasList = facts.isConnected && facts.kinds.document !== undefined;
  return (
    <>
      <PageTitle title={title} />
      {isUnavailable && <Notice kind="problem">{words.unavailable}</Notice>}
      {hasList && <Filters filter={filter} kinds={kinds} />}
      <Sheet isFlush freshness={facts.kinds.document}>
        {!facts.isConnected && <NotConnected icon="documents" />}
        {facts.isConnected && !hasList && <NotGiven kind="document" />}
        {hasList && rows.length === 0 && <NoDocuments filter={filter} isFirstPage={isFirstPage} />}
        {rows.length > 0 && <DocumentTable rows={rows} />}
      </Sheet>
      <Pager
        nextHref={nextCursor === null ? null : documentsHref(filter, nextCursor)}
        firstHref={isFirstPage ? null : documentsHref(filter)}
      />
    </>
  );
}

function Filters({ filter, kinds }: { filter: DocumentFilter; kinds: readonly DocumentKind[] }) {
  const words = useWords(documentsWords);
  const options = [
    { value: '', word: words.filter.anyKind },
    ...kinds.map((kind) => ({ value: kind, word: words.kinds[kind] })),
  ];
  return (
    <FilterForm
      action="/documents"
      search={{ value: filter.query, label: words.filter.search }}
      resetHref={isDocumentFilterSet(filter) ? documentsHref(NO_DOCUMENT_FILTER) : null}
    >
      <Select
        name="kind"
        label={words.filter.kind}
        options={options}
        defaultValue={filter.kind ?? ''}
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

function NoDocuments({ filter, isFirstPage }: { filter: DocumentFilter; isFirstPage: boolean }) {
  const words = useWords(documentsWords).empty;
  return (
    <EmptyList
      icon="documents"
      isFirstPage={isFirstPage}
      widenHref={isDocumentFilterSet(filter) ? documentsHref(NO_DOCUMENT_FILTER) : null}
      words={words}
      sought={words.nothingText}
    />
  );
}
